from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Assignment, Indicator

from .unit_reports import UnitReport


class IndicatorEntry(models.Model):
    """A unit's value for an indicator in a period. All blank: not reported, which is not zero.

    A ratio has both its parts; a mean has its value, and the number of cases behind it as the denominator.
    `asked`: a check asked for a reason when the entry was last saved; `explanation` is the unit's answer. `informant`:
    who told it, where the office typed it on the unit's behalf. `sent_by`: the system that sent it, until a person
    types another. `told_year`: the year to date that a ward's document brought, beside the numbers of the period that
    it came with (figures/delivered.py); None where it brought none. `since`: the code of the earlier period from which
    such a document brought a level; blank otherwise.
    """

    report = models.ForeignKey(UnitReport, models.CASCADE, db_index=False, related_name="indicator_entries")
    indicator = models.ForeignKey(Indicator, models.PROTECT, db_index=False, related_name="entries")
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(_("numerator"), max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(_("denominator"), max_digits=18, decimal_places=4, null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    explanation = models.CharField(_("reason"), max_length=500, blank=True)
    asked = models.BooleanField(default=False)
    informant = models.CharField(_("entered on behalf, source"), max_length=300, blank=True)
    sent_by = models.CharField(_("sent by a system"), max_length=300, blank=True)
    told_year = models.JSONField(null=True, editable=False)
    since = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("indicator entry")
        verbose_name_plural = _("indicator entries")
        ordering = ["report", "indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="indicator_entry_once_a_report"),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(numerator=None, value__isnull=False, denominator__isnull=False, denominator__gt=0)
                | Q(numerator__isnull=False, denominator__isnull=False, numerator__gte=0, denominator__gt=0),
                name="indicator_entry_ratio_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.indicator}"


class AssignmentStatus(models.TextChoices):
    NOT_REPORTED = "", _("Not reported")
    NOT_STARTED = "not_started", _("Not begun")
    IN_PROGRESS = "in_progress", _("Under way")
    DONE = "done", _("Finished")


class AssignmentEntry(models.Model):
    """A unit's progress on an assignment in a period. `asked`, `explanation` and `informant` as for an indicator."""

    report = models.ForeignKey(UnitReport, models.CASCADE, db_index=False, related_name="assignment_entries")
    assignment = models.ForeignKey(Assignment, models.PROTECT, db_index=False, related_name="entries")
    status = models.CharField(
        _("progress"), max_length=12, choices=AssignmentStatus, blank=True, default=AssignmentStatus.NOT_REPORTED
    )
    result = models.TextField(_("result, product"), blank=True)
    explanation = models.CharField(_("reason"), max_length=500, blank=True)
    asked = models.BooleanField(default=False)
    informant = models.CharField(_("entered on behalf, source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("assignment entry")
        verbose_name_plural = _("assignment entries")
        ordering = ["report", "assignment__number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "assignment"], name="assignment_entry_once_a_report"),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.assignment}"
