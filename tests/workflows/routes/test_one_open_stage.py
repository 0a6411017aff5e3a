"""Whatever is done to a case's steps in whatever order, exactly one stage is open, and nobody decides their own."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from approvals.clock import at
from approvals.errors import NotPossible
from approvals.models import Decision, Rendition
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.routes.test_import_route import content
from tests.workflows.submissions import arrange as documents
from tests.workflows.traces import events, undone
from workflows.cases import rules
from workflows.models import StepDecider
from workflows.models.routes import AFTER
from workflows.routes import actions as routes
from workflows.routes.transfer import files
from workflows.routes.underway import opinions, overdue, returning
from workflows.signoff.approval import actions as approval
from workflows.signoff.examining import actions as examining
from workflows.signoff.retraction import actions as retraction
from workflows.signoff.retraction.rules import last_of
from workflows.signoff.sending import actions as sending
from workflows.signoff.steering import actions as steering
from workflows.signoff.steering.candidates import adjustable, candidates

WHY = "Theo yêu cầu công việc"
BEGAN = instant("2026-11-06 08:00")
ASKS = {"office": "approver", "need": "any", "quorum": 1, "allowance": 8}
ROUTE = [  # by unit what is asked, and whether beside the step before
    ("VHXH", {"verb": "opinion", "office": "unit_head", "title": "Ý kiến 1"}),
    ("KTHTDT", {"verb": "opinion", "office": "unit_head", "title": "Ý kiến 2", "beside": True}),
    ("VP", {"verb": "approve", "title": "Văn phòng", "beside": True}),
    ("KTHTDT", {"verb": "approve", "title": "Hai người", "need": "some", "quorum": 2}),
    ("VHXH", {"verb": "examine", "office": "unit_head", "title": "Thẩm định"}),
    ("KTHTDT", {"verb": "approve", "title": "Kinh tế", "return_to": "first"}),
    ("BCĐ", {"verb": "approve", "title": "Ký"}),
    ("VP", {"verb": "number", "office": "clerk", "title": "Vào số"}),
]


@pytest.fixture
def author(cast):
    """Those whom the route asks, and who wrote it though they approve in one of its units."""
    with at(BEGAN):
        units = ("VP", "KTHTDT", "KTHTDT", "KTHTDT")
        for place, unit in enumerate(units):
            arrange.newcomer(cast, f"of-{place}", cast.units[unit], "approver")
        second = arrange.newcomer(cast, "signs-too", cast.units["BCĐ"], "approver")
        arrange.entitle(second, authority="head", title="Trưởng Ban Chỉ đạo", post="Chủ tịch UBND phường")
        steps = [shape | {"unit": unit} for unit, shape in ROUTE]
        route = documents.kind(cast).route
        routes.import_route(route, files.read(content(*(ASKS | step for step in steps)), cast.ward), by=cast.admin)
        author = arrange.newcomer(cast, "author", cast.units["KTHTDT"], "approver")
        arrange.join(author, cast.units["CA"], "unit_head")
    return author


def pick(options, number):
    if not options:
        raise NotPossible("nothing to do")
    return options[number % len(options)]


def asked(case, n):
    """An open step, and one of those who may decide it."""
    waiting = case.steps.filter(opened_at__isnull=False, decided_at=None).exclude(verb__in=AFTER)
    step = pick(list(waiting), n)
    return step, pick(rules.may_decide(case, [step])[0], n // 7).person


def decide(cast, case, n):
    step, person = asked(case, n)
    acts = {
        "approve": lambda: approval.approve(case, by=person, seen=shown(case), asked=step.pk),
        "examine": lambda: examining.examine(case, by=person, seen=shown(case), asked=step.pk),
        "opinion": lambda: opinions.opine(case, by=person, seen=shown(case), verdict="agree", text="", asked=step.pk),
    }
    acts[step.verb]()


def give_back(cast, case, n):
    step, person = asked(case, n)
    if n % 10 == 0:
        approval.send_back(case, by=person, seen=shown(case), reason=WHY)
        return
    to = pick(returning.earlier(step, case.steps.all()), n // 11)
    approval.return_to_step(case, by=person, seen=shown(case), reason=WHY, to=to.pk, asked=step.pk)


def take_back(cast, case, n):
    given = Decision.objects.filter(subject_id=case.pk, retracted_at=None).order_by("-pk")[:3]
    person = pick(list(given), n).person
    retraction.retract(case, by=person, decision=last_of(case, person).pk, reason=WHY)


def skip(cast, case, n):
    step = pick(adjustable(steering.steps_of(case)), n)
    steering.skip_step(case, by=cast.admin, seen=case.trail_seq, step=step.pk, reason=WHY)


def hand_over(cast, case, n):
    step = pick(adjustable(steering.steps_of(case)), n)
    to = pick(candidates(case, step, by=cast.admin), n // 5)
    steering.hand_over(case, by=cast.admin, seen=case.trail_seq, step=step.pk, to=to.pk, reason=WHY)


def add(cast, case, n):
    before = pick([step for step in case.steps.all() if not step.decided_at], n)
    shape = pick([("approve", "approver"), ("opinion", "unit_head"), ("examine", "unit_head")], n // 3)
    given = {"verb": shape[0], "office": shape[1], "title": f"Thêm {n}", "allowance": 8, "beside": bool(n % 2)}
    unit = cast.units[pick(["KTHTDT", "VHXH", "VP"], n // 2)]
    steering.insert_step(case, by=cast.admin, seen=case.trail_seq, before=before.pk, unit=unit, reason=WHY, **given)


def other_signer(cast, case, n):
    signer = pick(list(sending.could_sign(case, sending.last_of(case))), n)
    sending.change_signer(case, by=cast["CA:unit_head"], signatory=signer, reason=WHY)


def new_route(cast, case, n):
    route = documents.kind(cast).route
    shape = ASKS | {"verb": "opinion", "office": "unit_head", "title": f"Luồng {n}"}
    routes.add_step(route, by=cast.admin, unit=cast.units["VP"], **shape)
    steering.move_to_route(case, by=cast.admin, seen=case.trail_seq, reason=WHY)


def silence(cast, case, n):
    overdue.ring()


DONE = [decide] * 4 + [give_back] * 3 + [take_back] * 4 + [skip, hand_over, add, add, other_signer, new_route, silence]


def holds(case, author):
    row = reread(case)
    steps = list(row.steps.order_by("order"))
    assert [step.order for step in steps] == list(range(1, len(steps) + 1))
    assert [step.stage for step in steps] == sorted(step.stage for step in steps)
    assert all(step.opened_at or step.change == "skipped" for step in steps if step.decided_at)
    left = [step for step in steps if not step.decided_at and step.verb not in AFTER]
    if row.state == "awaiting_approval":
        now_open = [step for step in left if step.opened_at]
        assert now_open == [step for step in left if step.stage == left[0].stage] != []
    elif row.state == "approved":
        assert left == []
    printed = set(Rendition.objects.filter(subject_id=row.pk).values_list("sha256", flat=True))
    for given_by in StepDecider.objects.filter(step__in=steps).exclude(step__verb__in=AFTER):
        own = Decision.objects.filter(step=given_by.step_id, person=given_by.person_id, retracted_at=None)
        assert own.exclude(verdict="return").filter(seen__in=printed).exists()
        assert given_by.person_id != author.pk
    if row.state == "approved":
        signed = Decision.objects.filter(verdict="approve", retracted_at=None).latest("pk")
        assert (signed.person_id, signed.seen) == (row.signatory_id, shown(row))
    assert not any(rules.may(author, action, row) for action in ("approve", "examine", "opine", "return_to_step"))
    return row


@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 7), st.lists(st.tuples(st.sampled_from(DONE), st.integers(0, 999)), min_size=5, max_size=15))
@example(6, [(give_back, 1), (take_back, 1)])  # back at the first step, and who examined in between takes that back
def test_exactly_one_stage_is_open_whatever_is_done(cast, author, decided, course):
    """After so many decisions this is done, each with a number by which step and person are chosen."""
    with undone():
        moment = BEGAN + timedelta(hours=1)
        with at(moment):
            case = reread(documents.submissions.send_for_approval(documents.draft(cast), by=author))
        for act, number in [(decide, 0)] * decided + course:
            moment += timedelta(hours=3) if act is silence else timedelta(minutes=1)
            with at(moment):
                with suppress(NotPossible, PermissionDenied):
                    act(cast, reread(case), number)
                holds(case, author)
        events(reread(case))
