"""What buttons say, by the code of the action: the glossary's words to the letter."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "save_draft": _("Save draft"),
    "submit": _("Submit report"),
    "send_to_drafter": _("Send back to the drafter"),
    "save_on_behalf": _("Enter on behalf"),
    "submit_on_behalf": _("Submit on behalf"),
    "confirm_on_behalf": _("Confirm what was entered"),
    "withdraw": _("Withdraw"),
    "take": _("Take for review"),
    "hand_back": _("Put back into the queue"),
    "accept": _("Accept"),
    "return_for_revision": _("Send back"),
    "waive": _("Waive report"),
    "unwaive": _("Take the waiver back"),
    "consolidate": _("Consolidate"),
    "send_for_approval": _("Send for approval"),
    "approve": _("Approve and sign"),
    "send_back": _("Send back"),
    "sign": _("Sign"),
    "issue": _("Issue"),
    "dispatch": _("Send to the province"),
    "record_receipt": _("Record the answer"),
    "reopen": _("Reopen"),
    "return_consolidated": _("Send back"),
    "refresh_figures": _("Take in the new figures"),
    "override_figure": _("Adjust the figure"),
    "remove_override": _("Remove the adjustment"),
    "look_again": _("Looked at again"),
    "redraft": _("Draft anew"),
}
