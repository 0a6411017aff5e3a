"""Trail words, pages and choices of periods and kinds of report."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed
from approvals.pages.menu import Entry
from approvals.trail import words
from approvals.trail.words import Action
from workflows.cases import labels, mails, rules
from workflows.cases.rules import Right
from workflows.models import ReportKind, UnitReport, WardReport
from workflows.models.states import HELD_BY_UNIT, HELD_BY_WARD, OPEN, UnitState

from .kinds import THRESHOLDS

words.register(
    actions={
        "open": Action(pgettext_lazy("trail", "Open a period"), _("%(actor)s opened %(subject)s")),
        "set_form": Action(_("Change the form of a document"), _("%(actor)s changed who issues %(subject)s")),
        "ask_for_report": Action(_("Ask for a report"), _("%(actor)s asked units for %(subject)s")),
        "make_kind": Action(_("Make a kind of report"), _("%(actor)s made the kind of report: %(subject)s")),
        "change_kind": Action(_("Change a kind of report"), _("%(actor)s changed the kind of report: %(subject)s")),
        "cancel_period": Action(_("Cancel a period"), _("%(actor)s cancelled %(subject)s, opened by mistake")),
        "superior_cancelled": Action(
            _("The superior withdraws its request"),
            _("%(actor)s noted that the superior withdrew its request for %(subject)s"),
        ),
        "superior_moved": Action(
            _("The superior moves its day"), _("%(actor)s noted that the superior expects %(subject)s on another day")
        ),
        "change_due": Action(_("Change the due times"), _("%(actor)s changed the due times of %(subject)s")),
        "extend": Action(_("Give a unit more time"), _("%(actor)s gave more time for %(subject)s")),
        "wipe": Action(
            _("Wipe a practice report"), _("%(actor)s wiped %(subject)s with its practice month"), wipes=True
        ),
        "wipe_practice": Action(_("Wipe a practice month"), _("%(actor)s wiped the practice month of %(subject)s")),
        "retire_kind": Action(_("Retire a kind of report"), _("%(actor)s retired the kind of report: %(subject)s")),
    },
    fields={
        "form": _("issuing body"),
        "symbol": _("symbol"),
        "frequency": _("frequency"),
        "on_plan": _("with the plan's indicators and assignments"),
        "plan_number": _("follows the plan"),
        "months": _("begins with the months of"),
        "reporters": _("who reports"),
        "reporting_units": _("units that report"),
        "unit_kinds": _("kinds of unit"),
        "unit_day": _("units report before day"),
        "ward_day": _("the ward reports before day"),
        "month_offset": _("months after the last one covered"),
        "due_month": _("month of the yearly report"),
        "inclusive": _("the day itself is in time"),
        "day_off": _("a due day off"),
        "window_start_day": _("figures from day"),
        "lead_days": _("opens so many days before"),
        "opens_from": _("periods from"),
        "first_covers_year": _("the first period tells the year so far"),
        "green": _("xanh from"),
        "amber": _("vàng from"),
        "jump_deviations": _("a jump: median deviations"),
        "jump_percent": _("a jump: percent of the median"),
        "due_at": _("due before"),
        "steps": _("steps"),
        "brief": _("what is asked"),
        "unit_due_at": _("units before"),
        "ward_due_at": _("ward before"),
        "superior_day": _("last day of the superior"),
        "practice": _("practice month"),
        "wiped": _("reports that were wiped"),
    },
    values={
        "frequency": dict(ReportKind.Frequency.choices),
        "reporters": dict(ReportKind.Reporters.choices),
        "day_off": dict(ReportKind.DayOff.choices),
        "form": {
            "committee": _("Committee (Ban Chỉ đạo)"),
            "people": _("People's Committee of the ward"),
        },
    },
)
menu.register(
    entries=[
        Entry("periods", _("Reporting periods"), "k", 20, "view_reports"),
    ],
    scope_pages={"report_kinds": _("Kinds of report")},
    help_pages={
        "periods": [
            *("periods", "period", "ask_for_report", "period_open", "period_cancel", "period_due"),
            *("unit_report_extend", "practice"),
        ],
        "kinds": [
            *("report_kinds", "report_kind_add", "report_kind_change", "report_kind_retire"),
            *("report_kind_schedule", "report_kind_schedule_preview"),
        ],
        "routes": ["kind_form"],
    },
)
typed.register(
    chosen=["form", "frequency", "on_plan", "plan_number", "months", "reporters", "units", "unit_kinds", "like"]
)
typed.register(chosen=["inclusive", "day_off", "unit_day", "ward_day", "month_offset", "due_month"])
typed.register(
    chosen=["window_start_day", "lead_days", "opens_from", "first_covers_year", "reach", "period", *THRESHOLDS]
)
mails.SUBJECTS.add(
    {
        "asked_for": _("A report is asked for: %(report)s"),
        "due_changed": _("It is due on another day: %(report)s"),
        "extended": _("Your unit has more time: %(report)s"),
        "superior_cancelled": _("Your superior asks for it no more: %(report)s"),
        "superior_moved": _("Your superior expects it on another day: %(report)s"),
        "cancelled": _("It was opened by mistake and is cancelled: %(report)s"),
    }
)
labels.ACTIONS.add(
    {
        "extend": _("Give more time"),
        "change_due": _("Change the due times"),
        "cancel_period": _("Cancel the period"),
    }
)
rules.register(
    WardReport,
    {
        "change_due": Right("review_reports", states=OPEN, offered=False),
        "cancel_period": Right("review_reports", offered=False),
    },
)
rules.register(
    UnitReport,
    {
        "extend": Right("review_reports", states=(*HELD_BY_UNIT, *HELD_BY_WARD, UnitState.ACCEPTED)),
        "cancel_period": Right("review_reports", offered=False),
    },
)
