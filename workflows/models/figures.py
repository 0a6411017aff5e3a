from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Indicator

from .ward_reports import WardReport


class IndicatorFigureManager(models.Manager["IndicatorFigure"]):
    """Leaves `sources` in the database, as long as a ward has units: `with_sources` reads them too."""

    def get_queryset(self) -> models.QuerySet["IndicatorFigure"]:
        return super().get_queryset().defer("sources")

    def with_sources(self) -> models.QuerySet["IndicatorFigure"]:
        return self.get_queryset().defer(None)


class IndicatorFigure(models.Model):
    """An indicator of the ward in a period, as consolidated: None is "not reported", which is not zero.

    `year_value` is the year to date, from the day `counted_from` where that is not the year's beginning; `light`
    compares it with the goal (pure/aggregation.py), blank where it is none of a whole year. `before` is the value of
    the period before, `year_before` that of the same month a year before, as of then; where other units told that one,
    `before_lacks` and `year_before_lacks` name in their place those whose figures are missing. `sources` are the
    readings it was made from, as of then (figures/origins/sources.py), `explained` the reasons that units gave where
    a check asked for one, and who told what was entered on their behalf, a line each; `carried` names the units
    whose reading of an earlier period stands on, with that period. Where the coordinator has overridden it, the
    values are the adjusted ones and `computed_value`, `computed_year` those that the units' reports give.
    """

    class Light(models.TextChoices):
        GREEN = "green", _("Green")
        AMBER = "amber", _("Amber")
        RED = "red", _("Red")

    report = models.ForeignKey(WardReport, models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures")
    value = models.DecimalField(max_digits=22, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=30, decimal_places=8, null=True)
    denominator = models.DecimalField(max_digits=22, decimal_places=4, null=True)
    year_value = models.DecimalField(max_digits=22, decimal_places=6, null=True)
    before = models.DecimalField(max_digits=22, decimal_places=6, null=True)
    before_lacks = models.TextField(_("figures missing for the comparison with the period before"), blank=True)
    year_before = models.DecimalField(max_digits=22, decimal_places=6, null=True)
    year_before_lacks = models.TextField(_("figures missing for the comparison with the year before"), blank=True)
    counted_from = models.DateField(null=True)
    light = models.CharField(max_length=5, choices=Light)
    reported = models.PositiveSmallIntegerField(_("units that reported"))
    expected = models.PositiveSmallIntegerField(_("units expected"))
    sources = models.JSONField(default=list)
    explained = models.TextField(_("reasons given"), blank=True)
    carried = models.TextField(_("figures of an earlier period"), blank=True)
    computed_value = models.DecimalField(max_digits=22, decimal_places=6, null=True)
    computed_year = models.DecimalField(max_digits=22, decimal_places=6, null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, null=True, related_name="+"
    )
    overridden_at = models.DateTimeField(null=True)

    objects = IndicatorFigureManager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["report", "indicator__number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="figure_once_a_report"),
            models.CheckConstraint(
                condition=Q(overridden_at=None, reason="") | Q(overridden_at__isnull=False) & ~Q(reason=""),
                name="figure_overridden_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.indicator}"

    @property
    def is_overridden(self) -> bool:
        return self.overridden_at is not None
