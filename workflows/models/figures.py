from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Indicator

from .ward_reports import WardReport


class IndicatorFigure(models.Model):
    """An indicator of the ward in a period, as consolidated: None is "not reported", which is not zero.

    `year_value` is the year to date; `light` compares it with the goal (workflows/aggregation.py).
    """

    class Light(models.TextChoices):
        GREEN = "green", _("Green")
        AMBER = "amber", _("Amber")
        RED = "red", _("Red")

    report = models.ForeignKey(WardReport, models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures")
    value = models.DecimalField(max_digits=22, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=22, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=22, decimal_places=4, null=True)
    year_value = models.DecimalField(max_digits=22, decimal_places=6, null=True)
    light = models.CharField(max_length=5, choices=Light)
    reported = models.PositiveSmallIntegerField(_("units that reported"))
    expected = models.PositiveSmallIntegerField(_("units expected"))

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["report", "indicator__number"]
        constraints = [models.UniqueConstraint(fields=["report", "indicator"], name="figure_once_a_report")]

    def __str__(self) -> str:
        return f"{self.report}: {self.indicator}"
