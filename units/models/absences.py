from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import ZONE, now

from .people import Membership, Person


def last_day(ends_at: datetime) -> date:
    """The day in Vietnam on which a term ends that runs until just before this instant."""
    return (ends_at - timedelta(microseconds=1)).astimezone(ZONE).date()


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def at(self, instant: datetime) -> "AbsenceQuerySet":
        """Running at `instant`: from its start, until just before its end."""
        return self.filter(starts_at__lte=instant, ends_at__gt=instant)

    def within(self, starts_at: datetime, ends_at: datetime) -> "AbsenceQuerySet":
        """Running at any moment of this term."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def unended(self) -> "AbsenceQuerySet":
        """Running now, or still to come, the next one first."""
        return self.filter(ends_at__gt=now()).select_related("person", "substitute").order_by("starts_at")


class Absence(models.Model):
    """A person is away from a moment until just before another, and one substitute holds their offices meanwhile.

    The offices are memberships of the substitute's own (`Substitution`), which carry the rights and the term.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="absences", verbose_name=_("person"))
    substitute = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("substitute"))
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    told_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("reported by")
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="absence_ends_after_it_starts"),
            models.CheckConstraint(condition=~Q(person=F("substitute")), name="absence_names_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.term}"

    @property
    def is_running(self) -> bool:
        return self.starts_at <= now() < self.ends_at

    @property
    def term(self) -> str:
        """From which day until the end of which, in Vietnam."""
        days = {"first": self.starts_at.astimezone(ZONE).date(), "last": last_day(self.ends_at)}
        return gettext("from %(first)s to the end of %(last)s") % {
            name: f"{day:%d/%m/%Y}" for name, day in days.items()
        }


class Substitution(models.Model):
    """A membership by which a substitute holds the office of somebody absent, whose own membership is `source`."""

    membership = models.OneToOneField(Membership, models.PROTECT, related_name="substitution")
    source = models.ForeignKey(Membership, models.PROTECT, related_name="substitutions", verbose_name=_("for"))
    absence = models.ForeignKey(Absence, models.PROTECT, related_name="substitutions", verbose_name=_("absence"))

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        constraints = [
            models.CheckConstraint(condition=~Q(membership=F("source")), name="substitution_for_another"),
        ]

    def __str__(self) -> str:
        return f"{self.membership.person}: {self.absence.person}"
