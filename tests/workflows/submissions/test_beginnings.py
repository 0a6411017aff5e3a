"""What a new document begins with: a copy of an earlier one, or the template of its kind."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests import attachments as files
from tests.workflows.traces import events
from workflows.cases.links.reading import links_of
from workflows.models import DocumentTemplate, Submission
from workflows.submissions.attachments import actions as attached
from workflows.submissions.beginnings import actions as beginnings

from . import arrange

TEXT = "Kính đề nghị Ủy ban nhân dân phường xem xét"


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def typed_of(client, address):
    """What the form shows at first, and a tick that it holds no secrets."""
    initial = client.get(address).context["form"].initial
    return {name: "" if value is None else value for name, value in initial.items()} | {"no_secrets": "on"}


def test_a_copy_takes_over_what_is_written_and_nothing_that_was_decided(client, cast):
    source = arrange.draft(cast)
    attached.attach(source, by=cast["CA:drafter"], file=files.upload(None, "a.pdf"))
    client.force_login(cast["CA:drafter"])
    address = f"{reverse('submission_new')}?copy={source.pk}"
    assert client.post(address, typed_of(client, address)).status_code == 302
    copy = Submission.objects.latest("pk")
    assert {name: getattr(copy, name) for name in arrange.WRITTEN} == arrange.WRITTEN
    assert (copy.state, copy.content, copy.attached, copy.edits) == ("draft", "", [], 0)
    assert events(copy)[0].changes["copied_from"] == [None, f"submission {source.pk}"]
    assert [each.name for each in links_of(source, cast["CA:drafter"])] == [str(copy)]


def test_a_document_that_is_issued_can_be_copied_by_whoever_reads_it(client, cast):
    source = arrange.issued(cast)
    client.force_login(cast["VP:drafter"])
    shown = client.get(f"{reverse('submission_new')}?copy={source.pk}")
    assert arrange.WRITTEN["abstract"] in shown.content.decode()


def test_what_one_may_not_see_cannot_be_copied(client, cast):
    source = arrange.draft(cast)
    client.force_login(cast["VP:drafter"])
    assert client.get(f"{reverse('submission_new')}?copy={source.pk}").status_code == 404


def template(cast, **parts):
    return beginnings.change_document_template(arrange.kind(cast), by=cast.admin, seen=0, **{"body": TEXT} | parts)


def test_a_new_document_begins_with_the_template_of_its_kind(client, cast):
    kind = template(cast, recipients="Công an tỉnh").kind
    client.force_login(cast["CA:drafter"])
    assert f"?kind={kind.pk}" in client.get(reverse("submission_new")).content.decode()
    form = client.get(f"{reverse('submission_new')}?kind={kind.pk}").context["form"]
    assert (form.initial["body"], form.initial["recipients"], form.initial["document_kind"]) == (
        *(TEXT, "Công an tỉnh", kind.pk),
    )


def test_a_change_of_the_template_stands_in_the_trail_and_none_writes_nothing(cast):
    template(cast)
    beginnings.change_document_template(arrange.kind(cast), by=cast.admin, seen=1, body=TEXT)
    [event] = TrailEvent.objects.filter(action="change_document_template")
    assert (event.actor, event.changes) == (cast.admin, {"body": ["", TEXT]})


def test_of_two_administrators_the_later_is_told(cast):
    template(cast)
    with pytest.raises(NotPossible):
        template(cast, body="Khác")
    assert DocumentTemplate.objects.get().body == TEXT


def test_nobody_but_an_administrator_writes_one(client, cast):
    with pytest.raises(PermissionDenied):
        beginnings.change_document_template(arrange.kind(cast), by=cast.coordinator, seen=0, body=TEXT)
    client.force_login(cast.coordinator)
    assert client.get(reverse("document_template", args=[arrange.kind(cast).pk])).status_code == 404


def test_the_administrator_writes_it_at_its_page(client, cast):
    kind = arrange.kind(cast)
    client.force_login(cast.admin)
    address = reverse("document_template", args=[kind.pk])
    assert address in client.get(reverse("submissions")).content.decode()
    assert client.post(address, {"seen": 0, "body": TEXT}).status_code == 302
    assert DocumentTemplate.objects.get().body == TEXT
