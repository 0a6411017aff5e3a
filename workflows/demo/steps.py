"""What the cast does, each by a real action on the report as it is at that moment."""

from approvals.models import Decision
from approvals.outbox import queue as outbox
from workflows.models import ReportingPeriod, UnitReport, Verb, WardReport
from workflows.models.states import WardState
from workflows.prose import actions as prose_actions
from workflows.prose import drafts as prose
from workflows.pure.wording.references import key_of
from workflows.routes.underway import deciding, opinions
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.signing import actions as signing
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries_actions
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province

from . import course, evidence, figures, hindrances, keys, words
from .cast import Cast
from .province import Province
from .story import Slip


class DemoHands:
    """What the cast can do in one period. Units by code; the caller sets the clock. `above` answers what the ward
    sends; without it the ward's clerk types the answer.
    """

    def __init__(self, cast: Cast, period: ReportingPeriod, above: Province | None = None) -> None:
        self.cast, self.period, self.above = cast, period, above

    def unit_report(self, unit: str) -> UnitReport:
        return UnitReport.objects.with_names().get(period=self.period, unit=self.cast.units[unit])

    def ward_report(self) -> WardReport:
        """The newest version."""
        return WardReport.objects.with_names().get(period=self.period, replaced_by=None)

    def begin(self, unit: str) -> None:
        """Save the figures alone; the rest waits."""
        self._save(unit, None, whole=False)

    def write(self, unit: str, slip: Slip | None = None) -> None:
        """Save everything; with a slip, one figure wrongly."""
        self._save(unit, slip, whole=True)

    def _save(self, unit: str, slip: Slip | None, *, whole: bool) -> None:
        report, code = self.unit_report(unit), self.period.code
        indicators = {}
        for entry in report.indicator_entries.select_related("indicator"):
            number = entry.indicator.number
            right = figures.typed(number, unit, code)
            indicators[entry.pk] = figures.wrong(right) if slip and slip.indicator == number else right
        entries = report.assignment_entries.select_related("assignment__lead") if whole else []
        saved = entries_actions.save_draft(
            report,
            by=self.cast[f"{unit}:drafter"],
            seen=report.version,
            indicators=indicators,
            assignments={entry.pk: course.typed(entry.assignment, unit, code) for entry in entries},
            narrative=words.written(unit, code, wrong=slip.indicator if slip else None) if whole else {},
        )
        if whole:
            self._explain(saved)
            evidence.attach(report, by=self.cast[f"{unit}:drafter"])
            hindrances.bring_up_to_date(self.cast, unit, code)

    def _explain(self, saved: UnitReport) -> None:
        """Give the reasons that the checks ask for."""
        asked = saved.entries.unanswered
        reasons = {row.anchor: {"explanation": words.REASONS[row.checks[0].code]} for row in asked}
        entries_actions.save_draft(
            saved,
            by=self.cast[f"{saved.unit.code}:drafter"],
            seen=saved.version,
            indicators={row.entry.pk: reasons[row.anchor] for row in saved.entries.indicators if row in asked},
            assignments={row.entry.pk: reasons[row.anchor] for row in saved.entries.assignments if row in asked},
            narrative={},
        )

    def submit(self, unit: str) -> None:
        report = self.unit_report(unit)
        unit_reports.submit(report, by=self.cast[f"{unit}:unit_head"], seen=report.version)

    def withdraw(self, unit: str) -> None:
        unit_reports.withdraw(self.unit_report(unit), by=self.cast[f"{unit}:unit_head"])

    def take(self, unit: str) -> None:
        unit_reports.take(self.unit_report(unit), by=self.cast.coordinator)

    def hand_back(self, unit: str) -> None:
        unit_reports.hand_back(self.unit_report(unit), by=self.cast.coordinator)

    def accept(self, unit: str) -> None:
        report = self.unit_report(unit)
        unit_reports.accept(report, by=self.cast.coordinator, seen=report.version)

    def return_for_revision(self, unit: str, reason: str) -> None:
        unit_reports.return_for_revision(self.unit_report(unit), by=self.cast.coordinator, reason=reason)

    def waive(self, unit: str, reason: str) -> None:
        unit_reports.waive(self.unit_report(unit), by=self.cast.coordinator, reason=reason)

    def consolidate(self) -> None:
        ward_reports.consolidate(self.ward_report(), by=self.cast.coordinator)

    def add(self, text: str) -> None:
        """Put a paragraph of the coordinator's own before the drafted results."""
        report = self.ward_report()
        narrative = {"results": f"{text}\n{report.results}"}
        prose_actions.edit_narrative(report, by=self.cast.coordinator, seen=report.edits, narrative=narrative)

    def look_again(self) -> None:
        """Read the sentences whose figures have changed since they were written."""
        report = self.ward_report()
        for red in prose.stale(report, prose.words_of(prose.figures_of(report))):
            prose_actions.look_again(report, by=self.cast.coordinator, key=red.key, reads=key_of(red.now))

    def send_for_approval(self) -> None:
        self.look_again()
        ward_reports.send_for_approval(self.ward_report(), by=self.cast.coordinator)
        outbox.drain()

    def send_back(self, reason: str) -> None:
        report = self.ward_report()
        approval.send_back(report, by=self.cast.approver, seen=deciding.pdf_to_decide(report).get(), reason=reason)

    def reopen(self, reason: str) -> None:
        ward_reports.reopen(self.ward_report(), by=self.cast.coordinator, reason=reason)

    def give_opinions(self) -> None:
        """Each unit that is asked gives its opinion, and the coordinator replies to the remarks."""
        for step in self.ward_report().steps.filter(verb=Verb.OPINION).select_related("unit").order_by("order"):
            report, text = self.ward_report(), words.REMARKS.get(step.unit.code, "")
            verdict = Decision.Verdict.AGREE_IF if text else Decision.Verdict.AGREE
            head, seen = self.cast[f"{step.unit.code}:unit_head"], deciding.pdf_to_decide(report).get()
            opinions.opine(report, by=head, seen=seen, verdict=verdict, text=text, asked=step.pk)
        for opinion in opinions.opinions_of(self.ward_report()):
            if opinion.decision and opinion.decision.reason:
                report, given = self.ward_report(), opinion.decision
                opinions.reply(report, given, by=self.cast.coordinator, adopted=False, text=words.EXPLAINED)

    def approve(self) -> None:
        """Decide, and sign where that was the last step; before that the opinions are in."""
        self.give_opinions()
        report = self.ward_report()
        key, seen = keys.own(report, self.cast.approver), deciding.pdf_to_decide(report).get()
        approved = approval.approve(report, by=self.cast.approver, seen=seen)
        if approved.state == WardState.APPROVED and key:
            signing.sign(approved, by=self.cast.approver, key=key)

    def issue(self) -> None:
        """Number, fill in and seal."""
        report = self.ward_report()
        issuing.issue(report, by=self.cast.clerk, key=keys.seal(report))

    def dispatch(self) -> None:
        province.dispatch(self.ward_report(), by=self.cast.clerk)
        outbox.drain()

    def record_receipt(self) -> None:
        if self.above:
            self.above.receive(reference=self._reference())
            return
        province.record_receipt(
            self.ward_report(), by=self.cast.clerk, received=True, reference=self._reference(), reason=""
        )
        outbox.drain()

    def record_refusal(self, reason: str) -> None:
        if self.above:
            self.above.refuse(reason=reason)
            return
        province.record_receipt(
            self.ward_report(), by=self.cast.clerk, received=False, reference=self._reference(), reason=reason
        )
        outbox.drain()

    def _reference(self) -> str:
        """The number under which the province has entered the report: invented, and the same each time."""
        report = self.ward_report()
        return f"{1200 + report.period.ends.month * 97 + report.version * 8}/TN-SKHCN"
