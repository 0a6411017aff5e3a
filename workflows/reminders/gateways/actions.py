"""Every write of gateways: an administrator of the ward sets one, tries it, and stops it."""

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.outbox import outside
from approvals.statements import lock
from approvals.text.plain import one_line
from units.models import Notice, Person, Unit
from units.subjects import keep, require
from workflows.models import Gateway

from . import signing


@transaction.atomic
def set_gateway(ward: Unit, *, by: Person, url: str) -> Gateway:
    """The ward's reminders go to this address from now on, in the place of the one of before.

    Raises NotPossible for an address within this network, or that is none; PermissionDenied.
    """
    require(by, ward.pk)
    url = one_line(url)
    outside.refuse_address(url)
    ward = lock(Unit, ward.pk)
    before = _stop(ward)
    made = Gateway.objects.create(ward=ward, url=url, by=by, at=now())
    keep(ward, "set_gateway", by=by, scope=ward.pk, changes={"gateway": [before, url]})
    return made


@transaction.atomic
def stop_gateway(ward: Unit, *, by: Person) -> None:
    """Raises NotPossible where none is in use, PermissionDenied."""
    require(by, ward.pk)
    ward = lock(Unit, ward.pk)
    before = _stop(ward)
    if before is None:
        raise NotPossible(_("No gateway is in use."))
    keep(ward, "stop_gateway", by=by, scope=ward.pk, changes={"gateway": [before, None]})


def try_gateway(gateway: Gateway, *, by: Person) -> None:
    """Post a message to the administrator themselves, now. Raises NotSent, NotPossible without a telephone number."""
    require(by, gateway.ward_id)
    if not by.phone:
        raise NotPossible(_("Your account has no telephone number: enter it on your page, then try again."))
    key = f"gateway-{gateway.pk}-try-{now():%Y%m%d%H%M%S%f}"
    text = _("A message to try the gateway. Nothing is to be done.")
    body = signing.body_of(Notice(person=by, key=key, text=text, path="/"))
    outside.post(gateway.url, body, signing.headers_of(gateway, key, body))


def _stop(ward: Unit) -> str | None:
    """Stop the gateway in use. Returns its address."""
    row = Gateway.objects.filter(ward=ward, stopped_at=None).first()
    if row is None:
        return None
    row.stopped_at = now()
    row.save(update_fields=["stopped_at"])
    return row.url
