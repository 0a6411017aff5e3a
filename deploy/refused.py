"""The pages for what a web server refuses by itself, before the product sees it: too large, too long, not HTTP."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from approvals.pages.middleware import PERMISSIONS, POLICY, too_much

TOO_LONG = (414, 431)
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Security-Policy", POLICY),
    ("Permissions-Policy", PERMISSIONS),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
]


def page(status: int) -> str:
    """What to read for a status, in the language of the installation: nobody's choice is known yet."""
    with override(settings.LANGUAGE_CODE):
        if status == 413:
            return too_much()
        if status in TOO_LONG:
            return render_to_string("431.html")
        return render_to_string("500.html" if status == 500 else "400.html")
