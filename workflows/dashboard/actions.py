"""Who gets Tình hình by mail each week, and asking for those mails."""

from datetime import datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.clock import ZONE, now, today
from approvals.errors import NotPossible
from approvals.models import OutboxMessage
from approvals.outbox import queue as outbox
from units import grants
from units.models import Person, Unit
from workflows.models import DashboardMail

AT = time(7, 0)  # on Mondays, in Vietnam


def may_have(person: Person, ward: int) -> bool:
    """Whether the person reads all reports of the ward, which is what the mail is about."""
    return grants.may(person, "view_reports", ward)


def choose_weekly(ward: Unit, *, by: Person, wanted: bool) -> None:
    """Whether the person gets how this ward stands by mail each week. Idempotent."""
    if not wanted:
        DashboardMail.objects.filter(person=by, ward=ward).delete()
        return
    with transaction.atomic():
        if not may_have(by, ward.pk):
            raise PermissionDenied
        if not by.email:
            raise NotPossible(
                _("Your account has no e-mail address. An administrator of your ward can enter one; then choose again.")
            )
        DashboardMail.objects.get_or_create(person=by, ward=ward, defaults={"since": now()})


def mail_the_week() -> int:
    """Ask for the mails of this week once it is Monday AT. Returns how many. Idempotent; one query where all are asked
    for.
    """
    monday = today() - timedelta(days=today().weekday())
    begins = datetime.combine(monday, AT, ZONE)
    if now() < begins:
        return 0
    with transaction.atomic():
        wanted = DashboardMail.objects.filter(since__lt=begins, person__is_active=True)
        keys = {f"week-{row.person_id}-{row.ward_id}-{monday}": row for row in wanted.order_by("pk")}
        asked = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
        due = {key: row for key, row in keys.items() if key not in asked}
        outbox.put_all(
            [
                outbox.message("dashboard", key, scope=row.ward_id, person=row.person_id, day=monday.isoformat())
                for key, row in due.items()
            ]
        )
        return len(due)
