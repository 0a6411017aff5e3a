"""Four eyes: one proposes to accept a unit's report, another confirms it; it stays in review until then."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Decision
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, events, mails, newest
from units.absences import actions as absences
from workflows.boards import desk
from workflows.cases import stranded
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.confirming import actions as confirming

from .looking import accept_by_two


@pytest.fixture
def second(cast):
    return arrange.newcomer(cast, "vhxh-second", cast.units["VHXH"], "coordinator")


@pytest.fixture
def report(cast, second, on_day):
    on_day("2026-11-03 09:00")
    accept_by_two(cast)
    return factories.in_review(cast)


@pytest.fixture
def proposed(cast, report):
    return reread(confirming.propose_acceptance(report, by=cast.coordinator, seen=report.version))


def test_one_proposes_and_another_accepts(cast, proposed, second):
    assert (proposed.state, proposed.proposed_by) == ("in_review", cast.coordinator)
    accepted = confirming.confirm_acceptance(proposed, by=second, seen=proposed.version)
    assert (accepted.state, newest(accepted)) == (
        "accepted",
        event_of(second, "confirm_acceptance", "in_review", "accepted"),
    )
    verdicts = Decision.objects.filter(subject_kind="unitreport").order_by("pk").values_list("verdict", "person")
    assert list(verdicts) == [("in_order", cast.coordinator.pk), ("accept", second.pk)]


def test_nobody_accepts_it_alone(cast, report):
    with pytest.raises(NotPossible, match="Đề nghị tiếp nhận"):
        unit_reports.accept(report, by=cast.coordinator, seen=report.version)
    assert not UnitReport.objects.to_accept_in_bulk(cast.coordinator).filter(pk=report.pk).exists()


def test_whoever_proposed_it_does_not_confirm_it(cast, proposed):
    with pytest.raises(PermissionDenied):
        confirming.confirm_acceptance(proposed, by=cast.coordinator, seen=proposed.version)
    assert not UnitReport.objects.to_confirm(cast.coordinator).filter(pk=proposed.pk).exists()


def test_nor_does_who_stands_in_for_them(cast, proposed, second, on_day):
    absences.start_absence(
        cast.coordinator,
        by=cast.coordinator,
        substitute=second,
        starts_at=now(),
        ends_at=now() + timedelta(days=2),
    )
    with pytest.raises(PermissionDenied):
        confirming.confirm_acceptance(proposed, by=second, seen=proposed.version)
    assert not UnitReport.objects.to_confirm(second).filter(pk=proposed.pk).exists()


@pytest.mark.parametrize("who", ["CA:unit_head", "BCĐ:approver", "VP:clerk", "MX:admin"])
def test_nobody_else_confirms_it(cast, proposed, who):
    with pytest.raises(PermissionDenied):
        confirming.confirm_acceptance(proposed, by=cast[who], seen=proposed.version)


def test_not_confirmed_it_is_proposed_anew(cast, proposed, second):
    back = confirming.refuse_acceptance(proposed, by=second, reason="Số liệu chỉ tiêu 8 chưa khớp")
    assert (back.state, back.proposed_by_id) == ("in_review", None)
    assert [event.action for event in events(reread(back))[-2:]] == ["propose_acceptance", "refuse_acceptance"]
    assert mails("not_confirmed") == [("review_reports", cast.ward.pk)]
    with pytest.raises(NotPossible):
        confirming.confirm_acceptance(reread(back), by=second, seen=back.version)
    again = confirming.propose_acceptance(reread(back), by=second, seen=back.version)
    accepted = confirming.confirm_acceptance(reread(again), by=cast.coordinator, seen=back.version)
    assert accepted.state == "accepted"


@pytest.mark.parametrize("leaving", ["return_for_revision", "hand_back"])
def test_what_leaves_review_is_proposed_anew(cast, proposed, second, leaving):
    if leaving == "hand_back":
        gone = unit_reports.hand_back(proposed, by=cast.coordinator)
    else:
        gone = unit_reports.return_for_revision(proposed, by=second, reason="Thiếu")
    assert gone.proposed_by_id is None


def test_desks_say_who_confirms_it(proposed, second):
    task = next(task for task in desk.desk_of(second).tasks if task.report.pk == proposed.pk)
    assert "đề nghị tiếp nhận" in str(task.ask.sentence)


def test_where_nobody_may_confirm_it_an_incident_opens_at_once(cast, on_day):
    on_day("2026-11-03 09:00")
    accept_by_two(cast)
    report = factories.in_review(cast)
    confirming.propose_acceptance(report, by=cast.coordinator, seen=report.version)
    assert "Soát lại" in stranded.incidents_of([cast.ward.pk]).get().what


def test_an_approver_confirms_it_in_the_browser(cast, client, on_day):
    on_day("2026-11-03 09:00")
    accept_by_two(cast, office="approver", unit=cast.units["BCĐ"])
    report = factories.in_review(cast)
    confirming.propose_acceptance(report, by=cast.coordinator, seen=report.version)
    client.force_login(cast.approver)
    page = client.get(reverse("unit_report", args=[report.pk])).text
    assert cast.coordinator.name in page
    assert reverse("unit_report_refuse_acceptance", args=[report.pk]) in page
    client.post(reverse("unit_report_confirm_acceptance", args=[report.pk]), {"seen": report.version})
    assert reread(report).state == "accepted"
