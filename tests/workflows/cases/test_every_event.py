"""Of every action that writes an event: whom the event names, which changes it tells, and whether it says why."""

import pytest

from approvals.models import TrailEvent
from approvals.trail.words import ACTIONS
from tests.workflows.courses import house, reports
from tests.workflows.courses import routes as of_routes
from tests.workflows.courses.told import Told

TODAY = "2026-11-06 09:00"

ELSEWHERE = {
    **dict.fromkeys(
        ("ask_for_look", "withdraw_look", "look", "return_look"), "tests/workflows/unit_reports/test_looks.py"
    ),
    **dict.fromkeys(
        ("propose_acceptance", "confirm_acceptance", "refuse_acceptance"),
        "tests/workflows/unit_reports/test_confirming.py",
    ),
    "consolidate": "tests/workflows/ward_reports/test_consolidate.py",
    "release": "tests/workflows/ward_reports/test_reopen.py",
    "override_figure": "tests/workflows/figures/test_override_figure.py",
    "remove_override": "tests/workflows/figures/test_override_figure.py",
    "edit_narrative": "tests/workflows/prose/test_edit_narrative.py",
    "redraft": "tests/workflows/prose/test_prose.py",
    "send_for_approval": "tests/workflows/ward_reports/test_send_for_approval.py",
    "change_signer": "tests/workflows/routes/test_change_signer.py",
    "send_back": "tests/workflows/ward_reports/test_send_back.py",
    "return_to_step": "tests/workflows/routes/test_return_to_step.py",
    "reopen": "tests/workflows/ward_reports/test_reopen.py",
    "rework": "tests/workflows/ward_reports/test_page_ward_report.py",
    "approve": "tests/workflows/ward_reports/test_approve.py",
    "issue_on_paper": "tests/workflows/ward_reports/test_issue_on_paper.py",
    "return_before_issue": "tests/workflows/ward_reports/test_return_before_issue.py",
    "issue": "tests/workflows/ward_reports/test_issue.py",
    "dispatch": "tests/workflows/ward_reports/test_dispatch.py",
    "record_refusal": "tests/workflows/ward_reports/test_record_receipt.py",
    "new_version": "tests/workflows/ward_reports/test_next_version.py",
    "reserve": "tests/approvals/register/test_register_states.py",
    "enter": "tests/approvals/register/test_register_states.py",
    "confirm_by_link": "tests/workflows/unit_reports/test_taking_in.py",
    "accept_confirmed": "tests/workflows/unit_reports/test_taking_in.py",
    "accept_unconfirmed": "tests/workflows/unit_reports/test_taking_in.py",
    **dict.fromkeys(
        ("deliver", "receive_delivery", "refuse_delivery"), "tests/workflows/provinces/test_one_installation.py"
    ),
    **dict.fromkeys(("add_source", "stop_source"), "tests/workflows/sources/test_events.py"),
    "take_in_figures": "tests/workflows/sources/test_folder.py",
    "name_counts": "tests/workflows/plans/test_what_is_counted.py",
    "opine_on_paper": "tests/workflows/routes/test_opinions_on_paper.py",
    "attach_quick_file": "tests/workflows/unit_reports/test_quick_files.py",
    "type_quick_form": "tests/workflows/unit_reports/test_quick_files.py",
    "refuse_evidence": "tests/workflows/unit_reports/test_evidence_scan.py",
    "clear_evidence": "tests/workflows/unit_reports/test_evidence_scan.py",
    "drop_evidence": "tests/workflows/unit_reports/test_evidence_scan.py",
    "look_again": "tests/workflows/prose/test_prose.py",
    "sign": "tests/workflows/ward_reports/test_sign.py",
    "add_key": "tests/approvals/signing/test_key_actions.py",
    "retire_key": "tests/approvals/signing/test_key_actions.py",
    "repair": "tests/workflows/cases/test_reconcile.py",
    "correct_kind": "tests/workflows/plans/test_correct_kinds.py",
    "make_kind": "tests/workflows/periods/test_kinds.py",
    "change_kind": "tests/workflows/periods/test_kinds.py",
    "retire_kind": "tests/workflows/periods/test_kinds.py",
    "set_hours": "tests/workflows/calendars/test_hours_by_date.py",
    "drop_hours": "tests/workflows/calendars/test_hours_by_date.py",
    "change_due": "tests/workflows/periods/test_due_times.py",
    "extend": "tests/workflows/periods/test_due_times.py",
    "cancel_period": "tests/workflows/periods/test_cancel.py",
    "wipe": "tests/workflows/periods/test_practice.py",
    "wipe_practice": "tests/workflows/periods/test_practice.py",
    "ask_for_report": "tests/workflows/periods/test_requests.py",
    "add_rung": "tests/workflows/reminders/test_kinds_reminders.py",
    "retire_rung": "tests/workflows/reminders/test_kinds_reminders.py",
    "set_gateway": "tests/workflows/reminders/test_gateways.py",
    "stop_gateway": "tests/workflows/reminders/test_gateways.py",
    "remind": "tests/workflows/reminders/test_remind.py",
    "import_route": "tests/workflows/routes/test_import_route.py",
    "import_outline": "tests/workflows/outlines/test_import_outline.py",
    "choose_indicators": "tests/workflows/outlines/test_chosen_indicators.py",
    "import_mapping": "tests/workflows/plans/test_import_mapping.py",
    "change_password": "tests/units/sign_in/test_second_factors.py",
    "add_factor": "tests/units/sign_in/test_second_factors.py",
    "remove_factor": "tests/units/sign_in/test_second_factors.py",
    "reset_factor": "tests/units/sign_in/test_second_factors.py",
    "add_first_administrator": "tests/units/installation/test_first_administrator.py",
    "entrust_installation": "tests/units/installation/test_first_administrator.py",
    "ask_quickly": "tests/workflows/unit_reports/test_quick_forms.py",
    "withdraw_quick_form": "tests/workflows/unit_reports/test_quick_forms.py",
    "answer_quickly": "tests/workflows/unit_reports/test_quick_forms.py",
    "take_quick_answer": "tests/workflows/unit_reports/test_quick_forms.py",
    "leave_quick_answer": "tests/workflows/unit_reports/test_quick_forms.py",
    **dict.fromkeys(
        (
            *("restate", "propose_restatement", "withdraw_restatement", "accept_restatement", "refuse_restatement"),
            "note_restatement",
        ),
        "tests/workflows/ward_reports/test_restatements.py",
    ),
    **dict.fromkeys(("move_to_plan", "set_helping"), "tests/workflows/plans/test_move_periods.py"),
    "amend_plan": "tests/workflows/plans/test_amend_plan.py",
    "merge_unit": "tests/workflows/setting_up/test_mergers.py",
    "split_unit": "tests/workflows/setting_up/test_splits.py",
    "issue_slip": "tests/units/people/test_add_people.py",
    "use_slip": "tests/units/people/test_add_people.py",
    **dict.fromkeys(
        ("add_recipient", "change_recipient", "add_channel", "change_channel", "prefer_channel", "end_channel"),
        "tests/approvals/channels/test_page_channels.py",
    ),
    **dict.fromkeys(
        (
            *("add_sender", "invite_sender", "pair_sender", "end_sender"),
            *("arrive", "recall_arrival", "receive_arrival", "refuse_arrival"),
        ),
        "tests/approvals/receiving/test_page_province.py",
    ),
    "ask_dossier": "tests/approvals/dossiers/test_dossier_of_document.py",
    "take_there": "tests/approvals/channels/test_delivery.py",
    "retry_incident": "tests/approvals/outbox/test_page_incidents.py",
    "skip_incident": "tests/approvals/outbox/test_page_incidents.py",
    "add_webhook": "tests/workflows/webhooks/test_webhooks.py",
    "stop_webhook": "tests/workflows/webhooks/test_webhooks.py",
    "finish_draft": "tests/workflows/unit_reports/test_finish_draft.py",
    "make_token": "tests/units/tokens/test_page_tokens.py",
    "revoke_token": "tests/units/tokens/test_page_tokens.py",
}


