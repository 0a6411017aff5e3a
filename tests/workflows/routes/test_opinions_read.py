"""How opinions are told: to those who reply, to those who approve, and to whoever gave one before."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from approvals.clock import now
from approvals.errors import AlreadyDone, NotPossible
from approvals.models import Decision, OutboxMessage
from approvals.trail import changes
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.submissions import arrange as documents
from tests.workflows.traces import events
from units.absences import actions as absences
from workflows.cases import mails
from workflows.routes import actions as routes
from workflows.routes.underway import opinions, overdue

from .asked import DEPUTY, POLICE, SHAPE, ask_two_units, opine

UNANSWERED = "1 ý kiến chưa được trả lời"


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def report(cast):
    ask_two_units(cast)
    return arrange.awaiting(cast)


def page(client, person, address):
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def told(event="opinions_in"):
    return OutboxMessage.objects.get(topic="mail", payload__event=event)


def test_the_mail_says_who_agrees_and_who_does_not(cast, report, on_day):
    opine(report, cast["CA:unit_head"], "disagree", "Số liệu chưa đúng.")
    on_day("2026-11-12 09:00")
    overdue.ring()
    assert told().payload["reason"].splitlines() == [
        *("Đồng ý: 0", "Đồng ý với góp ý: 0", "Không đồng ý: 1", "Không có ý kiến: 1"),
    ]
    assert set(mails.recipients(told().payload)) == {cast.coordinator}


def test_the_drafter_of_a_document_is_told_that_the_opinions_are_in(cast):
    documents.ask_for_opinions(cast, "VP")
    opine(documents.awaiting(cast), cast["VP:unit_head"])
    assert set(mails.recipients(told().payload)) == {cast["CA:drafter"]}


def test_whoever_approves_reads_first_who_disagrees_and_what_has_no_reply(client, cast, report):
    opine(report, cast["CA:unit_head"], "disagree", "Số liệu chưa đúng.")
    opine(report, cast["VP:unit_head"])
    words = page(client, cast.approver, reverse("ward_report_approval", args=[report.pk]))
    first = words[words.index("Ý kiến cần xem") :].split("</ul>")[0]
    assert f'<a href="#opinions">Không đồng ý: {POLICE} ({cast["CA:unit_head"]})</a>' in first
    assert f'<a href="#opinions">{UNANSWERED}</a>' in first
    opinions.reply(reread(report), Decision.objects.get(verdict="disagree"), by=cast.coordinator, adopted=True, text="")
    words = page(client, cast.approver, reverse("ward_report_approval", args=[report.pk]))
    assert f"Không đồng ý: {POLICE}" in words
    assert UNANSWERED not in words


def test_whoever_approves_a_document_reads_the_same(client, cast):
    documents.ask_for_opinions(cast, "VP")
    case = documents.awaiting(cast)
    opine(case, cast["VP:unit_head"], "disagree", "Chưa rõ nguồn kinh phí.")
    words = page(client, cast.approver, reverse("submission_approval", args=[case.pk]))
    assert words.index("Ý kiến cần xem") < words.index(UNANSWERED) < words.index('id="opinions"')


def test_a_document_that_all_agree_to_has_nothing_to_look_at(client, cast):
    documents.ask_for_opinions(cast, "VP")
    case = documents.awaiting(cast)
    opine(case, cast["VP:unit_head"])
    assert "Ý kiến cần xem" not in page(client, cast.approver, reverse("submission_approval", args=[case.pk]))


def test_who_stood_in_is_told_with_for_whom_each_time(client, cast, report, on_day):
    head, other, substitute = cast["VP:unit_head"], cast["CA:unit_head"], cast.clerk
    for away in (head, other):
        term = {"starts_at": now(), "ends_at": instant("2026-11-21 00:00")}
        absences.start_absence(away, by=away, substitute=substitute, **term)
        opine(report, substitute)
        on_day("2026-11-06 10:00")
    assert [each.acts_for for each in opinions.opinions_of(reread(report))] == [head.name, other.name]
    words = page(client, cast.coordinator, reverse("ward_report", args=[report.pk]))
    assert f"{substitute} (thay {head.name})" in words
    event = next(event for event in events(reread(report)) if event.action == "opine")
    assert ("thay cho", head.name) in [(row["field"], row["new"]) for row in changes.differences(event)]


def test_whoever_answered_reads_that_they_did_whoever_answered_after_them(client, cast, report):
    opine(report, cast["CA:unit_head"])
    opine(report, cast["VP:unit_head"])
    client.force_login(cast["CA:unit_head"])
    answer = client.get(reverse("ward_report_opinion", args=[report.pk]))
    assert (answer.status_code, answer["Location"]) == (302, report.get_absolute_url())
    [said] = get_messages(answer.wsgi_request)
    assert str(said).startswith("Bạn đã cho ý kiến lúc ")


def test_whose_step_was_passed_over_reads_who_moved_it_on(client, cast, report, on_day):
    on_day("2026-11-12 09:00")
    overdue.ring()
    client.force_login(cast["CA:unit_head"])
    answer = client.get(reverse("ward_report_opinion", args=[report.pk]))
    assert answer.status_code == 409
    assert "Bạn đã cho ý kiến" not in answer.content.decode()


def test_whoever_answered_elsewhere_is_not_told_that_they_answered_for_another(cast):
    ask_two_units(cast)
    shape = SHAPE | {"title": "Ý kiến Tổ dân phố", "unit": cast.units["TDP"], "beside": True}
    routes.add_step(cast.monthly.route, by=cast.admin, **shape)
    head = cast["CA:unit_head"]
    for unit in ("VP", "TDP"):
        arrange.join(head, cast.units[unit], "unit_head")
    report = arrange.awaiting(cast)
    police, office, _residents = report.steps.filter(verb="opinion").order_by("order")
    given = {"seen": shown(report), "verdict": "agree", "text": ""}
    opinions.opine(reread(report), by=head, asked=police.pk, **given)
    opinions.opine(reread(report), by=cast["VP:unit_head"], asked=office.pk, **given)
    with pytest.raises(AlreadyDone):
        opinions.opine(reread(report), by=head, asked=police.pk, **given)
    with pytest.raises(NotPossible) as refused:
        opinions.opine(reread(report), by=head, asked=office.pk, **given)
    assert not isinstance(refused.value, AlreadyDone)


def test_a_reply_is_told_as_a_field_of_its_own(cast, report):
    opine(report, cast["CA:unit_head"], "disagree", "Số liệu chưa đúng.")
    opinions.reply(reread(report), Decision.objects.get(verdict="disagree"), by=cast.coordinator, adopted=True, text="")
    [row] = changes.differences(events(reread(report))[-1])
    assert row == {"field": "trả lời ý kiến", "old": "–", "new": "Tiếp thu"}
    [old] = changes.rows({"opinion": ["disagree", "adopted"]})
    assert (old["old"], old["new"]) == ("Không đồng ý", "Tiếp thu")


def test_the_next_stage_has_the_report_from_the_moment_it_opens(client, cast, report, on_day):
    on_day("2026-11-09 10:30")
    opine(report, cast["CA:unit_head"])
    assert reread(report).state_since == report.state_since
    opine(report, cast["VP:unit_head"])
    assert reread(report).state_since == report.steps.get(title=DEPUTY).opened_at
    pages = [
        page(client, cast.approver, reverse(name, args=[report.pk])) for name in ("ward_report_approval", "ward_report")
    ]
    first, second = [words.split("<dt>Từ</dt>")[1].split("</dd>")[0] for words in pages]
    assert first == second
    assert "10:30" in first


def test_a_step_is_waited_at_and_holds_nothing(client, cast, report):
    words = page(client, cast.coordinator, reverse("ward_report", args=[report.pk]))
    assert f"<dt>Đang chờ</dt><dd><strong>{POLICE}" in words
    assert "Người giữ" not in words


def test_remarks_that_may_be_needed_are_not_called_optional(client, cast, report):
    shown(report)
    words = page(client, cast["CA:unit_head"], reverse("ward_report_opinion", args=[report.pk]))
    assert "Phải ghi, trừ khi chọn" in words
    assert "không bắt buộc" not in words
    opine(report, cast["CA:unit_head"], "disagree", "Số liệu chưa đúng.")
    given = Decision.objects.get(verdict="disagree")
    words = page(client, cast.coordinator, reverse("ward_report_opinion_reply", args=[report.pk, given.pk]))
    assert "không bắt buộc" not in words
