"""Taking what came by quick forms into reports: one answer, or those of a period that nobody has to look into."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.models import Person
from workflows.cases.moves import note
from workflows.models import QuickAnswer, ReportingPeriod, UnitReport
from workflows.models.states import HELD_BY_UNIT, NOT_ASKED
from workflows.unit_reports.entries.actions import ratio
from workflows.unit_reports.entries.forms import EntriesForm
from workflows.unit_reports.entries.saving import save_typed
from workflows.unit_reports.evidence import actions as evidence
from workflows.unit_reports.field_rows import FieldRow
from workflows.unit_reports.findings import Entries, IndicatorRow, Row, entries_of

from . import actions as quick
from .questions import AnsweredPart, told_of

CHOSEN = re.compile(r"([0-9]{1,18})-([0-9]{1,9})")  # an answer's id, and the version of its report that was shown


@dataclass(frozen=True)
class WaitingAnswer:
    """An answer with what it tells beside what the report says. `doubts`: why somebody has to look into it first."""

    answer: QuickAnswer
    told: Sequence[AnsweredPart]
    doubts: Sequence[str]

    @property
    def report(self) -> UnitReport:
        return self.answer.form.report


@dataclass
class Taken:
    """How many answers were taken, and of the others the unit with why not."""

    count: int = 0
    left: list[str] = field(default_factory=list)


def take(waiting: QuickAnswer, *, by: Person, seen: int) -> UnitReport:
    """Take an answer into its report as it was typed, with its files. `seen` is the report's version that was read.

    Raises PermissionDenied for whoever does not write the report, NotPossible where the answer was settled or fits the
    report no more, or somebody saved it meanwhile.
    """
    with transaction.atomic():
        report = waiting.form.report
        action = quick.writing(by, report)
        quick.refuse_settled(waiting, by=by)
        form = _form(waiting, entries_of(report), seen)
        if not form.is_valid():
            raise NotPossible(_("This answer does not fit the report any more. Type it into the report by hand."))
        informant = quick.informant_of(waiting) if action == "save_on_behalf" else None
        row = save_typed(form, by=by, seen=seen, informant=informant)
        for file in waiting.files.all():
            evidence.adopt(row, file, by=by)
        quick.settle(waiting, QuickAnswer.Outcome.TAKEN, by=by)
        note(row, "take_quick_answer", by=by, reason=f"{waiting.name}; {waiting.contact}")
        return row


def take_all(period: ReportingPeriod, chosen: Sequence[str], *, by: Person) -> Taken:
    """Take each of these answers of the period that can be taken still. `chosen` has CHOSEN's form; what has not is no
    answer. Some thirty statements for each. Raises PermissionDenied for a report that `by` does not write.
    """
    seen = {int(match[1]): int(match[2]) for match in map(CHOSEN.fullmatch, chosen) if match}
    taken, versions = Taken(), dict[int, int]()
    with transaction.atomic():
        for answer in QuickAnswer.objects.filter(pk__in=seen, form__report__period=period).select_related(
            "form__report__unit", "form__report__ward", "form__report__period__kind"
        ):
            report = answer.form.report
            try:
                with transaction.atomic():
                    row = take(answer, by=by, seen=versions.get(report.pk, seen[answer.pk]))
            except NotPossible as refusal:
                taken.left.append(f"{report.unit.short_name}: {refusal.message}")
            else:
                versions[report.pk] = row.version
                taken.count += 1
    return taken


def waiting_of(period: ReportingPeriod) -> list[WaitingAnswer]:
    """The answers of the period that wait, in the order of the units. Reads each report, as its own page does."""
    answers = QuickAnswer.objects.filter(form__report__period=period, outcome=QuickAnswer.Outcome.WAITING)
    named = answers.select_related("form__report__unit", "form__report__ward", "form__report__period__kind")
    ordered = named.prefetch_related("files").order_by("form__report__unit__order", "form__report__unit__code", "pk")
    by_report = groupby(ordered, key=lambda answer: answer.form.report_id)
    return [row for _pk, own in by_report for row in _of_report(list(own))]


def _of_report(answers: list[QuickAnswer]) -> Iterator[WaitingAnswer]:
    report = answers[0].form.report
    entries = entries_of(report)
    told = told_of(entries, answers)
    texts = {(name, text.strip()) for answer in answers for name, text in answer.typed.items()}
    asked_twice = {name for name, count in Counter(name for name, _text in texts).items() if count > 1}
    for answer in answers:
        yield WaitingAnswer(answer, told[answer.pk], [*_left(report), *_doubts(answer, entries, asked_twice)])


def _left(report: UnitReport) -> list[str]:
    """Why the report takes no answer any more, as it stands."""
    if report.state in NOT_ASKED:
        return [_("The report is no longer asked for.")]
    return [] if report.state in HELD_BY_UNIT else [_("The report has been submitted meanwhile.")]


def _doubts(answer: QuickAnswer, entries: Entries, asked_twice: set[str]) -> Iterator[str]:
    form = _form(answer, entries, entries.report.version)
    if not form.is_valid():
        yield from (f"{form.made[name].label}: {why}" for name, faults in _faults(form) for why in faults)
        return
    rows = {row.anchor: row for row in entries.rows}
    for name in form.differing():
        label, row = form.made[name].label, rows.get(name.rpartition("_")[0])
        if name in asked_twice:
            yield _("%(name)s: another answer says something else.") % {"name": label}
        if _was_typed(form, name, row):
            yield _("%(name)s: the report says something else already.") % {"name": label}
    for row in rows.values():
        if not isinstance(row, FieldRow) and any(name.startswith(f"{row.anchor}_") for name in answer.typed):
            yield from (f"{row.name}: {sentence}" for sentence in _checks(form, row))
    if any(not file.is_open for file in answer.files.all()):
        yield _("A file that came with it is not checked yet, or was refused.")


def _was_typed(form: EntriesForm, name: str, row: Row | None) -> bool:
    """Whether the report holds something that was not carried over from the last period."""
    kept = form.kept[name]
    before = getattr(row.last, name.rpartition("_")[2]) if row is not None and row.last else None
    return kept not in (None, "") and kept != before


def _checks(form: EntriesForm, row: Row) -> list[str]:
    """What the checks of the report would ask of the row as it would be."""
    entry: Any = copy(row.entry)
    values = form.indicators() if isinstance(row, IndicatorRow) else form.assignments()
    for name, value in values[entry.pk].items():
        setattr(entry, name, value)
    if isinstance(row, IndicatorRow) and row.is_ratio:
        entry.value = ratio(entry.numerator, entry.denominator)
    filled = replace(row, entry=entry)
    return [] if filled.is_blank or entry.explanation else [check.sentence for check in filled.checks]


def _faults(form: EntriesForm) -> list[tuple[str, list[str]]]:
    return [(name, [str(why) for why in faults]) for name, faults in form.errors.items() if name in form.made]


def _form(answer: QuickAnswer, entries: Entries, seen: int) -> EntriesForm:
    data = QueryDict(mutable=True)
    data.update({**answer.typed, "seen": str(seen)})
    return EntriesForm(entries, data, only=set(answer.typed))
