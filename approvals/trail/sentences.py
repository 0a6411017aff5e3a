"""An event of the trail as a sentence: who does what with which subject."""

import re

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from approvals.models import TrailEvent
from approvals.text.vietnamese import folded

# What each action is called in filters and headings.
LABELS: dict[str, str | Promise] = {
    "open": pgettext_lazy("trail", "Open a period"),
    "save_draft": pgettext_lazy("trail", "Save draft"),
    "submit": pgettext_lazy("trail", "Submit"),
    "send_to_drafter": gettext_lazy("Send back to the drafter"),
    "save_on_behalf": gettext_lazy("Enter on behalf"),
    "submit_on_behalf": gettext_lazy("Submit on behalf"),
    "confirm_on_behalf": gettext_lazy("Confirm an entry on behalf"),
    "withdraw": pgettext_lazy("trail", "Withdraw"),
    "take": pgettext_lazy("trail", "Take for review"),
    "hand_back": pgettext_lazy("trail", "Hand back to the queue"),
    "accept": pgettext_lazy("trail", "Accept"),
    "return_for_revision": pgettext_lazy("trail", "Return for revision"),
    "return_consolidated": pgettext_lazy("trail", "Return for revision"),
    "waive": pgettext_lazy("trail", "Waive"),
    "unwaive": pgettext_lazy("trail", "Take a waiver back"),
    "comment": gettext_lazy("Comment on an entry"),
    "answer": gettext_lazy("Answer a comment"),
    "attach_evidence": gettext_lazy("Attach evidence"),
    "remove_evidence": gettext_lazy("Remove evidence"),
    "refuse_evidence": gettext_lazy("Refuse a file with malware"),
    "clear_evidence": gettext_lazy("Find a file clean"),
    "drop_evidence": gettext_lazy("Delete a file with malware"),
    "consolidate": pgettext_lazy("trail", "Consolidate"),
    "edit_narrative": pgettext_lazy("trail", "Edit the text"),
    "redraft": gettext_lazy("Draft the text anew"),
    "look_again": gettext_lazy("Look at a sentence again"),
    "override_figure": gettext_lazy("Adjust a figure"),
    "remove_override": gettext_lazy("Remove the adjustment of a figure"),
    "refresh_figures": gettext_lazy("Take in new figures"),
    "call_back": gettext_lazy("Call back"),
    "change_template": gettext_lazy("Change a template of the text"),
    "send_for_approval": pgettext_lazy("trail", "Send for approval"),
    "approve": pgettext_lazy("trail", "Approve"),
    "send_back": pgettext_lazy("trail", "Send back"),
    "return_before_issue": pgettext_lazy("trail", "Send back after signing"),
    "sign": gettext_lazy("Sign"),
    "add_key": gettext_lazy("Add a signing key"),
    "retire_key": gettext_lazy("Retire a signing key"),
    "issue": pgettext_lazy("trail", "Issue"),
    "dispatch": pgettext_lazy("trail", "Send to the province"),
    "record_receipt": pgettext_lazy("trail", "Record the province's receipt"),
    "record_refusal": pgettext_lazy("trail", "Record the province's refusal"),
    "record_recall": gettext_lazy("Take back a report whose document is recalled"),
    "reopen": pgettext_lazy("trail", "Reopen"),
    "release": pgettext_lazy("trail", "Release"),
    "new_version": pgettext_lazy("trail", "Make a new version"),
    "repair": pgettext_lazy("trail", "Repair"),
    "import_plan": pgettext_lazy("trail", "Import a plan"),
    "correct_kind": gettext_lazy("Correct whether indicators are over a period or at a point of time"),
    "import_mapping": gettext_lazy("Import the forms of others"),
    "add_ward": pgettext_lazy("trail", "Add a ward"),
    "add_unit": pgettext_lazy("trail", "Add a unit"),
    "change_unit": pgettext_lazy("trail", "Change a unit"),
    "retire_unit": pgettext_lazy("trail", "Retire a unit"),
    "add_person": pgettext_lazy("trail", "Add a person"),
    "change_person": pgettext_lazy("trail", "Change a person"),
    "deactivate_person": pgettext_lazy("trail", "Close an account"),
    "reactivate_person": pgettext_lazy("trail", "Open an account again"),
    "change_password": gettext_lazy("Change the own password"),
    "choose_password": gettext_lazy("Choose a password by a mailed link"),
    "vouch": gettext_lazy("Vouch for a chosen password"),
    "add_factor": gettext_lazy("Add a second factor"),
    "remove_factor": gettext_lazy("Remove a second factor"),
    "reset_factor": gettext_lazy("Make new recovery codes"),
    "start_membership": pgettext_lazy("trail", "Give an office"),
    "end_membership": pgettext_lazy("trail", "End an office"),
    "set_authority": gettext_lazy("Say under which authority somebody signs"),
    "delegate": gettext_lazy("Delegate"),
    "add_step": pgettext_lazy("trail", "Add a step"),
    "change_step": pgettext_lazy("trail", "Change a step"),
    "move_step": pgettext_lazy("trail", "Move a step"),
    "retire_step": pgettext_lazy("trail", "Retire a step"),
    "set_form": gettext_lazy("Change the form of a document"),
    "reserve": gettext_lazy("Keep a number"),
    "date_number": gettext_lazy("Date a kept number anew"),
    "enter": gettext_lazy("Enter in the register"),
    "void_number": gettext_lazy("Void a number"),
    "recall": gettext_lazy("Recall a document"),
    "confirm_deletion": gettext_lazy("Confirm a deletion"),
    "raise_difficulty": gettext_lazy("Raise a difficulty"),
    "merge_difficulty": gettext_lazy("Put difficulties together"),
    "extend_difficulty": gettext_lazy("Add to a common difficulty"),
    "consolidate_difficulty": gettext_lazy("Take a difficulty into another"),
    "answer_difficulty": gettext_lazy("Answer a difficulty"),
    "close_difficulty": gettext_lazy("Close a difficulty"),
    "reopen_difficulty": gettext_lazy("Open a difficulty again"),
    "discuss_difficulty": gettext_lazy("Say something about a difficulty"),
    "add_difficulty_kind": gettext_lazy("Add a kind of difficulty"),
    "rename_difficulty_kind": gettext_lazy("Rename a kind of difficulty"),
    "retire_difficulty_kind": gettext_lazy("Retire a kind of difficulty"),
    "retry_incident": pgettext_lazy("trail", "Try an incident again"),
    "skip_incident": pgettext_lazy("trail", "Skip an incident"),
}