def rows(course, told: list[Told]) -> list:
    mark = pytest.mark.starts_from(course, on=TODAY)
    return [pytest.param(each, marks=mark, id=each.action) for each in told]


EVERY = [
    *rows(reports.of_a_unit_report, reports.UNIT_REPORT),
    *rows(reports.of_a_correction, reports.CORRECTION),
    *rows(reports.of_the_register, reports.REGISTER),
    *rows(reports.of_difficulties, reports.DIFFICULTIES),
    *rows(of_routes.of_a_route, of_routes.ROUTE),
    *rows(of_routes.of_adjusted_steps, of_routes.ADJUSTED),
    *rows(of_routes.of_an_examination, of_routes.EXAMINED),
    *rows(of_routes.of_a_document, of_routes.DOCUMENT),
    *rows(house.of_an_outline, house.OUTLINE),
    *rows(house.of_the_house, house.HOUSE),
]


@pytest.mark.parametrize("told", EVERY)
def test_an_event_names_who_did_it_and_tells_what_changed(cast, told):
    event = TrailEvent.objects.filter(action=told.action).latest("pk")
    named = {each.username: each for each in type(cast.admin).objects.all()}
    by = named[told.by] if told.by in named else cast[told.by] if told.by else None
    assert (event.actor, event.actor_name) == (by, by.name if by else "")
    assert bool(event.reason) == told.why
    count = {"one": len(event.changes) == 1, "many": len(event.changes) > 1, "any": True}
    assert count[told.fields] if told.fields in count else sorted(event.changes) == sorted(told.fields.split())
    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in event.changes.values())


def test_no_action_is_left_out():
    assert {param.values[0].action for param in EVERY} | set(ELSEWHERE) == set(ACTIONS)
