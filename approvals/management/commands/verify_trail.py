from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from approvals.models import Checkpoint, Subject, TrailEvent
from approvals.register import inventory
from approvals.trail import chain as trail
from approvals.trail import checkpoints


class Command(BaseCommand):
    help = "Derive every chain and checkpoint of the trail anew; exit with 1 and name the first bad one. Files as well."

    def handle(self, *args: Any, **options: Any) -> None:
        found = trail.verify(trail.chains())
        self.stdout.write(_("%(chains)d chains, %(events)d events.") % {"chains": found.chains, "events": found.events})
        fault = found.fault or severed_chain() or checkpoints.fault()
        if fault:
            raise CommandError(_("The trail is broken at: %(event)s") % {"event": fault})
        self.stdout.write(_("%(count)d checkpoints.") % {"count": Checkpoint.objects.count()})
        wrong = list(inventory.faults())
        if wrong:
            values = {"count": len(wrong), "first": wrong[0]}
            raise CommandError(
                _("The trail is whole, but %(count)d files are missing or changed. The first: %(first)s") % values
            )
        self.stdout.write(self.style.SUCCESS(_("The trail is whole.")))


def severed_chain() -> str:
    """The first subject whose recorded head is not its chain's last event, or an empty string."""
    for model in apps.get_models():
        if not issubclass(model, Subject):
            continue
        last = TrailEvent.objects.filter(subject_kind=model._meta.model_name, subject_id=OuterRef("pk"))
        rows = model._base_manager.annotate(last_hash=Subquery(last.order_by("-seq").values("hash")[:1]))
        broken = Q(last_hash=None, trail_seq__gt=0) | ~Q(last_hash=F("trail_head"))
        bad = rows.filter(trail_seq__gt=0).filter(broken).values_list("pk", flat=True).first()
        if bad is not None:
            return f"{model._meta.model_name} {bad}"
    return ""
