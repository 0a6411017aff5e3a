import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, mails, newest, undone
from workflows.models import EntryComment
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.comments import actions as comments
from workflows.ward_reports import actions as ward_reports

ASKED = "Vì sao giảm so với tháng trước?"
SAID = "Do thiết bị hỏng trong hai tuần."


@pytest.fixture
def report(cast):
    return factories.in_review(cast)


def comment(cast, report, part="8", text=ASKED):
    return comments.comment(report, by=cast.coordinator, part=part, text=text)


def test_the_office_comments_on_an_entry(cast, report):
    made = comment(cast, report, text=f"  {ASKED} ")
    assert (made.part, made.text, made.by, made.answered_at) == ("8", ASKED, cast.coordinator, None)


def test_the_unit_answers_it(cast, report):
    answered = comments.answer(comment(cast, report), by=cast["CA:drafter"], text=SAID)
    assert EntryComment.objects.get(answer=SAID, answered_by=cast["CA:drafter"]) == answered


def test_both_stand_in_the_trail(cast, report):
    made = comment(cast, report)
    assert newest(reread(report)) == event_of(cast.coordinator, "comment")
    comments.answer(made, by=cast["CA:drafter"], text=SAID)
    assert newest(reread(report)) == event_of(cast["CA:drafter"], "answer")
    asked, answered = TrailEvent.objects.filter(action__in=["comment", "answer"]).order_by("id")
    assert (asked.changes, answered.changes) == ({"8.comment": [None, ASKED]}, {"8.answer": [None, SAID]})


def test_the_other_side_is_told_by_mail(cast, report):
    comments.answer(comment(cast, report), by=cast["CA:drafter"], text=SAID)
    assert mails("commented") == [("write_reports", report.unit_id)]
    assert mails("answered") == [("review_reports", report.ward_id)]


def test_nothing_is_told_of_what_was_rolled_back(cast, report):
    with undone():
        comment(cast, report)
    assert EntryComment.objects.count() == 0


@pytest.mark.parametrize("who", ["CA:drafter", "CA:unit_head", "MX:auditor", "MX:admin", "BCĐ:approver"])
def test_nobody_but_the_office_comments(cast, report, who):
    with pytest.raises(PermissionDenied):
        comments.comment(report, by=cast[who], part="8", text=ASKED)


@pytest.mark.parametrize("who", ["VHXH:coordinator", "VP:drafter", "MX:auditor"])
def test_nobody_but_the_unit_answers(cast, report, who):
    made = comment(cast, report)
    with pytest.raises(PermissionDenied):
        comments.answer(made, by=cast[who], text=SAID)


def test_a_draft_is_not_commented_on(cast):
    with pytest.raises(NotPossible):
        comment(cast, factories.unit_report(cast))


def test_what_is_consolidated_is_not_asked_about_and_what_was_asked_is_answered_still(cast, client):
    report = factories.in_review(cast)
    made = comment(cast, report)
    client.force_login(cast.coordinator)
    page = client.get(reverse("unit_report", args=[report.pk])).content.decode()
    assert "Đơn vị chưa trả lời về các mục này" in page
    unit_reports.accept(report, by=cast.coordinator, seen=report.version)
    arrange.waive_others(cast, "CA")
    ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator)
    with pytest.raises(NotPossible):
        comment(cast, reread(report))
    client.force_login(cast["CA:drafter"])
    page = client.get(reverse("unit_report", args=[report.pk])).content.decode()
    assert reverse("unit_report_part", args=[report.pk, "8"]) in page
    assert ASKED in page
    made.refresh_from_db()
    assert comments.answer(made, by=cast["CA:drafter"], text=SAID).answered_at


def test_accepting_several_says_how_many_questions_are_open(cast, client, report):
    comment(cast, report)
    client.force_login(cast.coordinator)
    ticked = {"report": [f"{report.pk}-{report.version}"]}
    page = client.post(reverse("period_accept", args=[factories.MONTH]), ticked).content.decode()
    assert "1 câu hỏi chưa trả lời" in page


def test_a_comment_is_answered_once(cast, report):
    made = comment(cast, report)
    comments.answer(made, by=cast["CA:drafter"], text=SAID)
    with pytest.raises(NotPossible, match=cast["CA:drafter"].name):
        comments.answer(made, by=cast["CA:drafter"], text="Lần nữa")
    assert EntryComment.objects.get().answer == SAID


@pytest.mark.parametrize("blank", ["", " \n "])
def test_nothing_said_is_refused(cast, report, blank):
    with pytest.raises(NotPossible):
        comment(cast, report, text=blank)
    made = comment(cast, report)
    with pytest.raises(NotPossible):
        comments.answer(made, by=cast["CA:drafter"], text=blank)


@pytest.mark.parametrize("part", ["999", "T999", "x"])
def test_what_the_report_does_not_hold_is_refused(cast, report, part):
    with pytest.raises(NotPossible):
        comment(cast, report, part=part)
