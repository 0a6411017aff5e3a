"""Every write of webhooks: an administrator of the ward adds one and stops it; what the trail says is asked for."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import OutboxMessage, TrailEvent
from approvals.outbox import outside
from approvals.outbox import queue as outbox
from approvals.statements import lock
from approvals.text.plain import one_line
from units.models import Person, Unit
from units.subjects import keep, require
from workflows.models import Route, UnitReport, WardReport, Webhook

MOST = 10  # of a ward
# The trail is looked through anew from this long before the last look: of two transactions the first may end last.
LOOKED_BACK = timedelta(minutes=10)
AT_ONCE = 500  # events of a query


@transaction.atomic
def add_webhook(ward: Unit, *, by: Person, url: str, actions: Sequence[str] = ()) -> Webhook:
    """The address is told what happens in the ward from now on: of these actions, or of all.

    Raises NotPossible for an address within this network, that is none, or one too many; PermissionDenied.
    """
    require(by, ward.pk)
    url = one_line(url)
    outside.refuse_address(url)
    ward = lock(Unit, ward.pk)
    if Webhook.objects.filter(ward=ward, stopped_at=None).count() >= MOST:
        raise NotPossible(_("%(most)d addresses are told already: stop one first.") % {"most": MOST})
    at = now()
    made = Webhook.objects.create(ward=ward, url=url, actions=list(actions), by=by, at=at, followed_at=at)
    keep(ward, "add_webhook", by=by, scope=ward.pk, changes={"webhook": [None, url]})
    return made


@transaction.atomic
def stop_webhook(hook: Webhook, *, by: Person) -> Webhook:
    """The address is told nothing more; what waits for it is let go. Idempotent. Raises PermissionDenied."""
    require(by, hook.ward_id)
    ward, row = lock(Unit, hook.ward_id), lock(Webhook, hook.pk)
    if row.stopped_at is None:
        row.stopped_at = now()
        row.save(update_fields=["stopped_at"])
        keep(ward, "stop_webhook", by=by, scope=ward.pk, changes={"webhook": [row.url, None]})
    return row


def send_again(hook: Webhook, message: OutboxMessage, *, by: Person) -> None:
    """Tell the address once more what it was told. One that waits or has failed is left as it is: incidents try these
    again. Raises PermissionDenied.
    """
    require(by, hook.ward_id)
    outbox.put_again("webhook", message.key, scope=message.scope, **message.payload)


def follow_trail() -> int:
    """Ask for what each address is to be told of the trail since it was last looked through. Idempotent: an event is
    told to an address once, and none of a practice month ever. Returns how many messages are new. One query where no
    ward has an address.
    """
    hooks = list(Webhook.objects.filter(stopped_at=None).order_by("pk"))
    if not hooks:
        return 0
    began = now()
    units = dict(Unit.objects.filter(ward__in={hook.ward_id for hook in hooks}).values_list("pk", "ward_id"))
    wards = units | {hook.ward_id: hook.ward_id for hook in hooks}
    since = min(hook.followed_at for hook in hooks) - LOOKED_BACK
    events = of_real_ones(TrailEvent.objects.filter(scope__in=wards, at__gte=since)).order_by("pk")
    new = 0
    for some in _in_lots(events.only("scope", "at", "action", "hash").iterator(AT_ONCE)):
        pairs = [(hook, event) for event in some for hook in hooks if wards[event.scope] == hook.ward_id]
        new += _put_new([_message(hook, event) for hook, event in pairs if is_told(hook, event)])
    Webhook.objects.filter(pk__in=[hook.pk for hook in hooks]).update(followed_at=began)
    return new


def of_real_ones(events: "QuerySet[TrailEvent]") -> "QuerySet[TrailEvent]":
    """Without those of practice months: a receiver that knows nothing of these would count what happens in them. Of a
    month that was wiped since, no report is left to be found.
    """
    for model in (UnitReport, WardReport):
        real = model._default_manager.filter(pk=OuterRef("subject_id"), period__kind__practice=False)
        events = events.exclude(Q(subject_kind=model._meta.model_name) & ~Exists(real))
    practised = Route.objects.filter(pk=OuterRef("subject_id"), kind__practice=True)
    return events.exclude(Q(subject_kind=Route._meta.model_name) & Exists(practised))


def _message(hook: Webhook, event: TrailEvent) -> dict[str, Any]:
    """By a key of its own, also where a restored database gives an event's id again: a receiver takes each key once."""
    key = f"{_former_key(hook.pk, event.pk)}-{event.hash[:16]}"
    return outbox.message("webhook", key, scope=hook.ward_id, webhook=hook.pk, event=event.pk)


def _former_key(webhook: int, event: int) -> str:
    """The outbox key that earlier releases used for the delivery of this event."""
    return f"webhook-{webhook}-{event}"


def is_told(hook: Webhook, event: TrailEvent) -> bool:
    return event.at >= hook.at and (not hook.actions or event.action in hook.actions)


def _put_new(asked: list[dict[str, Any]]) -> int:
    """Those of the messages that were not asked for yet, nor by an earlier release."""
    keys = {message["key"]: _former_key(**message["payload"]) for message in asked}
    with transaction.atomic():
        sought = [*keys, *keys.values()]
        known = set(OutboxMessage.objects.filter(key__in=sought).values_list("key", flat=True))
        new = [OutboxMessage(**message) for message in asked if not {message["key"], keys[message["key"]]} & known]
        OutboxMessage.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _in_lots(events: Iterable[TrailEvent]) -> Iterator[list[TrailEvent]]:
    rest = iter(events)
    while lot := list(islice(rest, AT_ONCE)):
        yield lot
