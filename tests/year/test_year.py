"""A year of a ward, from an empty installation to the first number of the next: what happens between the months.

One test, since each chapter begins where the one before ended. The pages are the product's; the clock is another.
"""

import pytest

from approvals.clock import now
from approvals.files import store as files
from approvals.models import OutboxMessage, Rendition
from tests import paper
from workflows.cases.types import case_in

from . import changes, first_half, second_half
from .office import (
    empty,
    on,
)


def print_at_once(message: OutboxMessage) -> None:
    """In place of the renderer, which has its own tests: a document of one page."""
    wanted = message.payload
    model, pk = case_in(wanted)
    pdf = paper.page(message.key)
    Rendition.objects.get_or_create(
        subject_kind=model._meta.model_name,
        subject_id=pk,
        content=wanted["content"],
        final=wanted["final"],
        defaults={"scope": message.scope, "sha256": files.keep(pdf), "size": len(pdf), "pages": 1, "made_at": now()},
    )


@pytest.fixture(autouse=True)
def installation(db, settings, tmp_path):
    """An empty one, with folders of its own."""
    for name in ("DATA_DIR", "DOCUMENTS_DIR", "FILES_DIR", "OUTGOING_DIR"):
        setattr(settings, name, tmp_path / name.lower())
    settings.EMAIL_BACKEND = "tests.year.office.Post"
    settings.APPROVALS_HANDLERS = settings.APPROVALS_HANDLERS | {"render": f"{__name__}.print_at_once"}
    empty()


def test_a_year_of_a_ward():
    for day, chapter in CHAPTERS:
        with on(day):
            chapter()


CHAPTERS = [
    ("2027-01-04", first_half.january_4_the_ward_starts),
    ("2027-01-11", first_half.january_11_a_drafter_has_no_address),
    ("2027-02-03", first_half.february_3_a_mail_does_not_reach_its_reader),
    ("2027-02-03", first_half.february_3_new_year_falls_into_the_days_of_the_report),
    ("2027-03-01", first_half.march_1_a_drafter_moves_in_mid_draft),
    ("2027-03-09", first_half.march_9_the_signer_is_on_leave_and_a_report_waits),
    ("2027-03-22", first_half.march_22_the_province_asks_for_phone_coverage_in_three_days),
    ("2027-04-02", first_half.april_2_a_quarterly_report_begins),
    ("2027-04-21", changes.april_21_the_plan_is_amended),
    ("2027-05-05", first_half.may_5_power_is_out_for_two_days),
    ("2027-05-24", changes.may_24_two_units_merge),
    ("2027-06-08", first_half.june_8_the_clerk_sees_a_wrong_figure_before_the_number),
    ("2027-06-10", first_half.june_10_the_province_refuses_since_one_units_number_is_wrong),
    ("2027-06-30", first_half.june_30_half_a_year),
    ("2027-07-14", second_half.july_14_a_proposal_of_600_million_asks_three_opinions),
    ("2027-07-22", changes.july_22_a_unit_is_split),
    ("2027-08-01", second_half.august_1_a_coordinator_resigns),
    ("2027-08-03", changes.august_3_figures_are_told_by_telephone_to_the_one_coordinator),
    ("2027-08-12", second_half.august_12_the_only_signer_is_made_inactive_by_mistake),
    ("2027-09-06", second_half.september_6_the_office_looks_first_from_now_on),
    ("2027-09-20", second_half.september_20_an_auditor_asks_who_could_approve_in_march),
    ("2027-10-05", second_half.october_5_the_machine_dies_with_a_document_being_made),
    ("2027-10-12", changes.october_12_members_answer_a_ballot),
    ("2027-10-20", second_half.october_20_next_years_plan_beside_this_ones),
    ("2027-11-24", second_half.november_24_a_new_holiday),
    ("2027-12-04", second_half.december_4_the_year_with_a_month_missing),
    ("2027-12-31", second_half.december_31_signed_this_year_and_numbered_in_the_next),
]
