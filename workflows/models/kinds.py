from collections.abc import Iterable
from datetime import date
from typing import cast

from django.db import models
from django.db.models import Case, F, Q, Subquery, When
from django.utils.translation import gettext_lazy as _

from approvals.models import Subject
from units.models import Assignment, Indicator, Plan, Unit
from workflows.pure.arrangement import ASSIGNMENTS, INDICATORS, OF_THE_PLAN, STANDING, TEXTS, arranged, asked_of
from workflows.pure.entry_checks import Limits
from workflows.pure.period_codes import MONTHS, PERIODIC, are_alike, named
from workflows.pure.period_words import joined, period_words, short_words
from workflows.pure.schedule import DayOff, Frequency, Schedule

REPORT = "wardreport"  # WardReport's name in the trail


class ReportKindQuerySet(models.QuerySet):
    def periodic(self) -> "ReportKindQuerySet":
        """Of what is reported every week, month, quarter or year: their periods open by the clock."""
        return self.in_use().filter(frequency__in=PERIODIC)

    def of_reports(self) -> "ReportKindQuerySet":
        """Of what units report and the ward consolidates."""
        return self.in_use().filter(subject_kind=REPORT, practice=False)

    def asked(self) -> "ReportKindQuerySet":
        """Of what is reported when the office asks for it: their periods have a title and days of their own."""
        return self.of_reports().exclude(frequency__in=PERIODIC)

    def in_use(self) -> "ReportKindQuerySet":
        return self.filter(retired_at=None)

    def telling(self, ward_id: int | Subquery) -> "ReportKindQuerySet":
        """The one whose figures tell the course of the ward's plan: its months, else what is reported most often."""
        often = [When(frequency=name, then=place) for place, name in enumerate((*MONTHS, "weekly"))]
        found = self.filter(ward=ward_id, on_plan=True, frequency__in=PERIODIC)
        return found.order_by(Case(*often), "pk")[:1]


