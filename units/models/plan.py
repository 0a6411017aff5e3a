from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.models import Subject

from .units import Unit


class Plan(Subject):
    """A numbered plan of a ward, versioned: reports that were opened under a version keep it."""

    ward = models.ForeignKey(Unit, models.PROTECT, related_name="plans", verbose_name=_("ward"))
    number = models.CharField(_("number and symbol"), max_length=60)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    year = models.PositiveSmallIntegerField(_("year"))
    issued_on = models.DateField(_("date"))
    title = models.CharField(_("title"), max_length=500)
    issuer = models.CharField(_("issued by"), max_length=300)
    province = models.CharField(_("province"), max_length=100)
    place = models.CharField(_("place"), max_length=100)
    coordinating_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("coordinating unit"))
    province_recipient = models.CharField(_("recipient at the province"), max_length=300)
    signer_authority = models.CharField(_("signs for"), max_length=200)
    signer_title = models.CharField(_("signer's title"), max_length=200)
    signer_post = models.CharField(_("signer's post"), max_length=200)
    signer_name = models.CharField(_("signer's name"), max_length=200)
    recipients = models.JSONField(_("recipients"), default=list)
    note = models.TextField(_("note"), blank=True)
    content_digest = models.CharField(max_length=64, editable=False)
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["-year", "number", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["ward", "number", "version"], name="plan_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.version})"


class AssignmentGroup(models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="groups")
    code = models.CharField(_("code"), max_length=10)
    name = models.CharField(_("name"), max_length=300)
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        verbose_name = _("group of assignments")
        verbose_name_plural = _("groups of assignments")
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "code"], name="group_code_once_a_plan")]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"


class Aggregation(models.TextChoices):
    SUM = "sum", _("Sum")
    RATIO = "ratio", _("Numerator over denominator")
    LATEST = "latest", _("Latest value")
    MAXIMUM = "maximum", _("Largest value")
    COUNT = "count", _("Number of units that have it")
    MEAN = "mean", _("Mean weighted by denominator")


def way_words(aggregation: str, *, stock: bool) -> str:
    """A way of summing up in words, with whether it is of a flow or of a stock."""
    return f"{Aggregation(aggregation).label} ({stock_words(stock=stock)})"


def stock_words(*, stock: bool) -> str:
    """Thời điểm or thời kỳ."""
    return gettext("at a point of time") if stock else gettext("over a period")


class Direction(models.TextChoices):
    UP = "up", _("More is better")
    DOWN = "down", _("Less is better")


class Indicator(models.Model):
    """A measured goal of the plan. Its number names it across versions.

    `decimals` is how many its figures show at most; they are kept exact.
    `stock`: told at a point of time, as "latest" always is, so that periods are never added (docs/decisions/0020).
    `bounded`: a percentage of a whole, whose numerator is at most the denominator. `cumulative`: a running total of the
    year, which does not fall. A figure that breaks one of them needs a reason (workflows/pure/entry_checks.py).
    `numerator_words`, `denominator_words`: what is counted, for the fields where the two are typed.
    Of the units that cooperate those `helping` report no figure of it, so that nothing is counted twice.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=500)
    measure = models.CharField(_("unit of measure"), max_length=60)
    goal = models.DecimalField(_("goal of the year"), max_digits=18, decimal_places=4)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction)
    aggregation = models.CharField(_("aggregation"), max_length=10, choices=Aggregation)
    decimals = models.PositiveSmallIntegerField(_("decimals shown"), default=2)
    stock = models.BooleanField(_("at a point of time"), default=False)
    bounded = models.BooleanField(_("at most the whole"), default=True)
    cumulative = models.BooleanField(_("running total"), default=False)
    numerator_words = models.CharField(_("what the numerator counts"), max_length=200, blank=True)
    denominator_words = models.CharField(_("what the denominator counts"), max_length=200, blank=True)
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("leads"))
    cooperating = models.ManyToManyField(Unit, related_name="+", verbose_name=_("cooperate"))
    helping = models.ManyToManyField(Unit, related_name="+", verbose_name=_("only help"))

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="indicator_number_once_a_plan"),
            models.CheckConstraint(
                condition=~Q(aggregation=Aggregation.LATEST) | Q(stock=True), name="indicator_latest_is_a_stock"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def is_level(self) -> bool:
        """Whether the last period tells the year: of a stock, and of a running total, which holds the year already."""
        return self.stock or self.cumulative

    @property
    def kind_words(self) -> str:
        return stock_words(stock=self.stock)

    @property
    def method(self) -> str:
        """How it is summed up, in words: "Sum, over a period"."""
        return way_words(self.aggregation, stock=self.stock)


class Assignment(models.Model):
    """A task of the plan by "06 rõ": who (lead), what (name), responsibility, when, product, authority."""

    class Recurring(models.TextChoices):
        ONCE = "", _("Once")
        REGULAR = "regular", _("All the time")
        WEEKLY = "weekly", _("Every week")
        MONTHLY = "monthly", _("Every month")
        QUARTERLY = "quarterly", _("Every quarter")
        ANNUAL = "annual", _("Every year")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="assignments")
    group = models.ForeignKey(AssignmentGroup, models.CASCADE, related_name="assignments")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("work"), max_length=500)
    product = models.CharField(_("product"), max_length=300)
    due_on = models.DateField(_("due"), null=True)
    recurring = models.CharField(_("recurring"), max_length=10, choices=Recurring, blank=True)
    due_text = models.CharField(_("due, as written"), max_length=100)
    lead = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("leads"))
    cooperating = models.ManyToManyField(Unit, related_name="+", verbose_name=_("cooperate"))
    authority = models.CharField(_("authority"), max_length=200)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="assignment_number_once_a_plan")]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def due_words(self) -> str:
        """When it is due, as pages say it: "30/09/2026", "every month". Documents say it as the plan writes it."""
        return f"{self.due_on:%d/%m/%Y}" if self.due_on else str(self.get_recurring_display())
