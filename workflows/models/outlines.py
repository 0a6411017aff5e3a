from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import Subject

from .figures import FOR_A_REASON, Adjustable, FigureManager
from .kinds import ReportKind
from .submissions import Submission
from .unit_reports import UnitReport
from .ward_reports import WardReport


class OutlineVersion(Subject):
    """What the reports of a kind say, section by section, or what its documents ask of whoever drafts them. Once a
    period is opened or a document drafted with it, it is changed no more: a change makes the next number
    (outlines/actions.py).

    `edits` counts the changes of all numbers so far; a page shows it, and what was sent from an older one is refused.
    `arrangement` is what a period takes over of its sections' order (pure/arrangement.py); `chosen` are the numbers of
    the plan's indicators that are asked for, none where all are. One `of_request` was made for one request for a report
    and is never the kind's newest.
    """

    kind = models.ForeignKey(ReportKind, models.PROTECT, related_name="outlines", verbose_name=_("kind"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    edits = models.PositiveIntegerField(default=1)
    arrangement = models.JSONField(default=list, blank=True)
    chosen = models.JSONField(_("chosen indicators"), default=list, blank=True)
    of_request = models.BooleanField(_("made for one request"), default=False)

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")
        ordering = ["kind", "-number"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="outline_number_once_a_kind")]

    def __str__(self) -> str:
        return f"Đề cương {self.number}, {self.kind}"

    @property
    def is_in_use(self) -> bool:
        """Whether a period was opened or a document drafted with it."""
        return self.periods.exists() or self.submissions.exists()


class Section(models.Model):
    """A part of an outline. What the plan gives (indicators, assignments), the difficulties and the texts stand in
    every outline, and may be left out; a section of `FIELDS` holds fields of its own. `number` names it in every
    version of the outline.
    """

    class Content(models.TextChoices):
        INDICATORS = "indicators", _("Indicators")
        ASSIGNMENTS = "assignments", _("Assignments")
        RESULTS = "results", _("Results")
        DIFFICULTIES = "difficulties", _("Difficulties and obstacles")
        PROPOSALS = "proposals", _("Proposals")
        DIRECTIONS = "directions", _("Directions for the next period")
        FIELDS = "fields", _("Fields")

    outline = models.ForeignKey(OutlineVersion, models.CASCADE, related_name="sections", verbose_name=_("outline"))
    number = models.PositiveSmallIntegerField(_("number"))
    order = models.PositiveSmallIntegerField(_("order"))
    content = models.CharField(_("content"), max_length=12, choices=Content, default=Content.FIELDS)
    title = models.CharField(_("title"), max_length=150, blank=True)
    is_left_out = models.BooleanField(_("left out"), default=False)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["outline", "order"]
        constraints = [
            models.UniqueConstraint(fields=["outline", "number"], name="section_number_once_an_outline"),
            models.CheckConstraint(condition=~Q(content="fields") | ~Q(title=""), name="section_of_fields_titled"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.get_content_display())

    @property
    def key(self) -> str:
        """Its name in an arrangement: "results", "S7"."""
        return f"S{self.number}" if self.content == self.Content.FIELDS else self.content


class FieldType(models.TextChoices):
    """What is typed into a field."""

    NUMBER = "number", pgettext_lazy("field", "Number")
    PERCENT = "percent", _("Percentage of two numbers")
    DATE = "date", pgettext_lazy("field", "Date")
    CHOICE = "choice", _("One of a list")
    TEXT = "text", pgettext_lazy("field", "Text")
    YES_NO = "yes_no", _("Yes or no")
    TABLE = "table", pgettext_lazy("field", "Table")
    FILE = "file", _("Files")


class Summing(models.TextChoices):
    """How the ward tells a field of all its units (outlines/summing.py)."""

    SUM = "sum", _("Sum")
    MEAN = "mean", _("Mean of the units")
    RATIO = "ratio", _("Sums of both numbers, divided")
    LEAST = "least", _("Smallest or earliest")
    MOST = "most", _("Largest or latest")
    COUNT = "count", _("How many units")
    LIST = "list", _("Each unit by its name")


class Field(models.Model):
    """What is asked in a section: a value of a type within limits. `number` names it in every version of the outline.

    `minimum` and `maximum` bound a number or a percentage, `earliest` and `latest` a date; `longest` is how many
    letters a text has at most. `choices` are the words of a list, `columns` those of a table, each with its type.
    `stock`: a number or percentage is measured at a point of time; where a unit is silent, what it told last stands.
    """

    section = models.ForeignKey(Section, models.CASCADE, related_name="fields", verbose_name=_("section"))
    number = models.PositiveSmallIntegerField(_("number"))
    order = models.PositiveSmallIntegerField(_("order"))
    label = models.CharField(_("name"), max_length=200)
    type = models.CharField(_("type"), max_length=8, choices=FieldType, default=FieldType.NUMBER)
    measure = models.CharField(_("unit of measure"), max_length=30, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    minimum = models.DecimalField(_("at least"), max_digits=18, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField(_("at most"), max_digits=18, decimal_places=4, null=True, blank=True)
    earliest = models.DateField(_("not before"), null=True, blank=True)
    latest = models.DateField(_("not after"), null=True, blank=True)
    longest = models.PositiveSmallIntegerField(_("letters at most"), default=1000)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    columns = models.JSONField(_("columns"), default=list, blank=True)
    help = models.CharField(_("help"), max_length=300, blank=True)
    required = models.BooleanField(_("required"), default=True)
    summing = models.CharField(_("told of all units as"), max_length=5, choices=Summing, default=Summing.SUM)
    stock = models.BooleanField(_("at a point of time"), default=False)

    class Meta:
        verbose_name = _("field")
        verbose_name_plural = _("fields")
        ordering = ["section__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="field_number_once_a_section"),
            models.CheckConstraint(condition=Q(type__in=FieldType.values), name="field_type_known"),
            models.CheckConstraint(condition=Q(summing__in=Summing.values), name="field_summing_known"),
        ]

    def __str__(self) -> str:
        return self.label


class FieldAnswer(models.Model):
    """What is told in a `field` of a case, the `report`: the contract of every type that has fields, each with its own
    table. All blank: nothing is told. A percentage has both its numbers. A field of files has in `rows` the name and
    SHA-256 of each, as they are attached. `COLUMNS` are what is typed.
    """

    COLUMNS: ClassVar[dict[str, tuple[str, ...]]] = {
        FieldType.NUMBER: ("value",),
        FieldType.PERCENT: ("numerator", "denominator"),
        FieldType.DATE: ("day",),
        FieldType.CHOICE: ("choice",),
        FieldType.TEXT: ("words",),
        FieldType.YES_NO: ("yes",),
        FieldType.TABLE: ("rows",),
        FieldType.FILE: (),
    }

    report: Any
    field: Any

    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(_("numerator"), max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(_("denominator"), max_digits=18, decimal_places=4, null=True, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)
    choice = models.CharField(_("choice"), max_length=100, blank=True)
    words = models.TextField(_("text"), blank=True)
    yes = models.BooleanField(_("yes or no"), null=True, blank=True)
    rows = models.JSONField(_("rows"), default=list, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.report}: {self.field}"


def ratio_whole(name: str) -> models.CheckConstraint:
    """Both numbers of a percentage, or neither."""
    return models.CheckConstraint(
        condition=Q(numerator=None, denominator=None)
        | Q(numerator__isnull=False, denominator__isnull=False, denominator__gt=0),
        name=name,
    )


class FieldValue(FieldAnswer):
    """What a unit reports in a field. `explanation` is why it is blank though it is required; `informant` who told it,
    where the office typed it.
    """

    report = models.ForeignKey(UnitReport, models.CASCADE, db_index=False, related_name="field_values")
    field = models.ForeignKey(Field, models.PROTECT, db_index=False, related_name="values")
    explanation = models.CharField(_("reason"), max_length=500, blank=True)
    informant = models.CharField(_("entered on behalf, source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("value of a field")
        verbose_name_plural = _("values of fields")
        ordering = ["report", "field__section__order", "field__order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "field"], name="field_value_once_a_report"),
            ratio_whole("field_value_ratio_whole"),
        ]


class SubmissionValue(FieldAnswer):
    """What a document for signing says in a field of the outline with which it was drafted."""

    report = models.ForeignKey(Submission, models.CASCADE, db_index=False, related_name="field_values")
    field = models.ForeignKey(Field, models.PROTECT, db_index=False, related_name="+")

    class Meta:
        verbose_name = _("value of a document's field")
        verbose_name_plural = _("values of documents' fields")
        ordering = ["report", "field__section__order", "field__order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "field"], name="submission_value_once"),
            ratio_whole("submission_value_ratio_whole"),
        ]


class FieldFigure(Adjustable):
    """A field of all the ward's units, as consolidated. All blank: nobody reported it.

    `words` say what is no number: a day, how often each of a list was chosen. `told` is what each unit told, with its
    name, where the outline lists them: [unit, words], of a table [unit, [cells of a row]]. `carried` names the units
    whose value of an earlier period stands on, with that period. `sources` are the values that it was made from, as of
    then (outlines/sources.py). Where the coordinator has overridden it, `computed` is what the units' reports give.
    """

    report = models.ForeignKey(WardReport, models.CASCADE, related_name="field_figures")
    field = models.ForeignKey(Field, models.PROTECT, db_index=False, related_name="+")
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    numerator = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    words = models.TextField(blank=True)
    told = models.JSONField(default=list)
    carried = models.TextField(_("figures of an earlier period"), blank=True, default="")
    reported = models.PositiveSmallIntegerField(_("units that reported"))
    expected = models.PositiveSmallIntegerField(_("units expected"))
    sources = models.JSONField(default=list)
    computed: Any = models.JSONField(null=True)

    objects = FigureManager["FieldFigure"]()

    class Meta:
        verbose_name = _("figure of a field")
        verbose_name_plural = _("figures of fields")
        ordering = ["report", "field__section__order", "field__order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "field"], name="field_figure_once_a_report"),
            models.CheckConstraint(condition=FOR_A_REASON, name="field_figure_overridden_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.field}"
