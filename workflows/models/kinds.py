from datetime import date
from typing import cast

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from approvals.models import Subject
from units.models import Plan, Unit
from workflows.pure.entry_checks import Limits
from workflows.pure.schedule import DayOff, Frequency, Schedule


class ReportKindQuerySet(models.QuerySet):
    def periodic(self) -> "ReportKindQuerySet":
        """Of what is reported every month or year."""
        return self.exclude(frequency=ReportKind.Frequency.EVENT)


class ReportKind(models.Model):
    """A kind of report or document of a ward: its issuer and symbol, its route, and of reports the schedule. Days are
    days of the month in Vietnam (pure/schedule.py).

    `subject_kind` names the type of case that it is a kind of. A letter (công văn) has no name of its kind above its
    text, and its symbol ends with that of the unit that drafted it (NĐ 30/2020, Phụ lục III, mẫu 1.5).
    """

    class Frequency(models.TextChoices):
        MONTHLY = "monthly", _("Every month")
        ANNUAL = "annual", _("Every year")
        EVENT = "event", _("When there is occasion")

    class DayOff(models.TextChoices):
        NONE = "none", _("stays")
        NEXT = "next", _("moves to the next working day")
        PREVIOUS = "previous", _("moves to the working day before")

    class Form(models.TextChoices):
        """Who issues the report: a committee by its own name and numbers, or the People's Committee itself."""

        COMMITTEE = "committee", _("Committee (Ban Chỉ đạo)")
        PEOPLE = "people", _("People's Committee of the ward")

    subject_kind = models.CharField(max_length=40, default="wardreport")
    ward = models.ForeignKey(Unit, models.PROTECT, related_name="report_kinds", verbose_name=_("ward"))
    code = models.SlugField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=100)
    frequency = models.CharField(_("frequency"), max_length=10, choices=Frequency)
    is_letter = models.BooleanField(_("a letter, without a name of its kind"), default=False)
    form = models.CharField(_("issuing body"), max_length=10, choices=Form, default=Form.COMMITTEE)
    symbol = models.CharField(_("symbol"), max_length=40, default="BC-BCĐ")
    unit_day = models.PositiveSmallIntegerField(_("units report before day"), default=5)
    ward_day = models.PositiveSmallIntegerField(_("the ward reports before day"), default=10)
    month_offset = models.PositiveSmallIntegerField(_("months after the one covered"), default=1)
    due_month = models.PositiveSmallIntegerField(_("month of the yearly report"), default=12)
    inclusive = models.BooleanField(_("the day itself is in time"), default=False)
    day_off = models.CharField(_("a due day off"), max_length=10, choices=DayOff, default=DayOff.NONE)
    window_start_day = models.PositiveSmallIntegerField(_("figures from day"), default=1)
    lead_days = models.PositiveSmallIntegerField(_("opens so many days before"), default=15)
    opens_from = models.DateField(_("periods from"))
    green = models.DecimalField(_("xanh from"), max_digits=4, decimal_places=2, default=1)
    amber = models.DecimalField(_("vàng from"), max_digits=4, decimal_places=2, default="0.8")
    jump_deviations = models.DecimalField(_("a jump: median deviations"), max_digits=4, decimal_places=1, default=5)
    jump_percent = models.DecimalField(_("a jump: percent of the median"), max_digits=5, decimal_places=1, default=50)

    objects = ReportKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of report")
        verbose_name_plural = _("kinds of report")
        ordering = ["ward", "-frequency"]
        constraints = [
            models.UniqueConstraint(fields=["ward", "code"], name="kind_code_once_a_ward"),
            models.CheckConstraint(condition=Q(unit_day__lt=F("ward_day")), name="kind_units_before_ward"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def limits(self) -> Limits:
        """From where on a figure counts as a jump."""
        return Limits(self.jump_deviations, self.jump_percent)

    @property
    def schedule(self) -> Schedule:
        """The schedule as the pure rules read it."""
        return Schedule(
            frequency=cast(Frequency, self.frequency),
            unit_day=self.unit_day,
            ward_day=self.ward_day,
            month_offset=self.month_offset,
            due_month=self.due_month,
            inclusive=self.inclusive,
            day_off=cast(DayOff, self.day_off),
            window_start_day=self.window_start_day,
            lead_days=self.lead_days,
        )


class ReportingPeriod(Subject):
    """A month or year of a kind, named by what it covers: "2026-10", "2026".

    `starts` and `ends` bound the data, both days included; `unit_due_at` and `ward_due_at` are the first instants that
    are late, in UTC.
    """

    kind = models.ForeignKey(ReportKind, models.PROTECT, related_name="periods", verbose_name=_("kind"))
    ward = models.ForeignKey(Unit, models.PROTECT, related_name="periods", verbose_name=_("ward"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="periods", verbose_name=_("plan"))
    code = models.CharField(_("period"), max_length=10)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    unit_due_at = models.DateTimeField(_("units before"))
    ward_due_at = models.DateTimeField(_("ward before"))
    estimates = models.BooleanField(_("holds estimates"), default=False)
    opened_at = models.DateTimeField(_("opened"))

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["-ends", "-starts"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="period_once_a_kind")]

    def __str__(self) -> str:
        year, _dash, month = self.code.partition("-")
        return f"{self.kind.name} {int(month)}/{year}" if month else f"{self.kind.name} {year}"

    @property
    def words(self) -> str:
        """The period as people say it: "tháng 10/2026", "năm 2026". A name, Vietnamese as that of its kind is."""
        year, _dash, month = self.code.partition("-")
        return f"tháng {int(month)}/{year}" if month else f"năm {year}"

    @property
    def is_yearly(self) -> bool:
        return self.kind.frequency == ReportKind.Frequency.ANNUAL

    @property
    def month(self) -> date:
        return self.ends.replace(day=1)
