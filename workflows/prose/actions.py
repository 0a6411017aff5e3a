from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.text.plain import plain_lines
from units import grants
from units.models import Person
from units.subjects import give, keep
from workflows.cases.authors import note_with_author
from workflows.cases.inputs.texts import set_texts
from workflows.cases.moves import events_of, locked, who
from workflows.figures import consolidation
from workflows.figures.consolidation import refuse_unless_consolidated
from workflows.models import NarrativeTemplate, ReportKind, WardReport
from workflows.pure.wording import narrative, references
from workflows.pure.wording import templates as wording
from workflows.pure.wording.facts import Facts

from . import drafting
from . import drafts as prose


class StaleText(NotPossible):
    """Somebody saved the text after the page was opened; nothing was written."""


REWORDS = ("edit_narrative", "redraft", "refresh_figures", "consolidate", "open", "new_version")


def edit_narrative(report: WardReport, *, by: Person, seen: int, narrative: Mapping[str, str]) -> WardReport:
    """Save the coordinator's prose. `seen` is `report.edits` as the page showed it.

    Raises StaleText where somebody has saved since, unless these very words; NotPossible where it refers to figures
    that are not there, naming them.
    """
    with transaction.atomic():
        row = locked(report, "edit_narrative", by=by)
        refuse_unless_consolidated(row)
        before = prose.texts_of(row)
        changes = set_texts(row, narrative, prose.PARTS)
        if changes:
            refuse_unless_seen(row, seen)
            words = prose.words_of(prose.figures_of(row))
            refuse_unknown(changes, words)
            prose.note_looks(row, words, before=before)
            row.edits += 1
            note_with_author(row, "edit_narrative", by=by, changes=changes)
        return row


def redraft(report: WardReport, *, by: Person) -> WardReport:
    """Draft the prose anew by the ward's present templates; what people wrote is kept (`drafts.put_draft`)."""
    with transaction.atomic():
        row = locked(report, "redraft", by=by)
        refuse_unless_consolidated(row)
        before = prose.texts_of(row)
        figures = prose.figures_of(row)
        draft = redrafted(row, figures)
        prose.put_draft(row, draft, map(consolidation.quoted, figures))
        changes = {part: [old, getattr(row, part)] for part, old in before.items() if old != getattr(row, part)}
        note_with_author(row, "redraft", by=by, changes=changes)
        return row


def redrafted(row: WardReport, figures: list[Any]) -> narrative.Narrative:
    """What the present templates make of the report's figures. Four queries. Raises NotPossible for a bad template."""
    facts = facts_of(row, figures)
    try:
        return narrative.draft(facts, prose.own_templates(row.period.kind_id))
    except wording.WordingFault as fault:
        raise NotPossible(str(fault)) from fault


def facts_of(row: WardReport, figures: list[Any]) -> Facts:
    """The facts that a consolidated report is drafted from, with these figures. Three queries."""
    quoted = tuple(map(drafting.fact_of, figures))
    units = row.period.unit_reports.select_related("unit").order_by("unit__order", "pk")
    return drafting.facts_of(row, units, quoted)


def look_again(report: WardReport, *, by: Person, key: str, reads: str) -> WardReport:
    """Somebody has looked at a sentence whose figures had changed. `reads` is the key (`references.key_of`) of
    the sentence as the page showed it.

    Raises NotPossible where the sentence reads differently by now, or is no longer there.
    """
    with transaction.atomic():
        row = locked(report, "look_again", by=by)
        changed = prose.stale(row, prose.words_of(prose.figures_of(row)))
        sentence = next((each for each in changed if each.key == key), None)
        if sentence is None or references.key_of(sentence.now) != reads:
            raise NotPossible(_("This sentence has changed since you read it. Open the report and look again."))
        row.looked_at = {**row.looked_at, key: sentence.now}
        changes = {sentence.part: [sentence.was, sentence.now]}
        note_with_author(row, "look_again", by=by, changes=changes)
        return row


def change_templates(kind: ReportKind, *, by: Person, seen: int, texts: Mapping[str, str]) -> None:
    """Change how the parts are drafted from now on; a blank text is the product's own again. Drafts made stay.

    `seen` is `prose.edits_of` as the page showed it. Raises NotPossible where a newer change is there, and, naming the
    line, where a template cannot be read.
    """
    plain = {part: plain_lines(text) for part, text in texts.items()}
    for text in plain.values():
        refuse_unreadable(text)
    with transaction.atomic():
        ReportKind.objects.select_for_update().get(pk=kind.pk)
        if not grants.may(by, "review_reports", kind.ward_id):
            raise PermissionDenied
        if prose.edits_of(prose.templates_of(kind.pk)) != seen:
            raise NotPossible(_("Somebody changed the templates after you opened them. Open them again and compare."))
        for part, text in plain.items():
            _change_template(kind, part, text, by)


def _change_template(kind: ReportKind, part: str, text: str, by: Person) -> None:
    template = NarrativeTemplate.objects.filter(kind=kind, part=part).first() or NarrativeTemplate(kind=kind, part=part)
    changes = give(template, text="" if text == prose.product_templates(kind)[part] else text)
    if changes:
        template.save()
        keep(template, "change_template", by=by, scope=kind.ward_id, changes=changes)


def refuse_unreadable(template: str) -> None:
    try:
        wording.parse(template, narrative.NAMES)
    except wording.WordingFault as fault:
        raise NotPossible(str(fault)) from fault


def refuse_unless_seen(row: WardReport, seen: int) -> None:
    if row.edits != seen:
        raise StaleText(
            _("%(person)s saved the text at %(time)s, after you opened it. Open it again and compare.")
            % who(events_of(row).filter(action__in=REWORDS)[0])
        )


def refuse_unknown(changes: Mapping[str, list[str]], words: references.Words) -> None:
    """Raises NotPossible where the new prose refers to what is no figure."""
    unknown = [typed for _old, new in changes.values() for typed in references.faults(new, words)]
    if unknown:
        raise NotPossible(
            _("These are no figures of the report: %(references)s. Take them from the list beside the text.")
            % {"references": ", ".join(unknown)}
        )
