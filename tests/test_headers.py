"""What every answer says to the browser: what it may do, and that it keeps no copy."""

import pytest
from django.urls import reverse

from tests import factories

TODAY = "2026-11-06 09:00"


@pytest.mark.starts_from(factories.issued, on=TODAY)
def test_nothing_behind_sign_in_is_kept_by_browser_or_proxy(client, cast, start, on_day):
    on_day(TODAY)
    client.force_login(cast.clerk)
    document = reverse("documents")
    pages = [reverse("desk"), document, reverse("ward_report", args=[start.pk]), reverse("trail_export")]
    files = [reverse("ward_report_page", args=[start.pk, 1]), reverse("ward_report_pdf", args=[start.pk])]
    for address in [*pages, *files, "/nothing-here/"]:
        assert client.get(address).headers["Cache-Control"] == "no-store", address


def test_a_visitors_pages_are_not_kept_either(client, db):
    for name in ("account_login", "account_reset_password", "desk"):
        assert client.get(reverse(name)).headers["Cache-Control"] == "no-store"


def test_a_page_asks_nothing_of_the_device_but_passkeys(client, db):
    policy = client.get(reverse("account_login")).headers["Permissions-Policy"]
    assert "camera=()" in policy
    assert "geolocation=()" in policy
    assert "publickey-credentials-get=(self)" in policy


@pytest.mark.parametrize("asked", ["/nothing-here/", "/account/login/"])
def test_what_is_refused_before_any_page_bears_the_policies_too(client, db, asked):
    response = client.get(asked, headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["Cache-Control"] == "no-store"


def test_static_files_may_be_kept(client):
    response = client.get("/static/js/theme.js")
    assert response.headers["Cache-Control"].startswith("max-age=")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
