"""Addresses outside that are told what happens in a ward: signed, each event once, of the chosen actions alone."""

import hashlib
import hmac
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import OutboxMessage, TrailEvent
from approvals.outbox import outside
from approvals.outbox import queue as outbox
from tests import factories
from tests.factories import reread
from tests.loopback import listening
from tests.people import instant
from tests.workflows import arrange
from workflows.cases.labels import ACTIONS
from workflows.models import Webhook
from workflows.periods.practice import actions as practice
from workflows.unit_reports import actions as unit_reports
from workflows.webhooks import actions as webhooks
from workflows.webhooks import delivery, signing
from workflows.webhooks.forms import WebhookForm

DAY = "2026-11-28 09:00"
pytestmark = pytest.mark.starts_from(arrange.draft, on=DAY)


@pytest.fixture
def server(settings, start, on_day):
    on_day(DAY)
    settings.PRIVATE_ADDRESSES = True
    with listening() as found:
        yield found


@pytest.fixture
def hook(cast, server) -> Webhook:
    return webhooks.add_webhook(cast.ward, by=cast.admin, url=server.url, actions=["submit"])


@pytest.fixture
def submitted(cast, start, hook):
    return unit_reports.submit(start, by=cast["CA:unit_head"], seen=start.version)


def test_an_event_arrives_signed_and_once(hook, submitted, server):
    assert (webhooks.follow_trail(), webhooks.follow_trail()) == (1, 0)
    message = OutboxMessage.objects.get(topic="webhook")
    outbox.work(message)
    ((_path, headers, body),) = server.got
    signed = headers["x-trinh-duyet-time"].encode() + b"." + body
    wanted = hmac.new(signing.secret_of(hook).encode(), signed, hashlib.sha256).hexdigest()
    assert headers["x-trinh-duyet-signature"] == f"sha256={wanted}"
    told, event = json.loads(body), TrailEvent.objects.filter(action="submit").latest("pk")
    assert (told["type"], told["to"], told["hash"]) == ("submit", "submitted", event.hash)
    assert told["subject"]["id"] == submitted.pk
    assert headers["idempotency-key"] == message.key == told["id"]


def test_other_actions_other_wards_and_what_was_before_are_not_told(cast, hook, submitted):
    unit_reports.withdraw(submitted, by=cast["CA:unit_head"])
    webhooks.follow_trail()
    assert OutboxMessage.objects.filter(topic="webhook").count() == 1


def test_with_nothing_chosen_everything_from_then_on_is_told(cast, server, start, on_day):
    on_day("2026-11-28 10:00")
    webhooks.add_webhook(cast.ward, by=cast.admin, url=server.url)
    unit_reports.submit(start, by=cast["CA:unit_head"], seen=start.version)
    webhooks.follow_trail()
    events = OutboxMessage.objects.filter(topic="webhook").values_list("payload__event", flat=True)
    told = set(TrailEvent.objects.filter(pk__in=list(events)).values_list("action", flat=True))
    assert told == {"add_webhook", "submit"}


def test_the_key_is_of_the_event_and_not_of_its_id_alone(hook, submitted):
    """A restored database gives ids again, and receivers take each key once."""
    webhooks.follow_trail()
    message = OutboxMessage.objects.get(topic="webhook")
    assert message.key.endswith(TrailEvent.objects.get(pk=message.payload["event"]).hash[:16])


def test_what_an_earlier_release_told_is_not_told_again(hook, submitted):
    webhooks.follow_trail()
    message = OutboxMessage.objects.get(topic="webhook")
    OutboxMessage.objects.filter(pk=message.pk).update(key=f"webhook-{hook.pk}-{message.payload['event']}")
    assert webhooks.follow_trail() == 0


def events_told():
    return set(OutboxMessage.objects.filter(topic="webhook").values_list("payload__event", flat=True))


def test_nothing_of_a_practice_month_is_told(cast, server, start):
    webhooks.add_webhook(cast.ward, by=cast.admin, url=server.url)
    before = TrailEvent.objects.latest("pk").pk
    due = {"unit_due_at": instant("2026-12-02 00:00"), "ward_due_at": instant("2026-12-05 00:00")}
    period = practice.begin(cast.ward, by=cast.admin, **due)
    report = factories.fill(reread(period.unit_reports.get(unit=cast.units["CA"])), cast)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    practised = set(TrailEvent.objects.filter(pk__gt=before).values_list("pk", flat=True))
    assert len(practised) > 3
    webhooks.follow_trail()
    assert not events_told() & practised
    practice.wipe(cast.ward, by=cast.admin)
    wiped = set(TrailEvent.objects.filter(pk__gt=before).values_list("pk", flat=True))
    webhooks.follow_trail()
    assert not events_told() & wiped
    submitted = unit_reports.submit(start, by=cast["CA:unit_head"], seen=start.version)
    webhooks.follow_trail()
    assert TrailEvent.objects.get(subject_id=submitted.pk, action="submit").pk in events_told()


