"""Every form that is refused shows what was typed: by a colleague's act in between, or by an office that has ended."""

import importlib
import inspect
import pkgutil
import re

import pytest
from django import forms
from django.urls import URLPattern, get_resolver, resolve

import approvals
import units
import workflows
from approvals.pages import typed
from tests.people import instant
from tests.remembered import remembered
from tests.workflows import (
    typed_amended,
    typed_documents,
    typed_forms,
    typed_kinds,
    typed_offices,
    typed_reviews,
    typed_steps,
)
from tests.workflows.typed_forms import WORDS
from units.models import Membership

TODAY = "2026-11-06 09:00"
STATES = [*typed_forms.STATES, *typed_offices.STATES, *typed_documents.STATES, *typed_kinds.STATES]
STATES += [*typed_steps.STATES, *typed_amended.STATES, *typed_reviews.STATES]
OFFICES = [*typed_offices.OFFICES, *typed_documents.OFFICES, *typed_amended.OFFICES, *typed_reviews.OFFICES]


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


# The scope brings both tests of an arrangement together: it is made once (tests/remembered.py).
@pytest.mark.parametrize("arranged", STATES, scope="module")
def test_what_was_typed_stands_on_the_answer_after_a_colleagues_act(cast, client, settings, arranged):
    who, address, told = remembered(arranged)(cast)
    settings.DEMO = True  # nobody has a password here to prove who they are by
    client.force_login(cast[who], backend="units.backends.GrantBackend")
    answer = client.post(address, told)
    assert answer.status_code in (403, 404, 409, 422)
    assert WORDS in answer.content.decode()
    assert resolve(address).url_name in FORMS


# Forms that nothing but a lost office refuses.


@pytest.mark.parametrize("arranged", [*STATES, *OFFICES], scope="module")
def test_what_was_typed_stands_on_the_answer_after_the_office_has_ended(cast, client, arranged):
    who, address, told = remembered(arranged)(cast)
    person = cast[who]
    client.force_login(person, backend="units.backends.GrantBackend")
    for membership in Membership.objects.filter(person=person):
        Membership.objects.filter(pk=membership.pk).update(ends_at=instant("2026-11-05 09:00"))
    answer = client.post(address, told)
    assert answer.status_code in (403, 404, 409, 422)
    assert WORDS in answer.content.decode()


# What has nothing typed, or keeps it otherwise. A new address stands here or above.
WITHOUT = {
    *("unit_report_submit", "unit_report_withdraw", "unit_report_take", "unit_report_hand_back", "unit_report_accept"),
    *("unit_report_ask_for_look", "unit_report_withdraw_look", "unit_report_look"),
    *("unit_report_propose_acceptance", "unit_report_confirm_acceptance"),
    *("unit_report_confirm_on_behalf", "period_accept", "evidence_remove", "difficulty_kind_retire", "step_retire"),
    *(
        "step_move",
        "ward_report_consolidate",
        "ward_report_refresh",
        "ward_report_rework",
        "ward_report_send",
        "ward_report_dispatch",
    ),
    *(
        "report_kind_retire",
        "ward_report_look",
        "ward_report_draft_anew",
        "ward_report_take_draft",
        "ward_report_figure_restore",
    ),
    *("incident_retry", "unit_retire", "person_deactivate", "person_vouch", "person_reactivate", "membership_end"),
    *("unit_key_retire", "person_key_retire", "set_language", "trail_event", "absence_end", "ward_report_resume"),
    *("submission_send", "submission_send_out", "submission_kinds_make", "submission_resume", "charge_end"),
    *("submission_attachment_remove", "calendar_day_give_back", "submission_co_drafters", "case_message_strike"),
    *("calendar_hours_drop", "calendar_province_drop", "source_stop", "arrival_read_again", "arrival_check_again"),
    *("case_links", "case_link_remove", "section_remove", "field_remove", "field_move"),
    *("slips", "own_page", "own_tokens"),
    *(
        "notice_open",
        "notices_read",
        "notices_by_mail",
        "notices_by_phone",
        "case_remind",
        "report_kind_reminders",
        "rung_retire",
    ),
    *("clock_rehearsal", "practice", "practice_wipe"),
    *("channel_try", "channel_prefer", "channel_end", "incidents_retry"),
    *("section_move", "section_switch", "indicators_choose", "step_field_remove"),
    *("quick_form_withdraw", "quick_answer_take", "quick_answers_take", "quick_form_answer", "on_behalf_link"),
    *("own_feed_make", "own_feed_stop", "push_on", "push_off", "ward_gateway_try", "ward_gateway_stop"),
    *("restatement_propose", "restatement_withdraw", "restatement_accept"),
    *("document_dossier", "sender", "sender_end", "dashboard_weekly", "period_remind", "unit_report_finish"),
    *("token_revoke", "ward_webhook_stop", "ward_webhook_again"),
}
SECRETS = {
    "submission_approve",
    "submission_sign",
    "submission_issue",
    "ward_report_approve",
    "ward_report_sign",
    "ward_report_issue",
    "unit_key",
    "person_key",
}
FILES = {"plan_import", "mapping_import", "unit_report_workbook", "verify", "plan_import_confirm"}
FILES |= {"mapping_import_confirm", "route_import", "route_import_confirm", "submission_attachments"}
FILES |= {"outline_import", "outline_import_confirm"}
FILES |= {"calendar_import", "calendar_import_confirm"}
FILES |= {"ward_report_issue_on_paper", "submission_issue_on_paper"}
# The page itself stays.
BY_SCRIPT = {"unit_report_autosave", "narrative_preview", "report_kind_schedule_preview", "narrative_rules_preview"}
BY_SCRIPT |= {"ward_report_autosave", "ward_report_writers", "unit_report_seen"}
BY_SCRIPT |= {"submission_autosave", "submission_writers"}


