"""A delegation that counts for some kinds or for what some units drew up; and that none goes round in a circle."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange as reports
from tests.workflows.submissions import arrange as submissions
from units import seats
from units.absences import actions as absences
from units.models import DelegationScope
from units.offices import actions as offices
from units.offices import circles
from workflows.models import CaseStep, Submission, WardReport
from workflows.signoff.approval import actions as approval

from .arrange import LAST, get, newest


def awaited(person):
    """What waits for the person's approval, in rows."""
    return {*WardReport.objects.awaiting(person), *Submission.objects.awaiting(person)}


@pytest.fixture
def cases(cast):
    """A report and a tờ trình that wait for whoever approves."""
    return reports.awaiting(cast), submissions.awaiting(cast)


@pytest.fixture
def to_sign(cast, delegate, cases):
    """The delegate of the given scope, after the cases were sent; no signer is named at their steps."""
    CaseStep.objects.update(signatory=None)

    def make(**scope):
        return delegate(**scope).membership.person

    return make


def test_without_a_scope_it_counts_for_every_case(cases, to_sign):
    assert awaited(to_sign()) == {*cases}


def test_of_one_kind_it_counts_for_that_alone(cast, cases, to_sign):
    _report, submission = cases
    assert awaited(to_sign(kinds=[submission.document_kind.code])) == {submission}


def test_of_one_unit_it_counts_for_what_that_draws_up(cast, cases, to_sign):
    _report, submission = cases
    assert awaited(to_sign(units=[submission.unit])) == {submission}


def test_of_another_unit_it_counts_for_neither(cast, cases, to_sign):
    assert awaited(to_sign(units=[cast.units["VP"]])) == set()


def test_rows_answer_and_holders_agree(cast, cases, to_sign):
    report, submission = cases
    person = to_sign(kinds=[submission.document_kind.code], units=[submission.unit])
    for case, holds in ((report, False), (submission, True)):
        step = case.steps.get()
        assert case.steps.open_for(person).exists() == holds
        assert (person in seats.sitting(step.seat)) == holds
        assert (person in [row.person for row in seats.seated([step.seat])[step.seat]]) == holds


def test_whoever_sits_there_by_a_title_is_bounded_too(cast, head, cases, to_sign):
    _report, submission = cases
    CaseStep.objects.update(position="Trưởng Ban Chỉ đạo")
    assert awaited(to_sign(kinds=[submission.document_kind.code])) == {submission}


def test_what_is_beyond_it_is_not_approved(cast, cases, to_sign):
    report, submission = cases
    person = to_sign(kinds=[submission.document_kind.code])
    with pytest.raises(PermissionDenied):
        approval.approve(report, by=person, seen=shown(report))
    assert reread(report).state == "awaiting_approval"


def test_the_trail_and_the_page_of_the_delegate_say_for_what_it_counts(cast, client, cases, delegate):
    kind = cases[1].document_kind
    person = delegate(kinds=[kind.code], units=[cast.units["CA"]]).membership.person
    told = newest(person).changes["scope"][1]
    assert kind.name in told
    assert cast.units["CA"].short_name in told
    assert told in get(client, cast.admin, "people/%d", person.pk).text


def test_an_administrator_chooses_it_on_the_page(cast, client, head, cases):
    page = get(client, cast.admin, "memberships/%d/delegate", head.pk)
    assert (cases[1].document_kind.code, cases[1].document_kind.name) in page.context["form"].fields["kinds"].choices


def test_what_the_ward_does_not_have_is_refused(delegate):
    with pytest.raises(NotPossible):
        delegate(kinds=["khong-co"])
    assert not DelegationScope.objects.exists()


def test_nobody_gives_more_than_they_hold(cast, head, cases):
    kind = cases[1].document_kind.code
    act = {"authority": "by_order", "title": "Chánh Văn phòng", "document": "05/QĐ", "kinds": [kind]}
    term = {"starts_at": instant("2026-11-02 00:00"), "ends_at": LAST}
    given = offices.delegate(head, by=cast.admin, to=cast["VP:unit_head"], **act, **term).membership
    under = {"authority": "deputy", "title": "Phó Chánh Văn phòng", "document": "06/QĐ"}
    with pytest.raises(NotPossible, match="giữ"):
        offices.delegate(given, by=cast.admin, to=cast["VP:drafter"], **under, **term, kinds=[cast.monthly.code])
    made = offices.delegate(given, by=cast.admin, to=cast["VP:drafter"], **under, **term)
    assert [scope.kind for scope in made.scopes.all()] == [kind]


def test_a_delegation_does_not_go_round_in_a_circle(cast, head, delegate):
    """Whoever stands in for the delegate may not be the one who delegated."""
    person = delegate().membership.person
    term = {"starts_at": instant("2026-11-06 09:00"), "ends_at": instant("2026-11-08 00:00")}
    with pytest.raises(NotPossible, match=person.name):
        absences.start_absence(person, by=cast.admin, substitute=head.person, **term)


def test_nor_through_a_third(cast, head, delegate):
    """Whoever stands in for the head's delegate acts for the head, in the end."""
    delegated, substitute = delegate().membership.person, cast["CA:unit_head"]
    term = {"starts_at": instant("2026-11-06 09:00"), "ends_at": instant("2026-11-08 00:00")}
    absences.start_absence(delegated, by=cast.admin, substitute=substitute, **term)
    with pytest.raises(NotPossible, match=delegated.name):
        circles.refuse(substitute, head.person, **term)
    circles.refuse(substitute, cast["VP:unit_head"], **term)
    later = {"starts_at": instant("2026-12-01 00:00"), "ends_at": None}
    circles.refuse(substitute, head.person, **later)
