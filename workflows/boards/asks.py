"""What the desk asks of a person, as a sentence and a button, by the state of the report or difficulty."""

from django.utils.translation import gettext_lazy as _

from workflows.cases.desks import Ask
from workflows.models.states import UnitState, WardState

WRITE = Ask(_("Write your unit's report"), _("Write the report"), "unit_report_write")
REVISE = Ask(_("Your unit's report was returned: correct it"), _("Correct the report"), "unit_report_write")
SUBMIT = Ask(_("Check your unit's report and submit it"), _("Check and submit"), "unit_report_check")
NOT_BEGUN = Ask(_("Your unit's report has not been written yet"), _("See what is missing"), "unit_report_check")
UNFINISHED = Ask(
    _("Your unit's report is being written"),
    _("See what is missing"),
    "unit_report_check",
    lacks=_("entries without a figure or a reason: %(number)s"),
)
FINISHED = Ask(_("The draft is finished: check it and submit it"), _("Check and submit"), "unit_report_check")
HANDED = Ask(
    _("You said that the draft is finished: the head of the unit checks it and submits it"), _("Open"), "unit_report"
)
RESUBMIT = Ask(
    _("Your unit's report was returned: check what was corrected and submit it"),
    _("Check and submit"),
    "unit_report_check",
)
LOOK_AT = Ask(_("Look at your unit's report before it is submitted"), _("Read and look"), "unit_report")
LOOKED_AT = Ask(_("Your unit's report was looked at: submit it"), _("Check and submit"), "unit_report_check")
CONFIRM_ACCEPTANCE = Ask(_("Somebody proposes to accept this report: confirm it"), _("Read and confirm"), "unit_report")
TAKE = Ask(_("Take this report for review"), _("Open and take"), "unit_report")
ACCEPT = Ask(_("Review this report: accept it or send it back"), _("Review"), "unit_report")
CONSOLIDATE = Ask(_("Consolidate the reports of the units"), _("Open and consolidate"), "ward_report")
UNITS_MISSING = Ask(
    _("It is consolidated once all units are accepted or waived"),
    _("Open"),
    "ward_report",
    lacks=_("units still missing: %(number)s"),
)
SEND = Ask(_("Read the consolidated report and send it for approval"), _("Open and send"), "ward_report")
REWORK = Ask(_("This report was returned: correct it and send it again"), _("Open and correct"), "ward_report")
APPROVE = Ask(_("Read this report and decide"), _("Read and decide"), "ward_report_approval", decides=True)
OPINE = Ask(_("Read this report and give your opinion"), _("Read and give an opinion"), "ward_report_opinion")
EXAMINE = Ask(_("Examine this report before it is approved"), _("Read and examine"), "ward_report_examination")
ISSUE = Ask(_("Issue this report: number, date and seal"), _("Open and issue"), "ward_report")
DISPATCH = Ask(_("Send this report to the province"), _("Open and dispatch"), "ward_report")
RECEIPT = Ask(_("Record the province's answer when it comes"), _("Record the answer"), "ward_report")
DISPATCH_ABOVE = Ask(_("Send this report to the superior"), _("Open and send out"), "ward_report")
RECEIPT_ABOVE = Ask(_("Record the superior's answer when it comes"), _("Record the answer"), "ward_report")
CONFIRM = Ask(
    _("The office entered this for your unit: read it and confirm it"),
    _("Read and confirm"),
    "unit_report_confirm_on_behalf",
)
UNCONFIRMED = Ask(_("Entered on the unit's behalf, which has not confirmed it yet"), _("Open"), "unit_report")
UNCONFIRMED_ALL = Ask(
    _("Entered on behalf of units that have not confirmed it yet"),
    _("Links to confirm"),
    "telephone_sheet_links",
    lacks=_("%(number)d units"),
)
REPLY = Ask(_("The office asks about your unit's report: answer it"), _("Read and answer"), "unit_report")
ANSWER = Ask(_("Answer this difficulty"), _("Open and answer"), "difficulty")
SETTLE = Ask(_("Your unit's difficulty was answered: close it or open it again"), _("Read the answer"), "difficulty")
KNOW = Ask(_("Overdue with others: for your information"), _("Open"), "ward_report", informs=True)
INFORMED = Ask(_("Issued: for your information"), _("Read"), "ward_report", informs=True)

# Nothing can be done before others have: the province, the unit, its drafter, its head, the units.
WAITED_FOR = (RECEIPT, RECEIPT_ABOVE, UNCONFIRMED, UNCONFIRMED_ALL, NOT_BEGUN, UNFINISHED, HANDED, UNITS_MISSING)

UNIT_ASKS = {
    UnitState.DRAFT: WRITE,
    UnitState.RETURNED: REVISE,
    UnitState.SUBMITTED: TAKE,
    UnitState.IN_REVIEW: ACCEPT,
}
HEAD_ASKS = {UnitState.DRAFT: SUBMIT, UnitState.RETURNED: RESUBMIT}
WARD_ASKS = {
    WardState.CONSOLIDATING: CONSOLIDATE,
    WardState.RETURNED: REWORK,
    WardState.AWAITING_APPROVAL: APPROVE,
    WardState.APPROVED: ISSUE,
    WardState.ISSUED: DISPATCH,
    WardState.DISPATCHED: RECEIPT,
}
ABOVE = {DISPATCH: DISPATCH_ABOVE, RECEIPT: RECEIPT_ABOVE}  # of a province's own report