FORMS = {
    *("plan_kinds_check", "plan_annex", "plan_annex_rows"),
    *("recipient_new", "recipient", "channel_new", "channel", "dispatch_by_hand", "incidents_skip"),
    *("ward_add", "units_paste", "units_paste_rows", "people_paste", "people_paste_rows"),
    "wards_table_rows",
    *("unit_report_write", "unit_report_to_drafter", "unit_report_on_behalf", "unit_report_submit_on_behalf"),
    *("unit_report_return_look", "unit_report_refuse_acceptance"),
    *("unit_report_return", "unit_report_part", "entry_evidence", "unit_report_waive", "unit_report_unwaive"),
    *("unit_report_return_consolidated", "ward_report_edit", "narrative_templates", "ward_report_figure_adjust"),
    *("narrative_rules", "unit_report_comments", "period_waive"),
    *("ward_report_reopen", "ward_report_send_back", "ward_report_return_before_issue", "ward_report_receipt"),
    *("difficulty_raise", "difficulties_merge", "difficulty_answer", "difficulty_close", "difficulty_reopen"),
    *("difficulty_discuss", "difficulty_kinds", "difficulty_kind", "document_void", "document_recall"),
    *("dispatch_deletion", "incident_skip", "unit_add", "person_add", "membership_authority", "membership_delegate"),
    *("step_change", "unit_change", "person_change", "membership_start", "step_add", "kind_form"),
    *("ward_report_opinion", "ward_report_opinion_reply", "absence", "person_absence", "charge_start"),
    *("submission_new", "submission_edit", "submission_take_back", "submission_withdraw", "submission_send_back"),
    *("submission_change_signer", "ward_report_change_signer", "submission_pause", "ward_report_pause", "unit_hours"),
    *("submission_examination", "ward_report_examination"),
    *("submission_opinion", "submission_opinion_reply", "submission_return_before_issue"),
    *("calendar_days_add", "calendar_hours_add", "ward_gateway"),
    *("submission_retract", "ward_report_retract"),
    *("submission_reassign", "ward_report_reassign"),
    *("submission_skip_step", "submission_hand_over", "submission_insert_step", "submission_move_to_route"),
    *("ward_report_skip_step", "ward_report_hand_over", "ward_report_insert_step", "ward_report_move_to_route"),
    *("case_discussion", "document_template"),
    *("report_kind_add", "report_kind_change", "ask_for_report", "report_kind_schedule"),
    *("quick_forms", "quick_answer_leave", "quick_form_type", "telephone_sheet"),
    *("period_open", "period_due", "period_cancel", "unit_report_extend"),
    *("section_add", "section_change", "field_add", "field_change", "step_field_add", "step_field_change"),
    *("restatement_new", "restatement_refuse", "plan_move", "plan_amend", "plan_helping"),
    *("unit_merge", "unit_split", "unit_roll_up"),
}


def written_for(view):
    """Whether the view reads what is posted: its function, or another of its module that it calls, speaks of it."""
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    module, seen, waiting = inspect.getmodule(view), set(), [view]
    while waiting:
        source = inspect.getsource(waiting.pop())
        if re.search(r"request\.POST|require_POST|\"POST\"", source):
            return True
        called = {name for name in re.findall(r"\b(_?\w+)\(", source) if name not in seen}
        seen |= called
        found = (getattr(module, name, None) for name in called)
        waiting += [each for each in found if inspect.isfunction(each) and inspect.getmodule(each) is module]
    return False


def addresses(patterns):
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif str(entry.pattern) not in ("account/", "api/v1/"):  # those of programs answer with problem documents
            yield from addresses(entry.url_patterns)


def test_every_form_of_the_product_stands_here():
    told = FORMS | WITHOUT | SECRETS | FILES | BY_SCRIPT
    found = {entry.name for entry in addresses(get_resolver().url_patterns) if written_for(entry.callback)}
    assert found - told == set(), "say of each what a refusal keeps"
    assert told <= {entry.name for entry in addresses(get_resolver().url_patterns)}


def forms_of(package):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if "forms" in module.name:
            for found in vars(importlib.import_module(module.name)).values():
                ours = isinstance(found, type) and issubclass(found, forms.BaseForm)
                if ours and found.__module__ == module.name and not found.__name__.endswith("Filter"):
                    yield found


IN_ROWS = {"RuleForm": "results-0-"}  # how a formset names the fields of its rows


def fields():
    return [
        (IN_ROWS.get(form.__name__, "") + name, field)
        for package in (approvals, units, workflows)
        for form in forms_of(package)
        for name, field in form.base_fields.items()
    ]


def test_every_password_is_a_secret():
    found = {name for name, field in fields() if isinstance(field.widget, forms.PasswordInput)}
    assert found >= {"passphrase", "password1"}
    assert all(typed.is_secret(name) for name in found)
    assert not any(typed.is_secret(name) for name, field in fields() if isinstance(field.widget, forms.Textarea))


def test_what_is_chosen_from_a_list_is_not_told_as_typed():
    chosen = (forms.Select, forms.HiddenInput, forms.CheckboxInput, forms.RadioSelect)
    for name, field in fields():
        if isinstance(field.widget, chosen):
            assert typed.texts_of([(name, "12")]) == [], name
        elif not isinstance(field.widget, forms.FileInput | forms.PasswordInput):
            assert typed.texts_of([(name, WORDS)]) == [WORDS], name