SENTENCES: dict[str, str | Promise] = {
    "open": gettext_lazy("%(actor)s opened %(subject)s"),
    "save_draft": gettext_lazy("%(actor)s saved the draft of %(subject)s"),
    "submit": gettext_lazy("%(actor)s submitted %(subject)s"),
    "send_to_drafter": gettext_lazy("%(actor)s sent %(subject)s back to the drafter"),
    "save_on_behalf": gettext_lazy("%(actor)s entered figures into %(subject)s on the unit's behalf"),
    "submit_on_behalf": gettext_lazy("%(actor)s submitted %(subject)s on the unit's behalf"),
    "confirm_on_behalf": gettext_lazy("%(actor)s confirmed what was entered into %(subject)s on the unit's behalf"),
    "withdraw": gettext_lazy("%(actor)s withdrew %(subject)s"),
    "take": gettext_lazy("%(actor)s took %(subject)s for review"),
    "hand_back": gettext_lazy("%(actor)s handed %(subject)s back to the queue"),
    "accept": gettext_lazy("%(actor)s accepted %(subject)s"),
    "return_for_revision": gettext_lazy("%(actor)s returned %(subject)s for revision"),
    "return_consolidated": gettext_lazy("%(actor)s returned %(subject)s for revision after it was consolidated"),
    "waive": gettext_lazy("%(actor)s waived %(subject)s"),
    "unwaive": gettext_lazy("%(actor)s took the waiver of %(subject)s back"),
    "comment": gettext_lazy("%(actor)s commented on %(subject)s"),
    "answer": gettext_lazy("%(actor)s answered a comment on %(subject)s"),
    "attach_evidence": gettext_lazy("%(actor)s attached evidence to %(subject)s"),
    "remove_evidence": gettext_lazy("%(actor)s removed evidence from %(subject)s"),
    "refuse_evidence": gettext_lazy("%(actor)s offered a file for %(subject)s that holds malware: it was refused"),
    "clear_evidence": gettext_lazy("%(actor)s found a file of %(subject)s free of malware"),
    "drop_evidence": gettext_lazy("%(actor)s found malware in a file of %(subject)s and deleted it"),
    "consolidate": gettext_lazy("%(actor)s consolidated %(subject)s"),
    "edit_narrative": gettext_lazy("%(actor)s edited the text of %(subject)s"),
    "redraft": gettext_lazy("%(actor)s had the text of %(subject)s drafted anew"),
    "look_again": gettext_lazy("%(actor)s looked again at a sentence of %(subject)s whose figures had changed"),
    "override_figure": gettext_lazy("%(actor)s adjusted a figure of %(subject)s"),
    "remove_override": gettext_lazy("%(actor)s removed the adjustment of a figure of %(subject)s"),
    "refresh_figures": gettext_lazy("%(actor)s took the units' new figures into %(subject)s"),
    "call_back": gettext_lazy("%(actor)s called %(subject)s back, because a unit corrects its report"),
    "change_template": gettext_lazy("%(actor)s changed the template %(subject)s"),
    "send_for_approval": gettext_lazy("%(actor)s sent %(subject)s for approval"),
    "approve": gettext_lazy("%(actor)s approved %(subject)s"),
    "send_back": gettext_lazy("%(actor)s sent back %(subject)s"),
    "return_before_issue": gettext_lazy("%(actor)s sent back %(subject)s after it was signed: the signature is void"),
    "sign": gettext_lazy("%(actor)s signed the file of %(subject)s"),
    "add_key": gettext_lazy("%(actor)s added a signing key: %(subject)s"),
    "retire_key": gettext_lazy("%(actor)s retired a signing key: %(subject)s"),
    "issue": gettext_lazy("%(actor)s issued %(subject)s"),
    "dispatch": gettext_lazy("%(actor)s sent %(subject)s to the province"),
    "record_receipt": gettext_lazy("%(actor)s recorded that the province received %(subject)s"),
    "record_refusal": gettext_lazy("%(actor)s recorded that the province refused %(subject)s"),
    "record_recall": gettext_lazy("%(actor)s recalled the document of %(subject)s, which opened its next version"),
    "reopen": gettext_lazy("%(actor)s reopened %(subject)s"),
    "release": gettext_lazy("%(actor)s released %(subject)s, because the ward report was reopened"),
    "new_version": gettext_lazy("%(actor)s made a new version: %(subject)s"),
    "repair": gettext_lazy("%(actor)s repaired the way of %(subject)s"),
    "import_plan": gettext_lazy("%(actor)s imported plan %(subject)s"),
    "correct_kind": gettext_lazy(
        "%(actor)s corrected whether indicators are over a period or at a point of time: %(subject)s"
    ),
    "import_mapping": gettext_lazy("%(actor)s imported the forms that others ask for: %(subject)s"),
    "add_ward": gettext_lazy("%(actor)s added the ward %(subject)s"),
    "add_unit": gettext_lazy("%(actor)s added the unit %(subject)s"),
    "change_unit": gettext_lazy("%(actor)s changed the unit %(subject)s"),
    "retire_unit": gettext_lazy("%(actor)s retired the unit %(subject)s"),
    "add_person": gettext_lazy("%(actor)s added the account of %(subject)s"),
    "change_person": gettext_lazy("%(actor)s changed the account of %(subject)s"),
    "deactivate_person": gettext_lazy("%(actor)s closed the account of %(subject)s"),
    "reactivate_person": gettext_lazy("%(actor)s opened the account of %(subject)s again"),
    "change_password": gettext_lazy("%(actor)s changed the password of %(subject)s"),
    "choose_password": gettext_lazy("%(actor)s chose a password for %(subject)s without giving the old one"),
    "vouch": gettext_lazy("%(actor)s confirmed that %(subject)s chose the password themselves"),
    "add_factor": gettext_lazy("%(actor)s added a second factor to the account of %(subject)s"),
    "remove_factor": gettext_lazy("%(actor)s removed a second factor from the account of %(subject)s"),
    "reset_factor": gettext_lazy("%(actor)s made new recovery codes for the account of %(subject)s"),
    "start_membership": gettext_lazy("%(actor)s gave %(subject)s an office"),
    "end_membership": gettext_lazy("%(actor)s ended an office of %(subject)s"),
    "set_authority": gettext_lazy("%(actor)s said under which authority %(subject)s signs"),
    "delegate": gettext_lazy("%(actor)s entered a delegation to %(subject)s"),
    "add_step": gettext_lazy("%(actor)s added a step to the route of %(subject)s"),
    "change_step": gettext_lazy("%(actor)s changed a step of the route of %(subject)s"),
    "move_step": gettext_lazy("%(actor)s moved a step of the route of %(subject)s"),
    "retire_step": gettext_lazy("%(actor)s retired a step of the route of %(subject)s"),
    "set_form": gettext_lazy("%(actor)s changed who issues %(subject)s"),
    "reserve": gettext_lazy("%(actor)s kept number %(subject)s in the register"),
    "date_number": gettext_lazy("%(actor)s dated the kept number %(subject)s anew"),
    "enter": gettext_lazy("%(actor)s entered document %(subject)s in the register"),
    "void_number": gettext_lazy("%(actor)s voided number %(subject)s"),
    "recall": gettext_lazy("%(actor)s recalled document %(subject)s"),
    "confirm_deletion": gettext_lazy("%(actor)s recorded that the recalled document %(subject)s is deleted"),
    "raise_difficulty": gettext_lazy("%(actor)s raised the difficulty “%(subject)s”"),
    "merge_difficulty": gettext_lazy("%(actor)s put difficulties together: “%(subject)s”"),
    "extend_difficulty": gettext_lazy("%(actor)s added to the common difficulty “%(subject)s”"),
    "consolidate_difficulty": gettext_lazy("%(actor)s put the difficulty “%(subject)s” together with others"),
    "answer_difficulty": gettext_lazy("%(actor)s answered the difficulty “%(subject)s”"),
    "close_difficulty": gettext_lazy("%(actor)s closed the difficulty “%(subject)s”"),
    "reopen_difficulty": gettext_lazy("%(actor)s opened the difficulty “%(subject)s” again"),
    "discuss_difficulty": gettext_lazy("%(actor)s said something about the difficulty “%(subject)s”"),
    "add_difficulty_kind": gettext_lazy("%(actor)s added the kind of difficulty “%(subject)s”"),
    "rename_difficulty_kind": gettext_lazy("%(actor)s renamed a kind of difficulty: “%(subject)s”"),
    "retire_difficulty_kind": gettext_lazy("%(actor)s retired the kind of difficulty “%(subject)s”"),
    "retry_incident": gettext_lazy("%(actor)s had it tried again: %(subject)s"),
    "skip_incident": gettext_lazy("%(actor)s skipped the incident: %(subject)s"),
}


