"""An assignment's entry beside what was known of it before, and what a reader should look at first. Reads only."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext

from approvals.clock import today
from units.models import Assignment
from workflows.models import AssignmentEntry, AssignmentStatus
from workflows.pure import entry_checks
from workflows.pure.entry_checks import EntryCheck
from workflows.pure.progress import Moment, goes_on

MONTHS_BETWEEN: dict[str, int] = {Assignment.Recurring.QUARTERLY: 3, Assignment.Recurring.ANNUAL: 12}


@dataclass(frozen=True)
class AssignmentRow:
    """An assignment's entry, and that of the last period: None where the unit had none."""

    entry: AssignmentEntry
    last: AssignmentEntry | None

    @property
    def name(self) -> str:
        return str(self.entry.assignment)

    @property
    def anchor(self) -> str:
        return f"a{self.entry.pk}"

    @property
    def page(self) -> str:
        return "assignment_panel"

    @property
    def is_blank(self) -> bool:
        return not self.entry.status

    @property
    def is_done(self) -> bool:
        return self.entry.status == AssignmentStatus.DONE

    @property
    def doubt(self) -> str:
        """Of indicators alone."""
        return ""

    @property
    def was_done(self) -> bool:
        return self.last is not None and self.last.status == AssignmentStatus.DONE

    @property
    def is_undone(self) -> bool:
        return self.was_done and not self.is_done

    @property
    def is_due(self) -> bool:
        """Whether this period asks for it: it recurs, or its day comes within it and it was not finished before."""
        assignment, period = self.entry.assignment, self.entry.report.period
        if assignment.recurring in MONTHS_BETWEEN:
            return period.ends.month % MONTHS_BETWEEN[assignment.recurring] == 0
        comes = assignment.due_on is not None and assignment.due_on <= period.ends
        return bool(assignment.recurring) or (comes and not self.was_done)

    @cached_property
    def checks(self) -> list[EntryCheck]:
        """What the entry has to give a reason for. Only the unit that leads must name the product."""
        leads = self.entry.assignment.lead_id == self.entry.report.unit_id
        return entry_checks.of_progress(
            status=self.entry.status,
            done=self.is_done and leads,
            result=self.entry.result,
            undone=self.is_undone and not self.entry.assignment.recurring,
        )

    @property
    def unanswered(self) -> bool:
        return bool(self.checks) and not self.entry.explanation

    @cached_property
    def findings(self) -> list[str]:
        """Sentences; none where there is nothing to look at."""
        found = [check.sentence for check in self.checks]
        if self.is_blank:
            return found
        if self.is_done and goes_on(self.entry.assignment.recurring, self.entry.report.period.ends):
            sentence = gettext(
                "It is due again this year (%(when)s). Where only this period's part is finished, choose “Under way”."
            )
            found.append(sentence % {"when": self.entry.assignment.due_words.lower()})
        if self.is_undone and self.entry.assignment.recurring:
            found.append(gettext("Was finished in the last period"))
        if not self.is_done and Moment(self.entry.report.period.ends, today()).is_late(self.entry.assignment.due_on):
            found.append(gettext("Past its due date"))
        return found
