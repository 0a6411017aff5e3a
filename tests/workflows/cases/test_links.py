"""A case is linked to what it has to do with; both ends show it, to whoever may read the other."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from approvals.errors import AlreadyDone, NotPossible
from tests.casetype.test_fourth_type import errand  # noqa: F401
from tests.factories import reread
from tests.workflows import arrange, items
from tests.workflows.submissions import arrange as documents
from tests.workflows.traces import events
from units.models import Assignment
from workflows.cases.links import actions as links
from workflows.cases.links.reading import links_of
from workflows.models import CaseLink


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def assignment():
    return Assignment.objects.order_by("plan", "number").first()


def page(client, person, address):
    client.force_login(person, backend="units.backends.GrantBackend")
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_both_ends_show_a_link_to_an_assignment(client, cast):
    case, task = documents.draft(cast), assignment()
    links.link(case, by=cast["CA:drafter"], kind="assignment", pk=task.pk)
    assert "thực hiện: <a" in page(client, cast["CA:drafter"], case.get_absolute_url())
    assert case.abstract in page(client, cast["CA:drafter"], f"{reverse('plan')}?version={task.plan_id}")
    assert events(reread(case))[-1].changes == {"linked": [None, f"carries_out: assignment {task.pk}"]}


def test_both_ends_show_a_link_to_a_difficulty(client, cast):
    item, case = items.raised(cast), documents.draft(cast)
    links.link(case, by=cast["CA:drafter"], kind="difficulty", pk=item.pk)
    assert str(item) in page(client, cast["CA:drafter"], case.get_absolute_url())
    assert case.abstract in page(client, cast["CA:drafter"], f"/difficulties/{item.pk}/")


def test_an_end_that_one_may_not_read_is_shown_to_nobody_else(client, cast):
    report, case = arrange.awaiting(cast), documents.draft(cast)
    links.link(case, by=cast["CA:drafter"], kind="assignment", pk=assignment().pk)
    own = CaseLink.objects.get()
    CaseLink.objects.filter(pk=own.pk).update(other_kind="wardreport", other_id=report.pk, relation="follows")
    assert links_of(case, cast["CA:drafter"]) == []
    assert links_of(report, cast.coordinator) == []
    assert case.abstract not in page(client, cast.coordinator, report.get_absolute_url())


def test_what_one_may_not_read_cannot_be_linked_to(cast):
    report, case = arrange.awaiting(cast), documents.draft(cast)
    for kind, pk in (("wardreport", report.pk), ("nothing", 1), ("submission", case.pk)):
        with pytest.raises(NotPossible):
            links.link(case, by=cast["CA:drafter"], kind=kind, pk=pk)
    with pytest.raises(PermissionDenied):
        links.link(case, by=cast["VP:drafter"], kind="assignment", pk=assignment().pk)


def test_two_are_linked_once_and_whoever_linked_them_takes_it_away(cast):
    case, pk = documents.draft(cast), assignment().pk
    made = links.link(case, by=cast["CA:drafter"], kind="assignment", pk=pk)
    with pytest.raises(AlreadyDone):
        links.link(case, by=cast["CA:drafter"], kind="assignment", pk=pk)
    with pytest.raises(PermissionDenied):
        links.unlink(made, case, by=cast["CA:unit_head"])
    links.unlink(made, case, by=cast["CA:drafter"])
    assert not CaseLink.objects.exists()
    assert events(reread(case))[-1].action == "unlink_case"


def test_every_type_of_case_is_an_end(cast, errand):  # noqa: F811
    report = arrange.awaiting(cast)
    links.link(errand, by=cast.coordinator, kind="wardreport", pk=report.pk)
    assert [each.name for each in links_of(report, cast.coordinator)] == [str(errand)]


def test_it_is_linked_and_unlinked_at_its_page(client, cast):
    case = documents.draft(cast)
    address = reverse("case_links", args=["submission", case.pk])
    assert f"assignment:{assignment().pk}" in page(client, cast["CA:drafter"], address)
    assert client.post(address, {"other": f"assignment:{assignment().pk}"}).status_code == 302
    remove = reverse("case_link_remove", args=["submission", case.pk, CaseLink.objects.get().pk])
    assert remove in page(client, cast["CA:drafter"], address)
    assert client.post(remove).status_code == 302
    assert not CaseLink.objects.exists()
    assert client.post(address, {"other": ""}).status_code == 422


def test_two_are_linked_once_whichever_was_linked_to_the_other(cast, client):
    case, other = documents.draft(cast), documents.draft(cast)
    links.link(case, by=cast["CA:drafter"], kind="submission", pk=other.pk)
    with pytest.raises(AlreadyDone):
        links.link(other, by=cast["CA:drafter"], kind="submission", pk=case.pk)
    address = reverse("case_links", args=["submission", other.pk])
    client.force_login(cast["CA:drafter"], backend="units.backends.GrantBackend")
    assert client.post(address, {"other": f"submission:{case.pk}"}, follow=True).status_code == 200
    assert len(links_of(case, cast["CA:drafter"])) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        links.put(other, CaseLink.Relation.FOLLOWS, "submission", case.pk, by=cast["CA:drafter"])
