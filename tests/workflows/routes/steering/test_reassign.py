"""A step handed over to a colleague by whoever decides it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import events
from units.models import Membership
from workflows.cases.authors import add_author
from workflows.signoff.steering import actions as steering

from .acts import CHECK, WHY, approve, pk


@pytest.fixture
def colleague(cast):
    """Who approves in the same unit, from after the document was sent."""
    return arrange.newcomer(cast, "colleague", cast.units["VP"], "approver")


def pass_on(case, by, to, place=1, **given):
    row = reread(case)
    office = Membership.objects.filter(person=to).latest("pk").pk
    told = {"seen": row.trail_seq, "step": pk(case, place), "to": office, "reason": WHY}
    return steering.reassign(row, by=by, **told | given)


def test_whoever_decides_a_step_hands_it_to_a_colleague(cast, case, checker, colleague):
    pass_on(case, checker, colleague)
    step = reread(case).steps.get(order=1)
    assert (step.person, step.changed_by, step.change_reason) == (colleague, checker, WHY)
    event = events(reread(case))[-1]
    assert (event.action, event.actor, event.changes["step"]) == ("reassign", checker, [None, CHECK])
    with pytest.raises(NotPossible):
        approve(case, checker)
    assert approve(case, colleague).steps.get(order=1).decided_at


def test_it_goes_to_nobody_of_another_unit_and_to_no_author(cast, case, checker, other, colleague):
    with pytest.raises(NotPossible, match="Hãy chọn trong danh sách"):
        pass_on(case, checker, other)
    add_author(case, colleague)
    with pytest.raises(NotPossible, match="Hãy chọn trong danh sách"):
        pass_on(case, checker, colleague)


def test_only_an_open_step_of_ones_own_is_handed_over_by_who_decides(cast, case, checker, colleague):
    for person in (cast.approver, cast["CA:unit_head"], cast.coordinator):
        with pytest.raises(PermissionDenied):
            pass_on(case, person, colleague)
    with pytest.raises(NotPossible, match="không phải do bạn"):
        pass_on(case, checker, colleague, place=2)
    approve(case, checker)
    with pytest.raises(NotPossible, match="mang tên người ký"):
        pass_on(case, cast.approver, colleague, place=2)


def test_what_several_decide_together_none_of_them_hands_over(cast, case, checker, colleague):
    case.steps.filter(order=1).update(need="all")
    with pytest.raises(NotPossible, match="nhiều người cùng quyết định"):
        pass_on(case, checker, colleague)


def test_the_page_of_the_step_leads_there_and_names_colleagues_alone(client, cast, case, checker, other, colleague):
    client.force_login(checker)
    address = reverse("submission_reassign", args=[case.pk, pk(case, 1)])
    assert address in client.get(reverse("submission_approval", args=[case.pk])).content.decode()
    offered = client.get(address).context["form"].fields["to"].choices
    assert [str(words).split(":")[0] for _value, words in offered[1:]] == [str(colleague)]
    office = Membership.objects.get(person=colleague).pk
    answer = client.post(address, {"to": office, "reason": WHY, "seen": reread(case).trail_seq})
    assert (answer.status_code, answer["Location"]) == (302, reread(case).get_absolute_url())
    client.force_login(cast.approver)
    approve(case, colleague)
    page = client.get(reverse("submission_approval", args=[case.pk])).content.decode()
    assert "/reassign/" not in page  # the step that signs
