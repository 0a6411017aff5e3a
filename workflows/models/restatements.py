from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .entries import IndicatorEntry
from .unit_reports import UnitReport

NUMBERS = ("value", "numerator", "denominator")


class RestatementQuerySet(models.QuerySet["Restatement"]):
    def waiting(self) -> "RestatementQuerySet":
        """For the head of the unit, or for the office."""
        return self.filter(state__in=WAITING)

    def with_names(self) -> "RestatementQuerySet":
        return self.select_related("entry__indicator", "report__period__kind", "report__unit", "by", "decided_by")


class Restatement(models.Model):
    """A unit's figure of an earlier period, corrected after the ward's report of that period was approved.

    `was` and `becomes` are the entry's numbers by name, as the trail keeps them. The unit proposes it and the office
    accepts it, as they do its reports; with that the entry changes. `of_ward` says in words what the ward's figure of
    the period was and became, where it changed with that. The approved document stays as it is (docs/decisions/0079).
    """

    class State(models.TextChoices):
        WRITTEN = "written", _("waits for the head of the unit")
        PROPOSED = "proposed", _("waits for the office")
        ACCEPTED = "accepted", _("accepted: the year follows")
        REFUSED = "refused", _("not accepted")
        WITHDRAWN = "withdrawn", _("withdrawn by the unit")

    report = models.ForeignKey(UnitReport, models.CASCADE, related_name="restatements", verbose_name=_("report"))
    entry = models.ForeignKey(IndicatorEntry, models.CASCADE, db_index=False, related_name="restatements")
    was = models.JSONField(_("was"), default=dict)
    becomes = models.JSONField(_("becomes"), default=dict)
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WRITTEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField(_("time"))
    proposed_at = models.DateTimeField(_("proposed"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    answer = models.TextField(_("reason why not"), blank=True)
    of_ward = models.JSONField(_("the ward's figure"), default=list)

    objects = RestatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("restatement")
        verbose_name_plural = _("restatements")
        ordering = ["report", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["written", "proposed", "accepted", "refused", "withdrawn"]),
                name="restatement_state_known",
            ),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state__in=["written", "proposed"]), name="restatement_waits_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="restatement_for_a_reason"),
        ]
        indexes = [
            models.Index(fields=["report"], condition=Q(state__in=["written", "proposed"]), name="restatement_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.entry.indicator}"

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING


WAITING = (Restatement.State.WRITTEN, Restatement.State.PROPOSED)


def numbers_of(kept: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The numbers from what the trail's form of them keeps."""
    return {name: None if (number := kept.get(name)) is None else Decimal(number) for name in NUMBERS}
