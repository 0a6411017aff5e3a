"""Of every action that writes an event: whom the event names, which changes it tells, and whether it says why."""

import pytest
from django.conf import settings

from approvals.models import TrailEvent
from approvals.trail.words import ACTIONS
from tests.workflows.courses import house, reports, units, wards
from tests.workflows.courses import routes as of_routes
from tests.workflows.courses.told import Told

TODAY = "2026-11-06 09:00"

ELSEWHERE = {  # by the file whose tests assert it
    "tests/workflows/unit_reports/test_looks.py": ("ask_for_look", "withdraw_look", "look", "return_look"),
    "tests/workflows/figures/test_override_figure.py": ("override_figure", "remove_override"),
    "tests/workflows/prose/test_edit_narrative.py": ("edit_narrative",),
    "tests/workflows/prose/test_prose.py": ("redraft", "look_again"),
    "tests/workflows/routes/test_change_signer.py": ("change_signer",),
    "tests/workflows/routes/test_return_to_step.py": ("return_to_step",),
    "tests/workflows/ward_reports/test_issue_on_paper.py": ("issue_on_paper",),
    "tests/workflows/ward_reports/test_return_before_issue.py": ("return_before_issue",),
    "tests/workflows/unit_reports/test_taking_in.py": ("confirm_by_link", "accept_confirmed", "accept_unconfirmed"),
    "tests/workflows/sources/test_events.py": ("add_source", "stop_source"),
    "tests/workflows/sources/test_folder.py": ("take_in_figures",),
    "tests/workflows/routes/test_opinions_on_paper.py": ("opine_on_paper",),
    "tests/workflows/unit_reports/test_evidence_scan.py": ("refuse_evidence", "clear_evidence", "drop_evidence"),
    "tests/workflows/ward_reports/test_sign.py": ("sign",),
    "tests/workflows/cases/test_reconcile.py": ("repair",),
    "tests/workflows/plans/test_correct_kinds.py": ("correct_kind",),
    "tests/workflows/periods/test_kinds.py": ("make_kind", "change_kind", "retire_kind"),
    "tests/workflows/calendars/test_hours_by_date.py": ("set_hours", "drop_hours"),
    "tests/workflows/periods/test_due_times.py": ("change_due", "extend"),
    "tests/workflows/periods/test_cancel.py": ("cancel_period",),
    "tests/workflows/periods/test_practice.py": ("wipe", "wipe_practice"),
    "tests/workflows/periods/test_requests.py": ("ask_for_report",),
    "tests/workflows/reminders/test_kinds_reminders.py": ("add_rung",),
    "tests/workflows/reminders/test_gateways.py": ("set_gateway", "stop_gateway"),
    "tests/workflows/reminders/test_remind.py": ("remind",),
    "tests/workflows/routes/test_import_route.py": ("import_route",),
    "tests/workflows/outlines/test_import_outline.py": ("import_outline",),
    "tests/workflows/outlines/test_chosen_indicators.py": ("choose_indicators",),
    "tests/workflows/plans/test_import_mapping.py": ("import_mapping",),
    "tests/units/sign_in/test_second_factors.py": ("change_password", "add_factor", "remove_factor", "reset_factor"),
    "tests/units/installation/test_first_administrator.py": ("add_first_administrator", "entrust_installation"),
    "tests/workflows/plans/test_move_periods.py": ("move_to_plan", "set_helping"),
    "tests/workflows/provinces/test_ask_wards.py": ("superior_moved", "superior_cancelled"),
    "tests/workflows/setting_up/test_mergers.py": ("merge_unit",),
    "tests/workflows/setting_up/test_splits.py": ("split_unit",),
    "tests/units/people/test_add_people.py": ("issue_slip", "use_slip"),
    "tests/approvals/channels/test_page_channels.py": (
        "add_recipient",
        "change_recipient",
        "add_channel",
        "change_channel",
        "prefer_channel",
        "end_channel",
    ),
    "tests/approvals/channels/test_delivery.py": ("take_there",),
    "tests/approvals/outbox/test_page_incidents.py": ("retry_incident", "skip_incident"),
    "tests/workflows/unit_reports/test_finish_draft.py": ("finish_draft",),
    "tests/units/tokens/test_page_tokens.py": ("make_token", "revoke_token"),
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
    *rows(house.of_the_further_house, house.FURTHER_HOUSE),
    *rows(units.of_quick_forms, units.QUICK_FORMS),
    *rows(units.of_restatements, units.RESTATEMENTS),
    *rows(units.of_two_people, units.TWO_PEOPLE),
    *rows(wards.of_a_ward_report, wards.WARD_REPORT),
    *rows(wards.of_deliveries, wards.DELIVERIES),
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
    elsewhere = {action for actions in ELSEWHERE.values() for action in actions}
    assert {param.values[0].action for param in EVERY} | elsewhere == set(ACTIONS)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_what_is_left_to_another_file_is_asserted_there(path):
    source = (settings.BASE_DIR / path).read_text()
    assert [action for action in ELSEWHERE[path] if f'"{action}"' not in source] == []
    assert "actor" in source or "event_of(" in source
