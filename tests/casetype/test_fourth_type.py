"""A type of case of nobody's goes its whole way by the parts that all share."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.clock import now
from approvals.models import Decision, Dispatch, Document, OutboxMessage, Rendition
from tests import signing as keys
from tests.casetype.models import Errand
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import events
from units.models import Office
from workflows.cases import mails, reconciliation
from workflows.cases.authors import add_author
from workflows.cases.flow.follow import begin
from workflows.cases.moves import moving, record
from workflows.documents import handlers
from workflows.models import Need, ReportKind, Route, Step, Verb
from workflows.periods.actions import plan_for
from workflows.routes.underway import deciding, opinions, overdue
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.retraction import actions as retraction
from workflows.signoff.sending.actions import send
from workflows.signoff.signing import actions as signing
from workflows.signoff.steering import actions as steering


@pytest.fixture
def errand(cast, on_day):
    """A draft whose route asks two units side by side, then the board's deputy."""
    on_day("2026-11-06 09:00")
    kind = ReportKind.objects.create(
        ward=cast.ward, code="errand", name="Báo cáo", subject_kind="errand", frequency="event", opens_from=now().date()
    )
    route = Route.objects.create(kind=kind, ward=cast.ward)
    shape = {"route": route, "need": Need.ANY, "allowance": 16, "at_end": "remind"}
    for place, unit in enumerate(("CA", "VP")):
        asked = {
            "unit": cast.units[unit],
            "office": Office.UNIT_HEAD,
            "verb": Verb.OPINION,
            "beside": place > 0,
            "at_end": "pass",
        }
        Step.objects.create(order=place + 1, title=f"Ý kiến {unit}", **shape | asked)
    Step.objects.create(order=3, title="Phó Trưởng Ban", unit=cast.units["BCĐ"], office=Office.APPROVER, **shape)
    row = Errand(document_kind=kind, plan=plan_for(cast.ward.pk, 2026), ward=cast.ward, words="Xin máy in")
    row.state_since = now()
    begin([row], cast.coordinator, row.state_since)
    row.save(force_insert=True)
    add_author(row, cast.coordinator)
    return reread(row)


def sent(errand, cast):
    with moving(errand, "send_for_approval", by=cast.coordinator) as row:
        send(row, by=cast.coordinator, signatory=None, digest=lambda: "a" * 64)
    handlers.render(OutboxMessage.objects.get(topic="render", payload__errand=errand.pk))
    return reread(errand)


def seen(errand):
    return deciding.pdf_to_decide(errand).get()


def test_it_is_drafted_consulted_approved_signed_issued_and_sent(cast, errand, settings):
    settings.SIGNER = "stored"
    keys.keep_keys(cast)
    case = sent(errand, cast)
    assert set(mails.recipients(OutboxMessage.objects.get(payload__event="opinion").payload)) == {
        cast["CA:unit_head"],
        cast["VP:unit_head"],
    }
    for unit in ("CA", "VP"):
        opinions.opine(reread(case), by=cast[f"{unit}:unit_head"], seen=seen(case), verdict="agree", text="")
    approval.approve(reread(case), by=cast.approver, seen=seen(case))
    signing.sign(reread(case), by=cast.approver, key=keys.stored(image=keys.png()))
    issuing.issue(reread(case), by=cast.clerk, key=keys.stored(keys.ORGAN))
    with moving(reread(case), "dispatch", by=cast.clerk) as row:
        row.dispatch()
        record(row)
        issuing.send_document(row, by=cast.clerk)
    case = reread(case)
    assert case.state == "dispatched"
    assert [event.action for event in events(case)] == [
        *("send_for_approval", "opine", "opine", "approve", "sign", "issue", "dispatch"),
    ]
    line = Document.objects.get(subject_kind="errand", subject_id=case.pk)
    assert Rendition.objects.get(subject_kind="errand", final=True).content == "a" * 64
    assert Dispatch.objects.get(document=line).recipient == "Sở Khoa học và Công nghệ"
    assert Decision.objects.filter(subject_kind="errand").count() == 3
    assert reconciliation.reconcile() == 0


