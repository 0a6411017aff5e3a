"""Kỳ tập dượt: a whole month for practice, that counts nowhere, and its wiping."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from approvals.clock import today
from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import Checkpoint, Decision, Document, OutboxMessage, Rendition, TrailEvent
from approvals.register.inventory import faults
from approvals.trail.chain import verify_subject
from tests import factories
from tests.attachments import upload
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows.attaching import attach
from tests.workflows.routes import asked
from units.models import Notice
from workflows.figures.last_known import statuses_of
from workflows.models import (
    CaseStep,
    OpinionFile,
    PaperOpinion,
    Reminder,
    ReportingPeriod,
    ReportKind,
    UnitReport,
    WardReport,
)
from workflows.models.states import WardState
from workflows.periods.practice import actions as practice
from workflows.plans.external_forms.filled import reports_for
from workflows.reminders import actions as reminders
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.opinions.on_paper import WrittenOpinion, opine_on_paper
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


DUE = {"unit_due_at": instant("2026-11-07 00:00"), "ward_due_at": instant("2026-11-10 00:00")}


def begin(cast, by=None) -> ReportingPeriod:
    return practice.begin(cast.ward, by=by or cast.admin, **DUE)


def accepted(cast, period) -> WardReport:
    """Of the practice month: the police's report accepted, the others waived."""
    report = factories.fill(reread(period.unit_reports.get(unit=cast.units["CA"])), cast)
    report = reread(unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version))
    report = reread(unit_reports.take(report, by=cast.coordinator))
    unit_reports.accept(report, by=cast.coordinator, seen=report.version)
    for other in period.unit_reports.exclude(unit__code="CA").with_names():
        unit_reports.waive(other, by=cast.coordinator, reason="Không tập dượt")
    return WardReport.objects.with_names().get(period=period)


def approved(cast, period) -> WardReport:
    whole = reread(ward_reports.consolidate(accepted(cast, period), by=cast.coordinator))
    whole = reread(ward_reports.send_for_approval(whole, by=cast.coordinator))
    return reread(approval.approve(whole, by=cast.approver, seen=shown(whole)))


def test_everybody_practises_up_to_the_signature_and_no_further(cast):
    whole = approved(cast, begin(cast))
    assert whole.state == WardState.APPROVED
    with pytest.raises(NotPossible, match="không lấy số"):
        issuing.issue(whole, by=cast.clerk)
    assert not Document.objects.exists()
    assert not WardReport.objects.filter(WardReport.objects.to_issue(cast.clerk)).exists()


def test_it_counts_in_no_real_month_and_no_form_of_others(cast):
    approved(cast, begin(cast))
    month = factories.open_month(cast, "2026-11")
    assert not any(row.last for row in statuses_of(month))
    carried = month.unit_reports.get(unit=cast.units["CA"])
    assert not carried.indicator_entries.exclude(value=None).exists()
    form = type("Form", (), {"plan": month.plan, "mapping": type("Mapping", (), {"ward_id": cast.ward.pk})})
    assert reports_for(form) == []


def test_no_clock_opens_it_and_no_page_of_settings_names_it(client, cast):
    period = begin(cast)
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    for page in ("report_kinds", "routes"):
        assert "Tập dượt" not in client.get(reverse(page, args=[cast.ward.pk])).content.decode()
    assert ReportKind.objects.of_reports().filter(pk=period.kind_id).count() == 0


def test_a_second_one_waits_until_the_first_is_wiped(cast):
    begin(cast)
    with pytest.raises(NotPossible, match="Đang có một kỳ tập dượt"):
        begin(cast)
    practice.wipe(cast.ward, by=cast.admin)
    assert begin(cast).code == "tap-duot-2026-11"


