from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import ZONE, now

from .people import Person
from .units import Unit


class ChargeQuerySet(models.QuerySet["Charge"]):
    def at(self, instant: datetime) -> "ChargeQuerySet":
        """Running at `instant`: from its start, until just before its end."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=instant), starts_at__lte=instant)


class Charge(models.Model):
    """A leader of a ward is in charge of a field of its plans, or of a unit, from a moment until just before another
    (Phân công phụ trách). A field is the name of a group of assignments.
    """

    ward = models.ForeignKey(Unit, models.PROTECT, related_name="charges", verbose_name=_("ward"))
    leader = models.ForeignKey(Person, models.PROTECT, related_name="charges", verbose_name=_("leader"))
    field = models.CharField(_("field"), max_length=300, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        ordering = ["ward", "field", "unit__order", "starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="charge_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(~Q(field=""), unit=None) | Q(field="", unit__isnull=False),
                name="charge_of_a_field_or_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader}: {self.what}"

    @property
    def what(self) -> str:
        """The field or the unit."""
        return self.field or (self.unit.short_name if self.unit else "")

    @property
    def has_ended(self) -> bool:
        return self.ends_at is not None and self.ends_at <= now()

    @property
    def term(self) -> str:
        """From which day until when, in Vietnam."""
        start = f"{self.starts_at.astimezone(ZONE):%d/%m/%Y}"
        if self.ends_at is None:
            return gettext("from %(start)s") % {"start": start}
        end = f"{self.ends_at.astimezone(ZONE):%d/%m/%Y %H:%M}"
        return gettext("from %(start)s until %(end)s") % {"start": start, "end": end}
