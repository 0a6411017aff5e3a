"""Whoever never had the right to an action reads that it is not theirs, in any state; who held it, who was first."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from tests import factories
from tests.workflows import arrange
from tests.workflows.crawling import addresses_of, view_of
from tests.workflows.traces import tells
from units.people import actions as people
from workflows.cases import moves, rules
from workflows.models import UnitReport, WardReport
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports.correction import actions as correction

WHEN = "2026-11-04 09:00"
REFUSED = {403, 404, 405}
READ = {
    *(
        "unit_report",
        "unit_report_flow",
        "unit_report_months",
        "ward_report",
        "ward_report_approval",
        "ward_report_months",
    ),
    *("ward_report_figures", "ward_report_progress", "ward_report_pdf", "ward_report_docx", "ward_report_csv"),
    *("ward_report_json", "ward_report_pages"),
}


def addresses(room, report):
    found = addresses_of((room,), [report.pk])
    return [address for address in found if view_of(address) not in READ]


def answers(client, method, asked):
    return {getattr(client, method)(address).status_code for address in asked}


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["MX:auditor", "CA:drafter"])
def test_no_page_of_a_ward_report_that_has_moved_on_tells_its_state_to_whom_it_is_not_for(cast, client, who, method):
    report = arrange.issued(cast)
    client.force_login(cast[who])
    asked = [*addresses("ward_report", report), reverse("ward_report_figure_adjust", args=[report.pk, 9])]
    assert answers(client, method, asked) <= REFUSED


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("arranged", [arrange.draft, factories.submitted, factories.accepted, arrange.issued])
def test_no_page_of_a_unit_report_tells_its_state_to_an_auditor(cast, client, arranged, method):
    arranged(cast)
    client.force_login(cast.auditor)
    assert answers(client, method, addresses("unit_report", factories.unit_report(cast))) <= REFUSED


def test_every_action_is_refused_to_an_auditor_in_every_state(cast):
    unit_report, ward_report = factories.unit_report(cast), arrange.issued(cast)
    for report, actions in ((unit_report, rules.RIGHTS[UnitReport]), (ward_report, rules.RIGHTS[WardReport])):
        for action in actions:
            with pytest.raises(PermissionDenied):
                moves.refuse_unless_open(factories.reread(report), action, by=cast.auditor)


def test_the_action_itself_refuses_so_too(cast):
    report = factories.submitted(cast)
    with pytest.raises(PermissionDenied):
        unit_reports.submit(report, by=cast.auditor, seen=report.version)


def test_a_return_after_approval_is_refused_so_too(cast):
    arrange.approved(cast)
    with pytest.raises(PermissionDenied):
        correction.return_consolidated(factories.unit_report(cast), by=cast.auditor, reason="Sai số liệu")


def test_whoever_lost_the_office_after_a_colleague_was_first_reads_who_it_was(cast, on_day):
    on_day(WHEN)
    report = factories.submitted(cast)
    on_day("2026-11-04 09:01")
    people.deactivate_person(cast["CA:drafter"], by=cast.admin)
    people.reactivate_person(cast["CA:drafter"], by=cast.admin)
    with pytest.raises(NotPossible) as refused:
        moves.refuse_unless_open(report, "save_draft", by=cast["CA:drafter"])
    assert tells(refused, cast["CA:unit_head"], WHEN)


def test_whoever_lost_the_office_before_that_is_refused_by_right(cast, on_day):
    on_day("2026-11-04 08:00")
    report = arrange.draft(cast)
    people.deactivate_person(cast["CA:drafter"], by=cast.admin)
    people.reactivate_person(cast["CA:drafter"], by=cast.admin)
    on_day(WHEN)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    with pytest.raises(PermissionDenied):
        moves.refuse_unless_open(factories.reread(report), "save_draft", by=cast["CA:drafter"])
