from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.db.models import Count
from django.test import override_settings

from approvals.clock import at, now
from approvals.files import store as files
from approvals.models import Dispatch, Document, Incident, OutboxMessage, Rendition, Signature, TrailEvent
from approvals.trail import chain as trail
from tests import paper, people
from tests.people import instant
from tests.starts import rolled_back
from tests.workflows.traces import events
from units.models import Absence
from workflows.boards.passages import Passage
from workflows.cases import reconciliation
from workflows.cases.times import calendar_days
from workflows.cases.types import case_in
from workflows.demo import keys, play
from workflows.models import CaseStep, Evidence, IndicatorEntry, Submission, UnitReport, WardReport

PRESENT = "2026-09-25 10:00"


def render(message: OutboxMessage) -> None:
    """In place of the renderer, which has its own tests: a document of one page at once."""
    wanted, pdf = message.payload, paper.page(message.key)
    model, pk = case_in(wanted)
    Rendition.objects.create(
        subject_kind=model._meta.model_name,
        subject_id=pk,
        scope=message.scope,
        content=wanted["content"],
        final=wanted["final"],
        sha256=files.keep(pdf),
        size=len(pdf),
        pages=1,
        made_at=now(),
    )


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[list[str]]:
    """July and August are played, September is begun; the lines of `play`. Undone after the module."""
    lines: list[str] = []
    folder = tmp_path_factory.mktemp("demo")
    handlers = {
        "absence": "units.sign_in.mails.deliver",
        "office_started": "workflows.cases.stranded.offices_changed",
        "mail": "workflows.cases.mails.address",
        "letter": "workflows.cases.mails.deliver",
        "render": f"{__name__}.render",
        "dispatch": "approvals.channels.delivery.deliver",
        "followed": "workflows.signoff.dispatching.actions.follow_dispatch",
        "next_version": "workflows.ward_reports.province.actions.open_next_version",
    }
    places = override_settings(
        DOCUMENTS_DIR=folder / "documents",
        FILES_DIR=folder / "files",
        OUTGOING_DIR=folder / "outgoing",
        APPROVALS_HANDLERS=handlers,
        SIGNER="stored",
        DEMO_AUTHORITY_DIR=folder / "demo-ca",
    )
    with django_db_blocker.unblock(), rolled_back(), places:
        with at(instant(PRESENT)):
            keys.give(people.cast())
            play.perform(people.cast(), lines.append, first_month=7)
        yield lines


@pytest.fixture
def living(played: list[str], db: None) -> list[str]:
    return played


def test_progress_is_told_period_by_period(living):
    assert [line.split(":")[0] for line in living] == ["Tháng 7/2026", "Tháng 8/2026", "Tháng 9/2026"]


def test_past_months_are_received_or_refused_by_the_province(living):
    past = WardReport.objects.filter(period__code__lt="2026-09").order_by("period__code", "version")
    assert list(past.values_list("period__code", "version", "state")) == [
        ("2026-07", 1, "received"),
        ("2026-08", 1, "refused"),
        ("2026-08", 2, "received"),
    ]


def test_every_document_bears_both_signatures(living):
    signed = Signature.objects.order_by("subject_kind", "subject_id", "field").values_list("field", "kind")
    assert list(signed) == [("organ", "stored"), ("person", "stored")] * 4


def test_refused_document_is_replaced_by_the_next_number(living):
    first, refused, replacement = Document.objects.filter(subject_kind="wardreport").order_by("number")
    assert (first.number, refused.number, replacement.number) == (1, 2, 3)
    assert replacement.replaces == refused


def test_every_numbered_document_was_rendered_and_written_out(living):
    assert Rendition.objects.filter(final=True).count() == 4
    assert not Dispatch.objects.filter(sent_at=None).exists()


def test_approver_sent_july_back_once(living):
    report = WardReport.objects.get(period__code="2026-07")
    events = TrailEvent.objects.filter(subject_kind="wardreport", subject_id=report.pk).order_by("seq")
    assert list(events.filter(action__in=["send_back", "approve"]).values_list("action", flat=True)) == [
        "send_back",
        "approve",
    ]


