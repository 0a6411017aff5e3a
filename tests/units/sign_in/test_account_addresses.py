"""Every address of the installation belongs to a page of ours; nothing of allauth's is mounted beside them."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver

OURS = ("approvals.", "units.", "workflows.")
WITHOUT_PAGE = {
    "set_language",  # Django's own, posted to by templates/_person_menu.html
    "mfa_download_recovery_codes",  # a text file, linked by templates/mfa/recovery_codes/index.html
}


def addresses(patterns, before=""):
    for entry in patterns:
        at = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield at, entry
        else:
            yield from addresses(entry.url_patterns, at)


def is_owned(entry: URLPattern) -> bool:
    """Whether the view is ours, or shows a template of ours."""
    if entry.callback.__module__.startswith(OURS) or entry.name in WITHOUT_PAGE:
        return True
    shown = getattr(getattr(entry.callback, "view_class", None), "template_name", None)
    return bool(shown) and Path(get_template(shown).origin.name).is_relative_to(settings.BASE_DIR / "templates")


def test_every_address_belongs_to_a_page_of_ours():
    assert [at for at, entry in addresses(get_resolver().url_patterns) if not is_owned(entry)] == []


@pytest.mark.parametrize("page", ["email/", "signup/", "confirm-email/", "confirm-email/x/", "login/code/confirm/"])
def test_what_we_have_no_use_for_is_not_there(client, cast, page):
    client.force_login(cast.approver, backend="units.backends.GrantBackend")
    assert client.get(f"/account/{page}").status_code == 404
    assert client.post(f"/account/{page}", {"email": "la@example.vn", "action_add": ""}).status_code == 404