class ReportKind(models.Model):
    """A kind of report or document of a ward: its issuer and symbol, its route, and of reports the schedule. Days are
    days of the month in Vietnam (pure/schedule.py).

    `subject_kind` names the type of case that it is a kind of. A letter (công văn) has no name of its kind above its
    text, and its symbol ends with that of the unit that drafted it (NĐ 30/2020, Phụ lục III, mẫu 1.5).

    `reporters` says which of the ward's units that report at all are asked: all, the `units`, or those whose kind is
    among `unit_kinds`. Where `on_plan` is not set they report in words alone, without the plan's indicators and
    assignments. A yearly report begins with the months of the kind `months`. Of several plans in force in a year it
    follows that of `plan_number`, else the first (periods/actions.py). With `first_covers_year` a kind that begins
    within a year asks in its first period for the figures since that year began. A retired kind stays for the record.
    `practice`: of a month in which the ward practises, that counts nowhere (periods/practice/).
    """

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")
        QUARTERLY = "quarterly", _("Every quarter")
        HALFYEARLY = "halfyearly", _("Every half year")
        NINEMONTHS = "ninemonths", _("For nine months")
        ANNUAL = "annual", _("Every year")
        ONCE = "once", _("Once")
        EVENT = "event", _("When there is occasion")

    class Reporters(models.TextChoices):
        ALL = "all", _("all units that report")
        CHOSEN = "chosen", _("the units chosen here")
        BY_KIND = "by_kind", _("the units of these kinds")

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
    month_offset = models.PositiveSmallIntegerField(_("months after the last one covered"), default=1)
    due_month = models.PositiveSmallIntegerField(_("month of the yearly report"), default=12)
    inclusive = models.BooleanField(_("the day itself is in time"), default=False)
    day_off = models.CharField(_("a due day off"), max_length=10, choices=DayOff, default=DayOff.NONE)
    window_start_day = models.PositiveSmallIntegerField(_("figures from day"), default=1)
    lead_days = models.PositiveSmallIntegerField(_("opens so many days before"), default=15)
    opens_from = models.DateField(_("periods from"))
    first_covers_year = models.BooleanField(_("the first period tells the year so far"), default=False)
    on_plan = models.BooleanField(_("with the plan's indicators and assignments"), default=True)
    months = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="years", verbose_name=_("begins with the months of")
    )
    reporters = models.CharField(_("who reports"), max_length=8, choices=Reporters, default=Reporters.ALL)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("chosen units"))
    unit_kinds = models.JSONField(_("kinds of unit"), default=list, blank=True)
    practice = models.BooleanField(_("a practice month"), default=False)
    plan_number = models.CharField(_("follows the plan"), max_length=60, blank=True, default="")
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    green = models.DecimalField(_("xanh from"), max_digits=4, decimal_places=2, default=1)
    amber = models.DecimalField(_("vàng from"), max_digits=4, decimal_places=2, default="0.8")
    jump_deviations = models.DecimalField(_("a jump: median deviations"), max_digits=4, decimal_places=1, default=5)
    jump_percent = models.DecimalField(_("a jump: percent of the median"), max_digits=5, decimal_places=1, default=50)

    asks_of_units: bool = True  # whether its route may ask anything at the reports of units; where that came with it

    objects = ReportKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of report")
        verbose_name_plural = _("kinds of report")
        ordering = ["ward", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ward", "code"], name="kind_code_once_a_ward"),
            models.CheckConstraint(condition=Q(unit_day__lt=F("ward_day")), name="kind_units_before_ward"),
            models.UniqueConstraint(
                fields=["ward"], condition=Q(practice=True, retired_at=None), name="kind_one_practice_a_ward"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_of_reports(self) -> bool:
        """Whether units report it and the ward consolidates it."""
        return self.subject_kind == REPORT

    @property
    def is_asked(self) -> bool:
        """Whether it is reported when the office asks for it, not by a schedule."""
        return self.frequency not in PERIODIC

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


class ReportingPeriodQuerySet(models.QuerySet):
    def before(self, period: "ReportingPeriod") -> "ReportingPeriodQuerySet":
        """The earlier periods of its kind; none comes before what the office asked for by itself."""
        return self.none() if period.is_asked else self.standing().filter(kind=period.kind_id, ends__lt=period.ends)

    def standing(self) -> "ReportingPeriodQuerySet":
        """Without those that were cancelled."""
        return self.filter(cancelled_at=None)


class ReportingPeriod(Subject):
    """A week, month, quarter or year of a kind, named by what it covers: "2026-10", "2026-Q3" (pure/period_codes.py);
    or what the office asked for once, with a `title` and a `brief` that says what is asked, and any code.

    `starts` and `ends` bound the data, both days included; `unit_due_at` and `ward_due_at` are the first instants that
    are late, in UTC. `on_plan` is as it was for the kind when the period opened. `outline` is what its reports say,
    whatever becomes of the kind's outline since; `has_fields` whether that asks for fields of its own, `arrangement`
    the order of its parts, `chosen` the numbers of the indicators that it names, none where it asks for all. One that
    was cancelled stays for the record, and another may be opened in its place. `request` is the identity of what a
    superior asks its wards for: the same at the superior and at each ward.
    """

    kind = models.ForeignKey(ReportKind, models.PROTECT, related_name="periods", verbose_name=_("kind"))
    ward = models.ForeignKey(Unit, models.PROTECT, related_name="periods", verbose_name=_("ward"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="periods", verbose_name=_("plan"))
    outline = models.ForeignKey("OutlineVersion", models.PROTECT, related_name="periods", verbose_name=_("outline"))
    has_fields = models.BooleanField(default=False)
    arrangement = models.JSONField(default=list, blank=True)
    chosen = models.JSONField(default=list, blank=True)
    code = models.CharField(_("period"), max_length=40)
    title = models.CharField(_("title"), max_length=150, blank=True, default="")
    brief = models.TextField(_("what is asked"), blank=True, default="")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    unit_due_at = models.DateTimeField(_("units before"))
    ward_due_at = models.DateTimeField(_("ward before"))
    estimates = models.BooleanField(_("holds estimates"), default=False)
    on_plan = models.BooleanField(_("with the plan's indicators and assignments"), default=True)
    opened_at = models.DateTimeField(_("opened"))
    request = models.UUIDField(null=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        ordering = ["-ends", "-starts"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], condition=Q(cancelled_at=None), name="period_once_a_kind"),
            models.UniqueConstraint(fields=["ward", "request"], name="period_once_a_request"),
        ]

    def __str__(self) -> str:
        if self.kind.practice:
            return self.title
        return f"{self.kind.name}: {self.title}" if self.title else joined(self.kind.name, short_words(self.code))

    @property
    def words(self) -> str:
        """The period as people say it: "tháng 10/2026", "năm 2026". A name, Vietnamese as that of its kind is."""
        return self.title or short_words(self.code)

    @property
    def indicators(self) -> models.QuerySet[Indicator]:
        """Those of the plan that it tells of: where only some units report, what these are asked."""
        rows = self.shared_indicators
        return rows.filter(pk__in=self._entered("indicator_entries__indicator")) if self.asks_some else rows

    @property
    def assignments(self) -> models.QuerySet[Assignment]:
        rows = self.shared_assignments
        return rows.filter(pk__in=self._entered("assignment_entries__assignment")) if self.asks_some else rows

    @property
    def shared_indicators(self) -> models.QuerySet[Indicator]:
        """Those of the plan that it shares out among the units that report."""
        if INDICATORS not in self.asked:
            return self.plan.indicators.none()
        return self.plan.indicators.filter(number__in=self.chosen) if self.chosen else self.plan.indicators.all()

    @property
    def shared_assignments(self) -> models.QuerySet[Assignment]:
        return self.plan.assignments.all() if ASSIGNMENTS in self.asked else self.plan.assignments.none()

    def _entered(self, name: str) -> models.QuerySet:
        """The ids of what its units' reports have entries for."""
        return self.unit_reports.order_by().filter(**{f"{name}__isnull": False}).values(name)

    @property
    def asks_some(self) -> bool:
        """Whether only some of the ward's units report in it."""
        return self.is_asked or self.kind.reporters != ReportKind.Reporters.ALL

    @property
    def asked(self) -> tuple[str, ...]:
        """The standing parts that its reports have, in order (pure/arrangement.py)."""
        return tuple(part for part in asked_of(self.arrangement) if self.on_plan or part not in OF_THE_PLAN)

    @property
    def texts(self) -> tuple[str, ...]:
        """Those of them in prose."""
        return tuple(part for part in self.asked if part in TEXTS)

    def parts(self, own: Iterable[str]) -> list[str]:
        """The parts of its reports in order; `own` are the keys of the outline's sections that have fields."""
        asked = self.asked
        return [part for part in arranged(self.arrangement, own) if part in asked or part not in STANDING]

    @property
    def covered(self) -> str:
        """The same as documents write it, for the middle of a sentence."""
        return self.title or period_words(self.code)

    @property
    def year(self) -> int:
        """The one that it counts in: of a week that of most of its days."""
        covered = named(self.code)
        return covered.year if covered else self.ends.year

    @property
    def more_since(self) -> date | None:
        """From when on its data are, where they are of more days than its name says; else None."""
        covered = named(self.code)
        if covered is None or are_alike((self.starts, self.ends), (covered.first, covered.last)):
            return None
        return self.starts if self.starts < covered.first else None

    @property
    def adds_months(self) -> bool:
        """Whether it is a year that begins with the figures of the ward's months."""
        return self.kind.frequency == ReportKind.Frequency.ANNUAL and self.kind.months_id is not None

    @property
    def is_asked(self) -> bool:
        """Whether the office asked for it: no period comes before it or after it."""
        return named(self.code) is None
