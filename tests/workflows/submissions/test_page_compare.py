"""The text of a document for signing beside what it said before, word by word, for who writes it."""

import pytest
from django.urls import reverse

from tests.factories import reread, shown
from workflows.signoff.approval import actions as approval
from workflows.submissions import actions as submissions

from . import arrange
from .test_fields import filled, typed

TODAY = "2026-11-06 09:00"
pytestmark = pytest.mark.starts_from(arrange.draft, on=TODAY)


@pytest.fixture(autouse=True)
def november(on_day):
    on_day(TODAY)


def edited(cast, case, **written):
    return reread(submissions.edit(case, by=cast["CA:drafter"], seen=case.edits, **written))


def compared(client, who, case, key=""):
    client.force_login(who)
    return client.get(reverse("submission_compare", args=[case.pk]), {"with": key})


def words(answer):
    """What went and what came, of all parts."""
    runs = [run for part in answer.context["parts"] for paragraph in part["paragraphs"] for run in paragraph]
    return [(run.kind, run.text) for run in runs if run.kind != "same"]


def test_edits_since_it_was_drafted_are_told_word_by_word(client, cast, start):
    case = edited(cast, edited(cast, start, body="Một."), body=f"{arrange.WRITTEN['body']} ngay", amount=5)
    answer = compared(client, cast["CA:drafter"], case)
    assert words(answer) == [("new", "ngay"), ("gone", "450.000.000"), ("new", "5")]
    assert "<del>" in answer.content.decode()


def test_what_was_sent_last_is_compared_first_once_it_came_back(client, cast, start):
    case = edited(cast, start, recipients="Công an tỉnh\nSở Tài chính")
    case = reread(submissions.send_for_approval(case, by=cast["CA:unit_head"]))
    approval.send_back(case, by=cast.approver, seen=shown(case), reason="Nêu rõ hơn")
    case = edited(cast, reread(case), abstract="Về việc diễn tập")
    gone = arrange.WRITTEN["abstract"].removeprefix("Về việc ").removesuffix(" năm 2026")
    answer = compared(client, cast["CA:drafter"], case)
    assert answer.context["beside"].key == "sent"
    assert {kind for kind, text in words(answer)} <= {"gone", "new"}
    assert ("new", "Sở Tài chính") not in words(answer)
    assert gone.split()[0] in words(answer)[0][1]
    assert ("new", "Sở Tài chính") in words(compared(client, cast["CA:drafter"], case, "draft"))


def test_it_is_compared_with_what_it_was_copied_from_else_with_the_last_of_its_kind(client, cast, start, on_day):
    assert "before" not in [each.key for each in compared(client, cast["CA:drafter"], start).context["choices"]]
    unit, written = cast.units["CA"], arrange.WRITTEN
    copied = submissions.draft(start.document_kind, unit, by=cast["CA:drafter"], copied_from=start, **written)
    assert compared(client, cast["CA:drafter"], copied, "before").context["beside"].case == start
    submissions.send_for_approval(start, by=cast["CA:unit_head"])
    on_day("2026-11-20 09:00")
    later = arrange.draft(cast, body="Kính đề nghị xem xét, phê duyệt")
    answer = compared(client, cast["CA:drafter"], later, "before")
    assert answer.context["beside"].case == start
    assert words(answer) == [("gone", "Công an phường xây dựng phương án diễn tập.")]


def test_fields_are_compared_as_the_document_prints_them(client, cast):
    case = filled(cast)
    values = list(typed(case).values())
    case = submissions.edit(case, by=cast["CA:drafter"], seen=case.edits, fields=typed(case, {"value": 7}, *values[1:]))
    labels = [str(part["label"]) for part in compared(client, cast["CA:drafter"], reread(case)).context["parts"]]
    assert len(labels) == len([told for told in reread(case).fields_told if told.field.type != "file"])


def test_only_who_writes_it_compares_it(client, cast, start):
    case = reread(submissions.send_for_approval(start, by=cast["CA:unit_head"]))
    assert compared(client, cast.approver, case).status_code == 403
    assert compared(client, cast["VP:drafter"], case).status_code == 404