def test_a_stopped_address_is_told_nothing_more(cast, hook, submitted, server):
    webhooks.follow_trail()
    webhooks.stop_webhook(hook, by=cast.admin)
    delivery.deliver(OutboxMessage.objects.get(topic="webhook"))
    assert server.got == []
    assert webhooks.follow_trail() == 0


def test_what_happened_while_nobody_looked_is_told_later(hook, submitted, on_day):
    on_day("2026-11-29 09:00")
    assert (webhooks.follow_trail(), webhooks.follow_trail()) == (1, 0)


def test_looking_costs_one_query_without_an_address(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        webhooks.follow_trail()


def test_looking_costs_as_many_queries_however_much_happened(cast, hook, submitted, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):  # with the two words of the transaction
        webhooks.follow_trail()


@pytest.mark.parametrize("url", ["http://example.vn/", "https://127.0.0.1/x", "https://localhost/", "không"])
def test_an_address_of_this_network_is_refused(cast, url, settings):
    settings.PRIVATE_ADDRESSES = False
    with pytest.raises(NotPossible):
        webhooks.add_webhook(cast.ward, by=cast.admin, url=url)


def test_an_address_that_came_to_mean_this_network_is_told_nothing(hook, submitted, server, settings):
    """It was judged when it was added, and is judged again each time."""
    webhooks.follow_trail()
    message = OutboxMessage.objects.get(topic="webhook")
    settings.PRIVATE_ADDRESSES = False
    Webhook.objects.update(url=server.url.replace("http:", "https:"))
    with pytest.raises(outside.NotSent) as refused:
        delivery.deliver(message)
    assert refused.value.message == "127.0.0.1 là địa chỉ trong mạng nội bộ nên bị từ chối."
    assert server.got == []


def test_a_redirect_is_no_delivery_and_is_not_followed(hook, submitted, server):
    webhooks.follow_trail()
    message = OutboxMessage.objects.get(topic="webhook")
    with listening() as elsewhere:
        server.answer, server.location = 307, elsewhere.url
        outbox.work(message)
        message.refresh_from_db()
        assert (len(server.got), elsewhere.got, message.done_at) == (1, [], None)


def test_who_does_not_administer_the_ward_adds_and_stops_none(cast, hook, client, server):
    with pytest.raises(PermissionDenied):
        webhooks.add_webhook(cast.ward, by=cast.coordinator, url=server.url)
    with pytest.raises(PermissionDenied):
        webhooks.stop_webhook(hook, by=cast.coordinator)
    client.force_login(cast.coordinator)
    assert client.get(reverse("ward_webhooks", args=[cast.ward.pk])).status_code == 403


def offered(group):
    """The values of a group's ticks by their words."""
    return {label: value for value, label in WebhookForm().fields[group].choices}


def test_the_acts_stand_in_groups_by_type_of_case_each_act_once():
    groups = WebhookForm().groups
    told = [action for by_label in groups.values() for actions in by_label.values() for action in actions]
    assert (sorted(told), len(groups)) == (sorted(ACTIONS), 4)
    assert "submit" in groups["unitreport"]["Nộp báo cáo"]
    assert "consolidate" in groups["wardreport"]["Tổng hợp"]
    assert "approve" in groups["shared"]["Ký duyệt"]


def test_one_tick_takes_all_acts_of_a_group(cast, server):
    form = WebhookForm({"url": server.url, "unitreport": [offered("unitreport")["Cả nhóm"]]})
    assert form.is_valid()
    assert {"submit", "accept"} <= set(form.webhook["actions"])
    assert "approve" not in form.webhook["actions"]


def test_the_page_adds_shows_tells_again_and_stops(cast, client, server, hook, submitted):
    client.force_login(cast.admin)
    page = reverse("ward_webhooks", args=[cast.ward.pk])
    ticked = {group: offered(group)["Trả lại"] for group in ("unitreport", "shared")}
    assert client.post(page, {"url": server.url} | ticked).status_code == 302
    assert {"return_for_revision", "send_back"} <= set(Webhook.objects.latest("pk").actions)
    assert client.post(page, {"url": ""}).status_code == 422
    webhooks.follow_trail()
    message = OutboxMessage.objects.get(topic="webhook", payload__webhook=hook.pk)
    outbox.work(message)
    shown = client.get(page).text
    assert signing.secret_of(hook) in shown
    assert "Báo lại" in shown
    client.post(reverse("ward_webhook_again", args=[cast.ward.pk, message.pk]))
    message.refresh_from_db()
    assert message.done_at is None
    client.post(reverse("ward_webhook_stop", args=[cast.ward.pk, hook.pk]))
    assert Webhook.objects.filter(stopped_at=None).count() == 1
