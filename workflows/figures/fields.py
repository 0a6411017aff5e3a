"""The outline's fields summed up over all units, as pages show them: the value, its sources, and the value before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from units import grants
from units.models import Person
from workflows.models import Field, FieldFigure, FieldType, FieldValue, WardReport
from workflows.models.states import TAKEN_IN, UnitState
from workflows.outlines.sources import rows_words, sources_of
from workflows.outlines.words import columns_of
from workflows.pure.period_codes import period_before
from workflows.pure.period_words import period_words
from workflows.pure.quoted import NO_FIGURE
from workflows.pure.summing import IN_ROWS, UnitValue, in_words, read, total_in_words

from .compared import Units, missing, unlike_words, why_not_compared
from .origins.provenance import Contribution, YearPart
from .origins.sources import taken_in_of


@dataclass(frozen=True)
class FieldInWords:
    """A field's figure as pages show it; its field and section must be read with it. `before` is what it was in the
    period before, in words, and `lacking` names the units whose figures are missing for a comparison with it, or the
    days of its data where it is of another length.
    """

    figure: FieldFigure
    before: str = ""
    lacking: str = ""

    @property
    def why_not(self) -> str:
        """Why it is not compared with the period before, as a sentence."""
        return why_not_compared(self.lacking)

    @property
    def field(self) -> Field:
        return self.figure.field

    @property
    def key(self) -> str:
        return f"F{self.field.number}"

    @property
    def title(self) -> str:
        return self.field.label

    @property
    def is_adjustable(self) -> bool:
        """Files are what units attached."""
        return self.field.type != FieldType.FILE

    @property
    def measure(self) -> str:
        return self.field.measure

    @property
    def value(self) -> str:
        return total_words(self.field, self.figure)

    @property
    def computed(self) -> str:
        """What the units' reports give, where the figure is adjusted by hand."""
        return total_words(self.field, read(self.figure.computed))


@dataclass(frozen=True)
class FieldProvenance(FieldInWords):
    """A field's figure with where it comes from; its report must be read with it. `rows` are those of a table."""

    parts: tuple[Contribution, ...] = ()
    earlier: tuple[YearPart, ...] = ()

    @property
    def report(self) -> WardReport:
        return self.figure.report

    @property
    def facts(self) -> list[tuple[str, str]]:
        return [(_("Aggregation"), self.field.get_summing_display())]

    @property
    def adjusted(self) -> str:
        return _("Adjusted by hand. The units' reports give %(computed)s.") % {"computed": self.computed}

    @property
    def columns(self) -> tuple[str, ...]:
        """The headings of a table, without its units'."""
        return columns_of(self.field)

    @property
    def rows(self) -> list[list[str]]:
        """With the unit of each."""
        is_in_rows = self.field.type in IN_ROWS
        return [[unit, *cells] for unit, cells in self.figure.told] if is_in_rows else []


def total_words(field: Field, total: Any) -> str:
    """A field of all units with its measure; `total` has the attributes of `pure.summing.Summary`."""
    if field.type in IN_ROWS:
        return rows_words(field.type, len(total.told))
    if field.type == FieldType.PERCENT and total.denominator:
        return in_words(field.type, UnitValue("", numerator=total.numerator, denominator=total.denominator))
    words = total_in_words(field.type, field.summing, total, field.decimals)
    if words:
        return f"{words} {field.measure}".strip()
    return _("each unit by its name") if total.told else NO_FIGURE


def fields_in_words(report: WardReport, names: Mapping[int, str]) -> list[FieldInWords]:
    """Of a report, each beside the period before; `names` are the short names of the ward's units. Two queries, none
    where the period's outline has no fields.
    """
    if not report.period.has_fields:
        return []
    figures = FieldFigure.objects.with_sources().select_related("field__section", "report__period")
    before = {figure.field.number: figure for figure in figures.filter(_is_before(report), _counts())}
    return [
        FieldInWords(figure, *_compared(report, figure, before.get(figure.field.number), names))
        for figure in figures.filter(report=report)
    ]


def adjusted_fields(figures: Iterable[FieldFigure]) -> list[FieldInWords]:
    """Those that the coordinator gave by hand, of a report's figures with their fields."""
    return [FieldInWords(figure) for figure in figures if figure.is_overridden]


