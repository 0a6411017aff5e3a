"""Signing at the page of approval, at the page of issue, and later where something was away."""

import pytest
from django.urls import reverse

from approvals.models import Document, Incident, Signature
from tests import signing as keys
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.reading import address
from workflows.signoff.approval import actions as approval

TODAY = "2026-11-08 09:00"


@pytest.fixture(autouse=True)
def stored(settings, on_day):
    """In demo mode, where nobody has a password: proving who one is has its own tests."""
    keys.trust(settings, keys.home())
    settings.SIGNER, settings.DEMO = "stored", True
    on_day(TODAY)


def awaiting(cast):
    with keys.stored_here():
        keys.keep_keys(cast)
        report = arrange.awaiting(cast)
        shown(report)
        return report


AWAITING = pytest.mark.starts_from(awaiting, on=TODAY)


@pytest.fixture
def report(start):
    return start


def approve(client, report, passphrase):
    typed = {"seen": shown(report), "passphrase": passphrase}
    return client.post(address(report, "ward_report_approve"), typed)


@AWAITING
def test_approving_signs(client, cast, report):
    client.force_login(cast.approver)
    assert approve(client, report, "demo").status_code == 302
    assert (reread(report).state, Signature.objects.get().person) == ("approved", cast.approver)


@AWAITING
@pytest.mark.parametrize("passphrase", ["", "sai"])
def test_without_the_right_passphrase_nothing_is_decided(client, cast, report, passphrase):
    client.force_login(cast.approver)
    response = approve(client, report, passphrase)
    assert response.status_code == 422
    assert response.context["form"].errors["passphrase"]
    assert passphrase not in response.content.decode() or not passphrase
    assert (reread(report).state, Signature.objects.count()) == ("awaiting_approval", 0)


@AWAITING
def test_where_nothing_is_signed_no_passphrase_is_asked_for(client, cast, report, settings):
    settings.SIGNER = "none"
    client.force_login(cast.approver)
    page = client.get(address(report, "ward_report_approve"), {"seen": shown(report)})
    assert "passphrase" not in page.context["form"].fields
    approve(client, report, "")
    assert reread(report).state == "approved"


@AWAITING
def test_an_outage_is_told_and_the_report_offers_to_sign_again(client, cast, report, settings):
    settings.TSA_URL, settings.SIGNING_TIMEOUT = "http://127.0.0.1:9/", 1
    client.force_login(cast.approver)
    approve(client, report, "demo")
    assert (reread(report).state, Signature.objects.count()) == ("approved", 0)
    page = client.get(address(report, "ward_report")).content.decode()
    assert f'href="{address(report, "ward_report_sign")}"' in page
    settings.TSA_URL = ""
    assert client.post(address(report, "ward_report_sign"), {"passphrase": "demo"}).status_code == 302
    assert (Signature.objects.count(), Incident.objects.get().state) == (1, "retried")
    assert address(report, "ward_report_sign") not in client.get(address(report, "ward_report")).content.decode()


@AWAITING
def test_a_wrong_passphrase_signs_nothing_later_either(client, cast, report):
    approved = approval.approve(report, by=cast.approver, seen=shown(report))
    client.force_login(cast.approver)
    assert client.get(address(approved, "ward_report_sign")).status_code == 200
    assert client.post(address(approved, "ward_report_sign"), {"passphrase": "sai"}).status_code == 422
    assert not Signature.objects.exists()


@AWAITING
def test_nobody_else_finds_the_page_of_signing_open(client, cast, report):
    approved = approval.approve(report, by=cast.approver, seen=shown(report))
    client.force_login(cast.clerk)
    assert client.get(address(approved, "ward_report_sign")).status_code == 403


@AWAITING
def test_an_unsigned_report_is_not_offered_to_be_issued(client, cast, report):
    approved = approval.approve(report, by=cast.approver, seen=shown(report))
    client.force_login(cast.clerk)
    assert client.get(address(approved, "ward_report_issue")).status_code == 409


@AWAITING
def test_the_report_takes_few_queries_while_it_waits(client, cast, report, django_assert_max_num_queries):
    approved = approval.approve(report, by=cast.approver, seen=shown(report))
    client.force_login(cast.approver)
    client.get(reverse("desk"))
    with django_assert_max_num_queries(11):  # one of them reads the content for signs that cannot be drawn
        client.get(address(approved, "ward_report"))


def test_who_has_no_key_is_told_where_to_add_one(client, cast):
    report = arrange.awaiting(cast)
    client.force_login(cast.approver)
    page = approve(client, report, "demo")
    assert (page.status_code, reread(report).state) == (422, "awaiting_approval")
    assert "Khóa ký số" in page.content.decode()


def signed_by_the_approver(cast):
    with keys.stored_here():
        keys.keep_keys(cast)
        return arrange.signed(cast)


SIGNED = pytest.mark.starts_from(signed_by_the_approver, on=TODAY)


@pytest.fixture
def signed(start):
    return start


@SIGNED
def test_the_clerk_issues_with_the_offices_passphrase(client, cast, signed):
    client.force_login(cast.clerk)
    assert client.post(address(signed, "ward_report_issue"), {"passphrase": "sai"}).status_code == 422
    assert not Document.objects.exists()
    assert client.post(address(signed, "ward_report_issue"), {"passphrase": "demo"}).status_code == 302
    assert reread(signed).state == "issued"


@SIGNED
def test_an_outage_at_issue_keeps_the_number_that_the_page_names_again(client, cast, signed, settings):
    settings.TSA_URL, settings.SIGNING_TIMEOUT = "http://127.0.0.1:9/", 1
    client.force_login(cast.clerk)
    page = client.post(address(signed, "ward_report_issue"), {"passphrase": "demo"}, follow=True).content.decode()
    assert "Sự cố" in page
    assert reread(signed).state == "approved"
    assert "01/BC-BCĐ" in client.get(address(signed, "ward_report_issue")).content.decode()


@SIGNED
def test_who_may_not_issue_tries_no_passphrase(client, cast, signed, monkeypatch):
    monkeypatch.setattr("workflows.signoff.signing.keys.unlocked_seal", lambda *arguments: pytest.fail("unlocked"))
    client.force_login(cast.approver)
    assert client.post(address(signed, "ward_report_issue"), {"passphrase": "demo"}).status_code == 403