# Their subject is a proper name: it keeps its capital letter inside a sentence.
ON_NAMES = {"unit", "person", "signingkey", "difficulty", "difficultykind"}


PLACEHOLDER = re.compile(r"%\(\w+\)s")


# Done under an authority: the sentence says for whom.
FOR_ANOTHER = {"approve", "send_back"}


def label(action: str) -> str:
    """What an action is called; one that is unknown here by its code."""
    return str(LABELS.get(action, action))


def sentence(event: TrailEvent) -> str:
    """The event in words, without its time: "Phó Trưởng Ban ký duyệt báo cáo tháng 10/2026"."""
    words = SENTENCES.get(event.action, gettext_lazy("%(actor)s: %(action)s, %(subject)s"))
    subject = event.subject_name if event.subject_kind in ON_NAMES else within(event.subject_name)
    told = {"actor": event.actor_name or _("The system"), "subject": subject, "action": event.action}
    acted_for = event.changes.get("acts_for") if event.action in FOR_ANOTHER else None
    if not acted_for:
        return str(words) % told
    return _("%(sentence)s, for %(title)s") % {"sentence": str(words) % told, "title": acted_for[1]}


def actions_that_say(word: str) -> list[str]:
    """The actions whose sentence, in the reader's language, holds the word between its names."""
    sought = folded(word)
    return [action for action, words in SENTENCES.items() if sought in folded(PLACEHOLDER.sub(" ", str(words)))]


def state_label(kind: str, state: str) -> str:
    """A state's words, as the subject's own model names them; its code where no model does."""
    if not state:
        return ""
    for model in apps.get_models():
        if model._meta.model_name == kind:
            choices = next((field.flatchoices for field in model._meta.fields if field.name == "state"), [])
            return str(dict(choices).get(state, state))
    return state


def within(name: str) -> str:
    """A common name as it stands inside a sentence: "Báo cáo tháng" becomes "báo cáo tháng", "KH-BCĐ" stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
