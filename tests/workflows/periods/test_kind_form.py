"""Who issues the reports of a kind: a setting of the ward's administrator."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests import factories
from workflows.documents.source import content_of, with_source
from workflows.models import ReportKind, Route, WardReport
from workflows.periods import kinds as report_kinds
from workflows.periods.setup import form_of

PEOPLE = {"form": "people", "symbol": "BC-UBND"}


def content(report):
    return content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)


def form_page(cast):
    return reverse("kind_form", args=[Route.objects.get(kind=cast.monthly).pk])


def test_a_plan_of_a_committee_is_answered_by_that_committee(cast):
    assert {(kind.form, kind.symbol) for kind in (cast.monthly, cast.annual)} == {("committee", "BC-BCĐ")}


@pytest.mark.parametrize("issuer", ["Ủy ban nhân dân phường", "UBND phường Minh Xuân", "Uỷ ban nhân dân phường"])
def test_a_plan_of_the_peoples_committee_is_answered_by_it(issuer):
    assert form_of(issuer) == ReportKind.Form.PEOPLE


def test_the_document_of_a_committee_names_it_below_the_peoples_committee(cast):
    issuer = content(factories.consolidated(cast)).issuer
    assert issuer.superior == ("UBND PHƯỜNG MINH XUÂN",)
    assert issuer.name[0].startswith("BAN CHỈ ĐẠO")
    assert max(map(len, issuer.name)) - min(map(len, issuer.name)) < 10
    assert issuer.symbol == "BC-BCĐ"


def test_the_document_of_the_peoples_committee_names_it_alone(cast):
    report_kinds.set_form(cast.monthly, by=cast.admin, **PEOPLE)
    made = content(factories.consolidated(cast))
    assert (made.issuer.superior, made.issuer.name) == ((), ("ỦY BAN NHÂN DÂN", "PHƯỜNG MINH XUÂN"))
    assert (made.issuer.full_name, made.issuer.symbol) == ("Ủy ban nhân dân phường Minh Xuân", "BC-UBND")
    assert made.opening.startswith("Ủy ban nhân dân phường Minh Xuân báo cáo")


def test_only_who_administers_the_ward_sets_it(cast):
    with pytest.raises(PermissionDenied):
        report_kinds.set_form(cast.monthly, by=cast.coordinator, **PEOPLE)


def test_it_stays_while_a_report_is_being_signed(cast, on_day):
    on_day("2026-11-03 09:00")
    factories.awaiting(cast)
    with pytest.raises(NotPossible):
        report_kinds.set_form(cast.monthly, by=cast.admin, **PEOPLE)
    assert ReportKind.objects.get(pk=cast.monthly.pk).form == "committee"


def test_it_is_written_on_the_trail_with_old_and_new(cast):
    report_kinds.set_form(cast.monthly, by=cast.admin, **PEOPLE)
    event = TrailEvent.objects.filter(action="set_form").get()
    assert event.actor == cast.admin
    assert event.changes == {"form": ["committee", "people"], "symbol": ["BC-BCĐ", "BC-UBND"]}


def test_what_stays_the_same_is_no_event(cast):
    report_kinds.set_form(cast.monthly, by=cast.admin, form="committee", symbol="BC-BCĐ")
    assert not TrailEvent.objects.filter(action="set_form").exists()


def test_the_administrator_sets_it_on_its_page(client, cast):
    client.force_login(cast.admin)
    response = client.post(form_page(cast), PEOPLE)
    assert response["Location"] == reverse("routes", args=[cast.ward.pk])
    assert "BC-UBND" in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"form": "people", "symbol": "BC-BCĐ"},
        {"form": "committee", "symbol": "BC-UBND"},
        {"form": "people", "symbol": "BC/UBND"},
        {"form": "people", "symbol": ""},
        {"form": "party", "symbol": "BC-UBND"},
    ],
)
def test_a_form_with_anothers_symbol_is_refused_and_nothing_lost(client, cast, typed):
    client.force_login(cast.admin)
    response = client.post(form_page(cast), typed)
    assert response.status_code == 422
    assert ReportKind.objects.get(pk=cast.monthly.pk).form == "committee"
    assert f'value="{typed["symbol"]}"' in response.content.decode() or not typed["symbol"]


def test_the_page_is_the_administrators_alone(client, cast):
    client.force_login(cast.coordinator)
    assert client.get(form_page(cast)).status_code == 403