def test_some_unit_was_late(living):
    late = [
        report.unit.code
        for report in UnitReport.objects.filter(period__code="2026-07").select_related("unit", "period")
        if not report.on_time
    ]
    assert late == ["MTTQ"]


def test_doubted_figure_is_corrected_after_its_return(living):
    report = UnitReport.objects.get(period__code="2026-08", unit__code="KTHTDT")
    entry = IndicatorEntry.objects.get(report=report, indicator__number=16)
    assert report.returns == 1
    assert entry.numerator < entry.denominator


def test_current_month_is_partly_worked(living):
    states = UnitReport.objects.filter(period__code="2026-09").values_list("unit__code", "state")
    assert dict(states) == {
        "TTDVC": "accepted",
        "CA": "in_review",
        "KTHTDT": "returned",
        "TTPVHCC": "submitted",
        "VP": "submitted",
        "VHXH": "draft",
        "TCNS": "draft",
        "MTTQ": "draft",
        "TDP": "draft",
    }


def test_nothing_happened_in_the_future(living):
    assert not TrailEvent.objects.filter(at__gt=instant(PRESENT)).exists()


def test_each_report_was_acted_on_in_the_order_of_time(living):
    last: dict[tuple[str, int], object] = {}
    for event in trail.chains():
        key = (event.subject_kind, event.subject_id)
        assert key not in last or last[key] <= event.at
        last[key] = event.at


def test_one_unit_shows_a_picture_of_another_month_again(living):
    used = Evidence.objects.values_list("sha256").annotate(times=Count("report")).filter(times__gt=1)
    reports = UnitReport.objects.filter(evidence__sha256__in=[sha256 for sha256, _times in used])
    assert {report.unit.code for report in reports} == {"KTHTDT"}


def test_trail_verifies_and_reconcile_repairs_nothing(living):
    found = trail.verify(trail.chains())
    assert (found.fault, reconciliation.reconcile()) == ("", 0)
    assert found.events > 250


def test_outbox_is_empty_and_nothing_failed(living):
    with at(instant(PRESENT)):
        assert not OutboxMessage.objects.filter(done_at=None).exists()
    assert not Incident.objects.exists()


def test_a_plan_is_issued_and_a_proposal_waits_with_one_unit_silent(living):
    plan, proposal = Submission.objects.order_by("pk")
    assert (plan.state, proposal.state) == ("issued", "awaiting_approval")
    asked = CaseStep.objects.of(proposal).order_by("order")
    (own,) = asked.filter(change="skipped")
    assert (own.unit_id, own.opened_at, own.silent) == (proposal.unit_id, None, False)
    others = asked.exclude(pk=own.pk)
    assert sorted(others.filter(verb="opinion").values_list("silent", flat=True)) == [False, False, True]
    assert [bool(step.decided_at) for step in others.filter(verb="approve")] == [True, False]
    assert all(step.opened_at for step in others)


def test_the_substitute_of_somebody_absent_approved_the_proposal(living):
    approved = TrailEvent.objects.filter(subject_kind="submission", action="approve").latest("at")
    absence = Absence.objects.get()
    assert approved.actor == absence.substitute
    assert approved.changes["acts_for"] == [None, absence.person.name]
    assert absence.starts_at < approved.at < instant(PRESENT) < absence.ends_at


def test_each_step_of_the_plan_that_is_issued_took_working_time(living):
    plan = Submission.objects.order_by("pk")[0]
    moments = [event.at for event in events(plan) if event.source != event.target]
    hours = calendar_days.hours_of(plan.ward)
    assert all(Passage.of(since, until, hours).worked for since, until in pairwise(moments))


def test_a_quarter_and_a_report_that_was_asked_for_are_under_way(living):
    quarter = UnitReport.objects.filter(period__code="2026-Q3").values_list("unit__code", "state")
    assert dict(quarter) == {"VP": "submitted", "TTPVHCC": "draft", "CA": "draft"}
    asked = UnitReport.objects.filter(period__kind__code="dot-xuat").values_list("unit__code", "state")
    assert dict(asked) == {"TDP": "submitted", "CA": "draft", "KTHTDT": "draft", "VHXH": "draft"}
