"""Incidents: who sees them, who decides, what trying again and skipping do."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals import clock
from approvals.errors import NotPossible
from approvals.models import Incident, OutboxMessage, TrailEvent
from approvals.outbox import actions
from approvals.outbox import queue as outbox
from approvals.trail import chain as trail
from approvals.trail.querysets import chain_of
from units.models import Unit


def refuse(message: OutboxMessage) -> None:
    raise RuntimeError("hộp thư không trả lời")


def incident_of(scope: int, key: str = "mail-1") -> Incident:
    """A mail that ran out of tries."""
    outbox.put("mail", key, scope=scope, report="Báo cáo tháng 10/2026", path="/reports/ward/1/")
    for _try in range(outbox.TRIES):
        with clock.at(OutboxMessage.objects.get(key=key).available_at):
            outbox.drain()
    return Incident.objects.get(message__key=key)


@pytest.fixture
def incident(cast, on_day, settings) -> Incident:
    settings.APPROVALS_HANDLERS = {"mail": "tests.approvals.outbox.test_page_incidents.refuse"}
    on_day("2026-11-03 09:00")
    return incident_of(cast.ward.pk)


def event_of(incident: Incident) -> TrailEvent:
    return chain_of("incident", incident.pk).get()


def test_the_clerk_reads_what_failed_and_how_often(client, cast, incident):
    client.force_login(cast.clerk)
    page = client.get("/incidents/").content.decode()
    assert "Không gửi được thư điện tử" in page
    assert '<a href="/reports/ward/1/">Báo cáo tháng 10/2026</a>' in page
    assert f"Đã thử {outbox.TRIES} lần" in page
    assert "Thử lại" in page
    assert "Bỏ qua kèm lý do" in page


def test_who_reads_the_trail_sees_no_buttons(client, cast, incident):
    client.force_login(cast.auditor)
    page = client.get("/incidents/").content.decode()
    assert "Không gửi được thư điện tử" in page
    assert reverse("incident_retry", args=[incident.pk]) not in page


def test_a_drafter_sees_no_incident(client, cast, incident):
    client.force_login(cast["CA:drafter"])
    page = client.get("/incidents/").content.decode()
    assert "Không có sự cố" in page
    assert client.post(reverse("incident_retry", args=[incident.pk])).status_code == 404


def test_an_incident_of_a_unit_stands_with_its_ward(client, cast, incident):
    incident_of(cast.units["CA"].pk, "mail-2")
    client.force_login(cast.admin)
    assert len(client.get("/incidents/").context["open"]) == 2


def test_another_wards_incident_is_not_found(client, cast, incident):
    other = incident_of(Unit.objects.create(code="KHAC", name="Phường khác", short_name="Khác").pk, "mail-3")
    client.force_login(cast.clerk)
    assert client.get(reverse("incident_skip", args=[other.pk])).status_code == 404


def test_the_page_costs_at_most_ten_queries(client, cast, incident, django_assert_max_num_queries):
    for number in range(5):
        incident_of(cast.ward.pk, f"more-{number}")
    actions.retry_incident(incident, by=cast.clerk)
    client.force_login(cast.clerk)
    with django_assert_max_num_queries(10):
        client.get("/incidents/")


def test_trying_again_hands_the_message_back_with_all_its_tries(client, cast, incident):
    client.force_login(cast.clerk)
    client.post(reverse("incident_retry", args=[incident.pk]))
    message = OutboxMessage.objects.get(pk=incident.message_id)
    assert (message.tries, message.parked, message.available_at) == (0, False, clock.now())
    assert outbox.claim() == message


def test_trying_again_closes_the_incident_and_writes_the_trail(cast, incident):
    row = actions.retry_incident(incident, by=cast.admin)
    assert (row.state, row.closed_by, row.closed_at) == (Incident.State.RETRIED, cast.admin, clock.now())
    event = event_of(incident)
    assert (event.action, event.actor, event.source, event.target) == ("retry_incident", cast.admin, "open", "retried")
    assert not trail.verify([event]).fault


def test_what_fails_again_becomes_a_new_incident(cast, incident):
    actions.retry_incident(incident, by=cast.clerk)
    for _try in range(outbox.TRIES):
        with clock.at(OutboxMessage.objects.get(pk=incident.message_id).available_at):
            outbox.drain()
    assert Incident.objects.get(state=Incident.State.OPEN).pk != incident.pk


def test_skipping_asks_for_a_reason_first(client, cast, incident):
    client.force_login(cast.clerk)
    page = client.get(reverse("incident_skip", args=[incident.pk]))
    assert "Việc này sẽ không được thử lại" in page.content.decode()
    assert Incident.objects.get(pk=incident.pk).state == Incident.State.OPEN


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_skipping_without_a_reason_is_explained_beside_the_field(client, cast, incident, reason):
    client.force_login(cast.clerk)
    page = client.post(reverse("incident_skip", args=[incident.pk]), {"reason": reason})
    assert page.status_code == 422
    assert "Hãy ghi lý do bỏ qua" in page.content.decode()
    assert Incident.objects.get(pk=incident.pk).state == Incident.State.OPEN


def test_skipping_gives_the_message_up_and_keeps_the_reason(client, cast, incident):
    client.force_login(cast.clerk)
    client.post(reverse("incident_skip", args=[incident.pk]), {"reason": "Đã báo qua điện thoại"})
    message = OutboxMessage.objects.get(pk=incident.message_id)
    assert (message.done_at, message.parked) == (clock.now(), False)
    assert event_of(incident).reason == "Đã báo qua điện thoại"
    assert "Đã báo qua điện thoại" in client.get("/incidents/").content.decode()


def test_the_action_itself_refuses_a_blank_reason(cast, incident):
    with pytest.raises(NotPossible):
        actions.skip_incident(incident, by=cast.clerk, reason=" ")


@pytest.mark.parametrize("who", ["auditor", "coordinator", "approver"])
def test_who_neither_administers_nor_dispatches_does_not_decide(cast, incident, who):
    with pytest.raises(PermissionDenied):
        actions.retry_incident(incident, by=getattr(cast, who))
    assert not chain_of("incident", incident.pk).exists()


def test_a_closed_incident_answers_who_closed_it(client, cast, incident):
    actions.retry_incident(incident, by=cast.admin)
    client.force_login(cast.clerk)
    answer = client.post(reverse("incident_skip", args=[incident.pk]), {"reason": "Không cần nữa"})
    assert answer.status_code == 409
    assert str(cast.admin) in answer.content.decode()
    assert Incident.objects.get(pk=incident.pk).state == Incident.State.RETRIED


def test_whoever_may_close_it_reads_who_was_first_and_others_that_it_is_not_theirs(cast, incident):
    actions.retry_incident(incident, by=cast.admin)
    with pytest.raises(NotPossible):
        actions.retry_incident(incident, by=cast.clerk)
    with pytest.raises(PermissionDenied):
        actions.retry_incident(incident, by=cast.auditor)


def test_skipping_is_told_with_who_and_why(cast, incident):
    event = event_of(actions.skip_incident(incident, by=cast.clerk, reason="Không cần nữa"))
    assert (event.action, event.actor, event.reason) == ("skip_incident", cast.clerk, "Không cần nữa")


def test_a_batch_is_tried_again_or_skipped_at_once(client, cast, incident):
    incident_of(cast.ward.pk, "mail-2")
    client.force_login(cast.clerk)
    assert "Thử lại tất cả" in client.get(reverse("incidents")).content.decode()
    client.post(reverse("incidents_retry", args=["mail"]))
    assert set(Incident.objects.values_list("state", flat=True)) == {"retried"}
    for key in ("mail-3", "mail-4"):
        incident_of(cast.ward.pk, key)
    address = reverse("incidents_skip", args=["mail"])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Đã gửi tay"}).status_code == 302
    skipped = Incident.objects.filter(state="skipped")
    assert set(skipped.values_list("message__key", flat=True)) >= {"mail-3", "mail-4"}
    assert set(skipped.values_list("reason", "closed_by")) == {("Đã gửi tay", cast.clerk.pk)}
    assert client.get(address).status_code == 404


def test_a_batch_is_of_ones_own_scopes_alone(client, cast, incident):
    client.force_login(cast.coordinator)
    client.post(reverse("incidents_retry", args=["mail"]))
    assert Incident.objects.get().state == "open"