def test_its_author_never_decides_it(cast, errand):
    case = sent(errand, cast)
    with pytest.raises(PermissionDenied):
        opinions.opine(case, by=cast.coordinator, seen=seen(case), verdict="agree", text="")


def test_its_silences_are_recorded(cast, errand, on_day):
    case = sent(errand, cast)
    on_day("2026-11-12 09:00")
    assert overdue.ring() == 1
    assert [step.silent for step in reread(case).way] == [True, True, False]


def test_a_decision_on_it_is_taken_back(cast, errand):
    case, head = sent(errand, cast), cast["CA:unit_head"]
    opinions.opine(case, by=head, seen=seen(case), verdict="agree", text="")
    given = Decision.objects.get(person=head)
    retraction.retract(reread(case), by=head, decision=given.pk, reason="Bấm nhầm")
    assert [step.decided_at for step in reread(case).way] == [None, None, None]
    for unit in ("CA", "VP"):
        opinions.opine(reread(case), by=cast[f"{unit}:unit_head"], seen=seen(case), verdict="agree", text="")
    approval.send_back(reread(case), by=cast.approver, seen=seen(case), reason="Thiếu")
    given = Decision.objects.get(verdict="return")
    returned = retraction.retract(reread(case), by=cast.approver, decision=given.pk, reason="Bấm nhầm")
    assert (returned.state, returned.steps.get(order=3).opened_at is not None) == ("awaiting_approval", True)


def test_it_is_returned_to_an_earlier_step(cast, errand):
    route = errand.document_kind.route
    check = {"title": "Văn phòng", "unit": cast.units["VP"], "office": Office.APPROVER, "allowance": 8}
    Step.objects.filter(route=route, order=3).update(order=4)
    Step.objects.create(route=route, order=3, **check)
    checker, case = arrange.newcomer(cast, "checker", cast.units["VP"], Office.APPROVER), sent(errand, cast)
    for unit in ("CA", "VP"):
        opinions.opine(reread(case), by=cast[f"{unit}:unit_head"], seen=seen(case), verdict="agree", text="")
    approval.approve(reread(case), by=checker, seen=seen(case))
    to = case.steps.get(order=3).pk
    approval.return_to_step(reread(case), by=cast.approver, seen=seen(case), reason="Xem lại", to=to)
    assert [bool(step.decided_at) for step in reread(case).way] == [True, True, False, False]
    approval.approve(reread(case), by=checker, seen=seen(case))
    assert approval.approve(reread(case), by=cast.approver, seen=seen(case)).state == "approved"


def test_its_steps_are_adjusted_and_it_takes_the_route_as_it_stands(cast, errand):
    case = sent(errand, cast)

    def adjust(action, **told):
        row = reread(case)
        return action(row, by=cast.admin, seen=row.trail_seq, reason="Đi vắng", **told)

    adjust(steering.skip_step, step=case.steps.get(order=1).pk)
    adjust(steering.hand_over, step=case.steps.get(order=2).pk, to=cast["KTHTDT:unit_head"].memberships.get().pk)
    Step.objects.create(
        **{"route": errand.document_kind.route, "order": 2, "title": "Ý kiến TDP", "unit": cast.units["TDP"]},
        **{"office": Office.UNIT_HEAD, "verb": Verb.OPINION, "beside": True, "at_end": "pass"},
    )
    adjust(steering.move_to_route)
    assert sorted(step.title for step in reread(case).way if step.opened_at and not step.decided_at) == [
        "Ý kiến TDP",
        "Ý kiến VP",
    ]
    for unit in ("VP", "TDP"):
        opinions.opine(reread(case), by=cast[f"{unit}:unit_head"], seen=seen(case), verdict="agree", text="")
    assert approval.approve(reread(case), by=cast.approver, seen=seen(case)).state == "approved"