def _compared(
    report: WardReport, figure: FieldFigure, before: FieldFigure | None, names: Mapping[int, str]
) -> tuple[str, str]:
    """The figure of the period before in words, and the units whose figures are missing for a comparison, or which days
    that period's data were of, where it is of another length: then it is not shown.
    """
    if before is None:
        return "", ""
    then = before.report.period
    unlike = unlike_words((report.period.starts, report.period.ends), (then.starts, then.ends))
    if unlike and not figure.field.stock and figure.field.type not in IN_ROWS:
        return "", unlike
    are_known = figure.sources and before.sources
    code = period_before(report.period.code)
    return total_words(before.field, before), missing(_units(figure), _units(before), code, names) if are_known else ""


def _units(figure: FieldFigure) -> Units:
    sources = sources_of(figure)
    return Units({each.unit_id for each in sources}, {each.unit_id for each in sources if not each.since})


def _counts() -> Q:
    return Q(report__in=WardReport.objects.counting())


def _is_before(report: WardReport) -> Q:
    """In the kind's period before; nothing comes before what the office asked for by itself."""
    period = report.period
    code = "" if period.is_asked else period_before(period.code)
    return Q(report__period__kind=period.kind_id, report__period__code=code)


def provenance(report: WardReport, number: int, person: Person) -> FieldProvenance:
    """Of a field's figure. Raises FieldFigure.DoesNotExist for whoever may not read all units' reports. Two queries."""
    readable = grants.units_where(person, "view_reports")
    figures = list(_with_earlier(report).filter(field__number=number, report__ward__in=readable))
    if not figures or figures[-1].report_id != report.pk:
        raise FieldFigure.DoesNotExist
    figure = figures.pop()
    values = list(_values(figure))
    names = {value.report.unit_id: value.report.unit.short_name for value in values}
    last = figures[-1] if figures and figures[-1].report.period.code == period_before(report.period.code) else None
    of_the_year = [each for each in figures if each.report.period.year == report.period.year]
    return FieldProvenance(
        figure,
        *_compared(report, figure, last, names),
        tuple(_parts(figure, values)),
        tuple(YearPart(each.report_id, each.report.period.words, _words(each)) for each in of_the_year),
    )


def _words(figure: FieldFigure) -> str:
    return total_words(figure.field, figure)


def _with_earlier(report: WardReport) -> QuerySet[FieldFigure]:
    """The report's figures, and those of the kind's earlier periods in its year, or next to it, the oldest first."""
    period = report.period
    in_the_year = Q(report__period__kind=period.kind_id, report__period__plan__year=period.year)
    earlier = _is_before(report) if period.is_asked else _is_before(report) | in_the_year
    figures = FieldFigure.objects.with_sources().select_related(
        "field__section", "overridden_by", "report__ward", "report__period__kind", "report__period__plan"
    )
    is_earlier = earlier & _counts() & Q(report__period__ends__lt=period.ends, report__period__title="")
    return figures.filter(Q(report=report) | is_earlier).order_by("report__period__ends")


def _values(figure: FieldFigure) -> QuerySet[FieldValue]:
    """As the units' reports of the period have them now, in the units' order."""
    values = FieldValue.objects.filter(field=figure.field_id, report__period=figure.report.period_id)
    return values.select_related("report__unit").order_by("report__unit__order", "report_id")


def _parts(figure: FieldFigure, values: Iterable[FieldValue]) -> Iterable[Contribution]:
    """What each unit told then, and what it tells now where that differs. Of a figure that was consolidated before its
    sources were kept, what it tells now.
    """
    field, taken_in = figure.field, taken_in_of(figure.report.taken_in)
    sources = {each.report_id: each for each in sources_of(figure)}
    for value in values:
        report, source, taken = value.report, sources.get(value.report_id), taken_in.get(value.report_id)
        now = _in_words(field, value) if report.state in TAKEN_IN else ""
        then = source.words(field.type, field.decimals) if source else "" if figure.sources else now
        since = source.since if source else ""
        differs = now != ("" if since else then)
        yield Contribution(
            unit=report.unit.name,
            report_id=report.pk,
            value=f"{then} {field.measure}".strip() if then else "",
            fraction="",
            version=taken.version if taken else None,
            accepted_by=taken.accepted_by if taken else "",
            accepted_at=taken.accepted_at if taken else None,
            now=(f"{now} {field.measure}".strip() if now else NO_FIGURE) if differs else "",
            is_lead=False,
            is_waived=report.state == UnitState.WAIVED,
            since=period_words(since) if since else "",
        )


def _in_words(field: Field, value: FieldValue) -> str:
    if field.type in IN_ROWS:
        return rows_words(field.type, len(value.rows)) if value.rows else ""
    return in_words(field.type, value, field.decimals)
