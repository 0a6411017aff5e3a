"""Every act that the glossary names is an operation of the API, or docs/api.md says why it is none."""

import re

from django.conf import settings

from workflows.api.views import document

OPERATIONS = {
    "save_draft": ["save_unit_report"],
    "take_in_figures": ["send_figures"],
    "submit": ["submit_unit_report"],
    "send_to_drafter": ["send_unit_report_to_drafter"],
    "withdraw": ["withdraw_unit_report"],
    "take": ["take_unit_report"],
    "hand_back": ["hand_back_unit_report"],
    "accept": ["accept_unit_report"],
    "return_for_revision": ["return_unit_report"],
    "waive": ["waive_unit_report"],
    "unwaive": ["unwaive_unit_report"],
    "extend": ["extend_unit_report"],
    "change_due": ["change_due_of_period"],
    "cancel_period": ["cancel_period"],
    "consolidate": ["consolidate_ward_report"],
    "return_consolidated": ["return_consolidated_unit_report"],
    "send_for_approval": ["send_ward_report_for_approval", "send_submission_for_approval"],
    "rework": ["rework_ward_report"],
    "reopen": ["reopen_ward_report"],
    "opine": ["give_opinion_on_ward_report", "give_opinion_on_submission"],
    "return_before_issue": ["return_ward_report_before_issue", "return_submission_before_issue"],
    "dispatch": ["dispatch_ward_report"],
    "record_receipt": ["record_receipt_of_ward_report", "record_refusal_of_ward_report"],
    "remind": ["remind_of_unit_report", "remind_of_ward_report", "remind_of_submission"],
    "hand_over": ["hand_over_step_of_ward_report", "hand_over_step_of_submission"],
    "insert_step": ["add_step_to_ward_report", "add_step_to_submission"],
    "start_absence": ["start_absence"],
    "end_absence": ["end_absence"],
    "finish_draft": ["finish_draft_of_unit_report"],
    "ask_for_look": ["ask_for_look_of_unit_report"],
    "withdraw_look": ["withdraw_look_of_unit_report"],
    "look": ["look_of_unit_report"],
    "return_look": ["return_look_of_unit_report"],
    "confirm_on_behalf": ["confirm_on_behalf_of_unit_report"],
    "propose_acceptance": ["propose_acceptance_of_unit_report"],
    "confirm_acceptance": ["confirm_acceptance_of_unit_report"],
    "refuse_acceptance": ["refuse_acceptance_of_unit_report"],
    "refresh_figures": ["refresh_figures_of_ward_report"],
    "examine": ["examine_ward_report", "examine_submission"],
    "return_examined": ["examine_ward_report", "examine_submission"],
    "reply_to_opinion": ["reply_to_opinion_on_ward_report", "reply_to_opinion_on_submission"],
    "pause": ["pause_ward_report", "pause_submission"],
    "resume": ["resume_ward_report", "resume_submission"],
    "skip_step": ["skip_step_of_ward_report", "skip_step_of_submission"],
    "take_back": ["take_back_submission"],
    "give_up": ["give_up_submission"],
    "send_out": ["send_out_submission"],
    "edit": ["edit_submission"],
}
NOT_IN_THE_TABLE = {"remind", "start_absence", "end_absence"}  # of the glossary, and no act on a report alone
API = (settings.BASE_DIR / "docs/api.md").read_text()


def glossary() -> dict[str, str]:
    text = (settings.BASE_DIR / "docs/glossary.md").read_text().split("\n## Actions\n", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| ([a-z_]+) \| (.+?) \|", text, re.MULTILINE))


def on_the_page_alone() -> set[str]:
    """What docs/api.md leaves to the pages, with the reason."""
    table = API.split("\n| On the page alone |", 1)[1].split("\n\n", 1)[0]
    return {
        code for cell in re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE) for code in re.findall(r"`(\w+)`", cell)
    }


def test_every_act_is_an_operation_or_is_left_to_the_page_for_a_reason():
    assert set(glossary()) == (set(OPERATIONS) - NOT_IN_THE_TABLE) | on_the_page_alone()
    assert not set(OPERATIONS) & on_the_page_alone()


def test_these_operations_are_there():
    there = {each["operationId"] for operations in document()["paths"].values() for each in operations.values()}
    assert {name for names in OPERATIONS.values() for name in names} <= there