def test_wiping_leaves_nothing_of_it_but_the_trail(cast, empty_folders, django_capture_on_commit_callbacks):
    month = factories.open_month(cast)
    period = begin(cast)
    whole = approved(cast, period)
    report = period.unit_reports.get(unit=cast.units["CA"])
    reminders.tell_due()
    printed = files.pdf_path(Rendition.objects.get(subject_kind="wardreport", subject_id=whole.pk).sha256)
    with django_capture_on_commit_callbacks(execute=True):
        assert practice.wipe(cast.ward, by=cast.coordinator) == month.unit_reports.count() + 1
    assert not printed.exists()
    assert set(ReportingPeriod.objects.values_list("pk", flat=True)) == {month.pk}
    assert not UnitReport.objects.exclude(period=month).exists()
    for model in (Rendition, CaseStep, Decision):
        assert not model.objects.filter(subject_kind="wardreport", subject_id=whole.pk).exists()
    assert not Reminder.objects.filter(subject_kind="unitreport", subject_id=report.pk).exists()
    assert not Notice.objects.filter(path=whole.get_absolute_url()).exists()
    assert not OutboxMessage.objects.filter(done_at=None, payload__ward_report=whole.pk).exists()
    for kind, pk in (("wardreport", whole.pk), ("unitreport", report.pk)):
        chain = TrailEvent.objects.filter(subject_kind=kind, subject_id=pk)
        assert (chain.first().action, chain.count() > 2, verify_subject(kind, pk).fault) == ("wipe", True, "")
    assert list(faults()) == []


def test_an_opinion_that_was_practised_on_paper_is_wiped_too(cast):
    asked.ask_two_units(cast)
    whole = reread(ward_reports.consolidate(accepted(cast, begin(cast)), by=cast.coordinator))
    whole = reread(ward_reports.send_for_approval(whole, by=cast.coordinator))
    told = {"verdict": "agree", "text": "", "given_on": today(), "scan": upload()}
    paper = WrittenOpinion(member=cast["CA:unit_head"], asked=whole.steps.get(title=asked.POLICE).pk, **told)
    opine_on_paper(whole, by=cast.clerk, seen=shown(whole), paper=paper)
    practice.wipe(cast.ward, by=cast.admin)
    assert (OpinionFile.objects.exists(), PaperOpinion.objects.exists()) == (False, False)


def test_the_trail_says_who_wiped_what(cast):
    begin(cast)
    practice.wipe(cast.ward, by=cast.admin)
    event = TrailEvent.objects.get(action="wipe_practice")
    assert (event.actor, event.changes["practice"]) == (cast.admin, ["Kỳ tập dượt tháng 11/2026", None])


@pytest.mark.usefixtures("kept", "empty_folders")
def test_the_whole_trail_is_verified_after_it_though_what_was_attached_is_gone(
    cast, django_capture_on_commit_callbacks
):
    report = reread(begin(cast).unit_reports.get(unit=cast.units["CA"]))
    made = attach(cast, report)
    with django_capture_on_commit_callbacks(execute=True):
        practice.wipe(cast.ward, by=cast.admin)
    files.stored_path(made.sha256).unlink()
    call_command("verify_trail")
    assert Checkpoint.objects.get().size == TrailEvent.objects.count()


def test_who_neither_coordinates_nor_administers_neither_begins_nor_wipes(cast):
    with pytest.raises(PermissionDenied):
        begin(cast, by=cast["CA:unit_head"])
    begin(cast)
    with pytest.raises(PermissionDenied):
        practice.wipe(cast.ward, by=cast.approver)
    practice.wipe(cast.ward, by=cast.admin)
    with pytest.raises(NotPossible, match="đã được xóa"):
        practice.wipe(cast.ward, by=cast.admin)


def test_the_page_begins_and_wipes_it(client, cast):
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    page = reverse("practice", args=[cast.ward.pk])
    assert page in client.get(reverse("periods")).content.decode()
    begun = client.post(page, {"unit_before": "2026-11-06", "ward_before": "2026-11-10"}, follow=True)
    assert "Kỳ tập dượt tháng 11/2026" in begun.content.decode()
    assert "không bao giờ bị xóa" in client.get(page).content.decode()
    wiped = client.post(reverse("practice_wipe", args=[cast.ward.pk]), follow=True)
    assert "Đã xóa kỳ tập dượt" in wiped.content.decode()
    assert not ReportingPeriod.objects.exists()


def test_days_that_nobody_can_keep_are_refused(client, cast):
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    page = reverse("practice", args=[cast.ward.pk])
    refused = client.post(page, {"unit_before": "2026-11-10", "ward_before": "2026-11-06"})
    assert (refused.status_code, ReportingPeriod.objects.exists()) == (409, False)


def test_a_drafter_does_not_reach_the_page(client, cast):
    client.force_login(cast["CA:drafter"], backend="units.backends.GrantBackend")
    assert client.get(reverse("practice", args=[cast.ward.pk])).status_code == 403
