"""The prose of a ward report and the figures it quotes: reads, and the merge with a new draft. Nothing is saved."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet

from workflows.figures.consolidation import quoted
from workflows.figures.origins.levels import with_levels
from workflows.models import IndicatorFigure, NarrativeTemplate, ReportKind, WardReport
from workflows.models.joined import Mapped
from workflows.pure.arrangement import TEXTS
from workflows.pure.quoted import Quoted
from workflows.pure.wording import defaults, references
from workflows.pure.wording.narrative import Narrative
from workflows.pure.wording.redraft import merge, offers
from workflows.pure.wording.references import Stale, Words

PARTS = ("leadership", "results", "assessment", "difficulties", "directions", "proposals")


def texts_of(report: WardReport) -> dict[str, str]:
    """The parts of the prose, as typed."""
    return {part: getattr(report, part) for part in PARTS}


def figures_of(report: WardReport, *, with_sources: bool = False, levels: bool = False) -> list[IndicatorFigure]:
    """The report's figures in the plan's order, each with its indicator; with `levels` beside what another approved
    report tells for the same day (figures/origins/levels.py). One query.
    """
    figures = IndicatorFigure.objects.with_sources() if with_sources else IndicatorFigure.objects.all()
    if levels:
        figures = with_levels(figures, report)
    return list(figures.filter(report=report).select_related("indicator").order_by("indicator__number"))


def words_of(figures: Iterable[IndicatorFigure]) -> dict[str, str]:
    """Every reference that the report's prose may hold, with how it reads now."""
    return references.words_of(quoted(figure) for figure in figures)


def stale(report: WardReport, words: Words) -> list[Stale]:
    """The sentences whose figures have changed since somebody looked at them."""
    return references.stale(texts_of(report), words, report.looked_at)


def marked_paragraphs(report: WardReport, figures: Iterable[IndicatorFigure]) -> dict[str, str]:
    """Each paragraph of the prose as `references.marked` gives it, by how it reads without marks."""
    words, found = words_of(figures), {}
    for text in texts_of(report).values():
        for line in filter(None, map(str.strip, text.splitlines())):
            found[references.resolve(line, words)] = references.marked(line, words, ())
    return found


def edited_sentences(report: WardReport) -> Iterator[tuple[str, str, str]]:
    """What people wrote after the draft: the part, the sentence, and what the draft said at that place, blank where it
    said nothing: all of a part that nothing drafts. Where no draft was kept nobody can tell.
    """
    for part, text in texts_of(report).items():
        if report.drafted:
            for offer in offers(text, report.drafted.get(part, "")):
                was = [sentence for line in offer.drafted for sentence in references.sentences(line)]
                written = [sentence for line in offer.kept for sentence in references.sentences(line)]
                yield from _beside(part, written, was)


def _beside(part: str, written: list[str], was: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each sentence that the draft does not have, with those of the draft that are gone there."""
    gone = " ".join(sentence for sentence in was if sentence not in written)
    new = [sentence for sentence in written if sentence not in was]
    yield from ((part, sentence, gone) for sentence in new)
    if gone and not new:
        yield part, "", gone


def templates_of(kind_id: int) -> list[NarrativeTemplate]:
    """What the ward has changed of a kind's templates. One query."""
    return list(NarrativeTemplate.objects.filter(kind=kind_id))


def product_templates(kind: ReportKind) -> dict[str, str]:
    """The product's own by part, for a kind of report: in force where the ward has none of its own."""
    whole_year = kind.frequency == ReportKind.Frequency.ANNUAL
    return defaults.templates_of(kind.on_plan, asked=kind.is_asked, whole_year=whole_year)


def own_templates(kind_id: int) -> dict[str, str]:
    """The ward's own templates by part; a part without one is drafted by the product's. One query."""
    return {template.part: template.text for template in templates_of(kind_id) if template.text}


def own_words(kind_id: int) -> QuerySet[Any, Any]:
    """The same for a subquery of one row and column: a JSON object in text; no row where it has none."""
    own = NarrativeTemplate.objects.filter(kind=kind_id).exclude(text="").order_by()
    return own.values("kind").annotate(words=Mapped("part", "text")).values("words")


def edits_of(templates: Iterable[NarrativeTemplate]) -> int:
    """How often they have been changed."""
    return sum(template.trail_seq for template in templates)


def put_draft(report: WardReport, narrative: Narrative, figures: Iterable[Quoted]) -> None:
    """Merge a new draft into the prose: what people wrote stays, a sentence that was looked at stays looked at.

    A sentence that the draft brings counts as looked at, with the figures that it was drafted from. A part that the
    outline leaves out stays blank.
    """
    before = texts_of(report)
    asked = report.period.texts
    drafted = {part: text if part in asked or part not in TEXTS else "" for part, text in asdict(narrative).items()}
    for part, new in drafted.items():
        setattr(report, part, _on_draft(report, part, new))
    report.drafted = drafted
    note_looks(report, references.words_of(figures), before={})
    if any(before.values()) and texts_of(report) != before:
        report.edits += 1


def _on_draft(report: WardReport, part: str, new: str) -> str:
    written = getattr(report, part)
    if part in report.drafted:
        return merge(report.drafted[part], written, new)
    return (written if report.edits else "") or new


def note_looks(report: WardReport, words: Words, *, before: dict[str, str]) -> None:
    """Count new sentences as looked at with their present figures; earlier ones keep the reading last looked at.

    `before` are the parts as they were; where it is empty, the sentences in `looked_at` are the earlier ones.
    """
    now = references.readings(texts_of(report), words)
    stood = references.readings(before, words).keys() if before else report.looked_at.keys()
    report.looked_at = {key: report.looked_at.get(key, "") if key in stood else reads for key, reads in now.items()}
