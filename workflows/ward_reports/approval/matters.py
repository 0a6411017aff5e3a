"""What is out of the ordinary in a ward's report, each with its place, for whoever signs it."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext

from workflows.documents.answers import Answer
from workflows.documents.assignments import Silent
from workflows.documents.setbacks import setbacks
from workflows.figures import annual
from workflows.figures.fields import adjusted_fields
from workflows.figures.origins.levels import told_otherwise_of
from workflows.figures.origins.provenance import FigureInWords
from workflows.figures.origins.twins import counted_twice
from workflows.models import FieldFigure, IndicatorFigure, WardReport
from workflows.prose import drafts as prose
from workflows.prose.strays import strays_of
from workflows.pure.wording import references
from workflows.signoff.approval.briefing import Fact, Matter
from workflows.signoff.approval.comparisons import Compared


def of_figures(
    report: WardReport, figures: list[IndicatorFigure], fields: list[FieldFigure], answers: list[Answer]
) -> Iterator[Matter]:
    """What to know of the figures, read with their sources, and of those of the outline's fields. No statement, of a
    year five.
    """
    in_words = [FigureInWords(figure) for figure in figures]
    reds = [figure for figure in in_words if figure.figure.light == IndicatorFigure.Light.RED]
    yield Matter(gettext("Red indicators"), tuple(_of_figure(report, each, _red(each)) for each in reds))
    adjusted = [figure for figure in in_words if figure.figure.is_overridden]
    by_hand = [*(_adjusted(report, each) for each in adjusted), *_adjusted_fields(report, fields)]
    yield Matter(gettext("Adjusted figures"), tuple(by_hand))
    yield Matter(gettext("Perhaps counted twice"), tuple(_doubts(report, figures, answers)))
    yield Matter(gettext("Less than the signed months give"), tuple(_below_months(report)))
    yield Matter(gettext("Told otherwise for the same day"), tuple(_levels(report, figures)))
    yield Matter(gettext("Approved months without the figures of a unit"), tuple(_gaps(report)))


def _red(figure: FigureInWords) -> str:
    words = {"name": figure.indicator.name, "value": figure.year_value, "goal": figure.goal}
    if not figure.is_reported:
        return f"{figure.indicator.name} ({gettext('Not reported')})"
    return gettext("%(name)s: %(value)s, the goal is %(goal)s") % words


def _adjusted(report: WardReport, figure: FigureInWords) -> Fact:
    computed = gettext("computed: %(computed)s") % {"computed": figure.computed}
    return _of_figure(report, figure, f"{figure.indicator}: {figure.value}, {computed}", figure.figure.reason)


def _adjusted_fields(report: WardReport, fields: list[FieldFigure]) -> Iterator[Fact]:
    for field in adjusted_fields(fields):
        computed = gettext("computed: %(computed)s") % {"computed": field.computed}
        words = f"{field.title}: {field.value}, {computed}"
        yield Fact(words, _makings(report, field.key), field.figure.reason, beside=True)


def _of_figure(report: WardReport, figure: FigureInWords, words: str, reason: str = "") -> Fact:
    return Fact(words, _makings(report, figure.indicator.number), reason, beside=True)


def _makings(report: WardReport, number: int | str) -> str:
    return reverse("ward_report_figure", args=[report.pk, number])


def _doubts(report: WardReport, figures: list[IndicatorFigure], answers: list[Answer]) -> Iterator[Fact]:
    for doubt in counted_twice(figures, {answer.unit_id: answer.unit for answer in answers}):
        words = f"{doubt.number}. {doubt.name}: {doubt.sentence}"
        yield Fact(words, _makings(report, doubt.number), beside=True)


def _levels(report: WardReport, figures: list[IndicatorFigure]) -> Iterator[Fact]:
    for each in told_otherwise_of(figures):
        yield Fact(f"{each.number}. {each.name}: {each.sentence}", _makings(report, each.number), beside=True)


def _below_months(report: WardReport) -> Iterator[Fact]:
    for row in annual.below_months(report):
        values = gettext("%(written)s, the months give %(months)s") % {"written": row.written, "months": row.months}
        unit = row.unit if row.report_id else gettext("the whole ward")
        reason = row.reason or gettext("no reason given")
        yield Fact(f"{row.number}. {row.name} ({unit}): {values}", _makings(report, row.number), reason, beside=True)


def _gaps(report: WardReport) -> Iterator[Fact]:
    for gap in annual.gaps(report.period) if report.period.adds_months else ():
        yield Fact(f"{gap.unit}: {gap.words}", reverse("unit_report", args=[gap.report_id]))


def of_units(answers: Iterable[Answer]) -> Iterator[Matter]:
    """Who was waived, with the reason, who did not report, and who has not confirmed what the office entered."""
    every = list(answers)
    unconfirmed = [answer for answer in every if answer.is_taken_in and answer.unconfirmed]
    waived = [answer for answer in every if answer.is_waived]
    silent = [answer for answer in every if not answer.is_waived and not answer.is_taken_in]
    yield Matter(gettext("Units that need not report"), tuple(_of_unit(answer) for answer in waived))
    yield Matter(gettext("Units that did not report"), tuple(_of_unit(answer) for answer in silent))
    note = gettext("The office entered their figures for them, and they have not confirmed these:")
    yield Matter(gettext("Not confirmed by their units"), tuple(_of_unit(answer) for answer in unconfirmed), note)


def _of_unit(answer: Answer) -> Fact:
    return Fact(answer.unit, reverse("unit_report", args=[answer.report_id]), answer.reason)


def of_assignments(compared: Compared, silent: Iterable[Silent]) -> Iterator[Matter]:
    """Which stand worse than in the report before, and of which nothing is told."""
    fallen = setbacks(compared.earlier, compared.content) if compared.earlier and compared.content else ()
    worse = gettext("%(work)s: was “%(was)s”, is “%(now)s”")
    facts = [
        Fact(worse % {"work": f"{row.number}. {row.work}", "was": row.was, "now": row.is_now}, f"#task-{row.number}")
        for row in fallen
    ]
    yield Matter(gettext("Assignments that stand worse than before"), tuple(facts))
    untold = [Fact(f"{each.unit}: {task}", "#document-assignments") for each in silent for task in each.tasks]
    note = gettext(
        "No figures this period. These assignments stand as they were last accepted, and none counts as late by that:"
    )
    yield Matter(gettext("Assignments of which nothing is reported"), tuple(untold), note)


def of_prose(
    report: WardReport, figures: list[IndicatorFigure], fields: list[FieldFigure], answers: list[Answer]
) -> Iterator[Matter]:
    """Which sentences people wrote or changed after the draft, and which numbers in them agree with no figure."""
    words = prose.words_of(figures)
    edited = [
        Fact(_written(sentence, words), f"#section-{part}", _drafted(drafted, words))
        for part, sentence, drafted in prose.edited_sentences(report)
    ]
    yield Matter(gettext("Sentences edited after the draft"), tuple(edited))
    strays = strays_of(report, figures, fields, [answer.was for answer in answers])
    facts = tuple(Fact(f"{stray.number}: {stray.sentence}", "#text") for stray in strays)
    yield Matter(gettext("Numbers in the text that agree with no figure"), facts)


def _written(sentence: str, words: references.Words) -> str:
    return references.resolve(sentence, words) if sentence else gettext("A sentence of the draft was left out.")


def _drafted(drafted: str, words: references.Words) -> str:
    if not drafted:
        return gettext("Not in the draft.")
    return gettext("The draft said: %(words)s") % {"words": references.resolve(drafted, words)}
