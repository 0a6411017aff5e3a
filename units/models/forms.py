from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models import Subject

from .plan import Plan
from .units import Unit


class IndicatorMapping(Subject):
    """Which indicators feed which lines of the forms that others ask the ward for; versioned as a plan is."""

    ward = models.ForeignKey(Unit, models.PROTECT, related_name="mappings", verbose_name=_("ward"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    content_digest = models.CharField(max_length=64, editable=False)
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        verbose_name = _("mapping of indicators")
        verbose_name_plural = _("mappings of indicators")
        ordering = ["ward_id", "-version"]
        constraints = [models.UniqueConstraint(fields=["ward", "version"], name="mapping_version_once")]

    def __str__(self) -> str:
        return f"{self.ward.name} ({self.version})"


class ExternalForm(models.Model):
    """A form that somebody else asks for. `code` names it across versions; figures of `plan`, any version, feed it. The
    unit that is its `owner` opens it beside those who read the ward's reports.
    """

    mapping = models.ForeignKey(IndicatorMapping, models.CASCADE, related_name="forms")
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(_("code"), max_length=20)
    name = models.TextField(_("name"))
    basis = models.TextField(_("basis"))
    recipient = models.TextField(_("asked for by"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+", verbose_name=_("plan"))
    note = models.TextField(_("note"), blank=True)
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("unit in charge"))

    class Meta:
        verbose_name = _("form asked for by others")
        verbose_name_plural = _("forms asked for by others")
        ordering = ["mapping_id", "order"]
        constraints = [models.UniqueConstraint(fields=["mapping", "code"], name="form_code_once_a_mapping")]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class FormLine(models.Model):
    """A line of a form and the indicator that feeds it, by its number; None where it is filled in by hand.

    `conversion` leads from `source_measure`, the indicator's when the mapping was imported, to `measure`
    (units/workbook/mapping/conversions.py); `decimals` is how many the form wants.
    """

    class Which(models.TextChoices):
        YEAR = "year", _("Year to date")
        PERIOD = "period", _("In the period")

    form = models.ForeignKey(ExternalForm, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField(_("order"))
    code = models.CharField(_("code"), max_length=20)
    name = models.TextField(_("name"))
    measure = models.CharField(_("unit of measure"), max_length=60)
    indicator_number = models.PositiveSmallIntegerField(_("indicator"), null=True)
    source_measure = models.CharField(_("the indicator's unit of measure"), max_length=60, blank=True)
    which = models.CharField(_("figure"), max_length=6, choices=Which)
    conversion = models.CharField(_("conversion"), max_length=80, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"))

    class Meta:
        verbose_name = _("line of a form")
        verbose_name_plural = _("lines of forms")
        ordering = ["form_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["form", "code"], name="form_line_code_once"),
            models.CheckConstraint(
                condition=Q(indicator_number__isnull=False) | Q(conversion="", source_measure=""),
                name="form_line_converts_an_indicator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"
