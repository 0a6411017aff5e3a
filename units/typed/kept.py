"""What was typed into a form whose session had ended comes back after sign-in, to the person who typed it alone.

Whose page a form stood on is told by its CSRF token, which is made anew at every sign-in: a signed cookie that no
script reads names the readers of the last ones. What they typed is kept in the session that the browser has meanwhile,
for an hour, without secrets and files; it is filled in when they open the page again, and they alone send it. It is
deleted when it is shown, when they sign out, and when somebody else signs in (docs/decisions/0028).
"""

import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import (  # type: ignore[attr-defined]
    CSRF_SECRET_LENGTH,
    CSRF_TOKEN_LENGTH,
    _unmask_cipher_token,
)
from django.template.loader import render_to_string
from django.urls import is_valid_path
from django.utils.http import url_has_allowed_host_and_scheme

from approvals.clock import now
from approvals.pages.once import NOT_CONTENT
from approvals.pages.refused import page_above
from approvals.pages.typed import Fields, fields_of, texts_of

from .filling import Filler

KEPT, KEPT_FOR = "typed", timedelta(hours=1)
LARGEST = 200_000  # characters of one form
FORMS = 5  # that are kept at once
COOKIE, SALT, SIGN_INS = "pages", "units.typed", 5
COOKIE_AGE = timedelta(days=30)
ACCOUNT = "/account/"
MAIN = '<main id="main" tabindex="-1">'


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Note who reads the pages that bear this CSRF secret."""
    secret = request.META.get("CSRF_COOKIE")
    if not (secret and request.user.is_authenticated):
        return
    readers = _readers(request)
    if list(readers.items())[-1:] == [(_mark(secret), str(request.user.pk))]:
        return
    readers.pop(_mark(secret), None)
    newest = [*readers.items(), (_mark(secret), str(request.user.pk))][-SIGN_INS:]
    response.set_signed_cookie(
        COOKIE,
        ".".join(f"{mark}-{pk}" for mark, pk in newest),
        salt=SALT,
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def keep(request: HttpRequest) -> str:
    """Keep what was posted for the person on whose page it was typed. Returns that page; "" where nothing was typed,
    nobody is known, or somebody else is signed in by now.
    """
    reader, fields = _reader(request), _bounded(fields_of(request.POST))
    if not (reader and texts_of(fields) and _shows_pages(request)) or _is_of_an_account(request.path):
        return ""
    if request.user.is_authenticated and str(request.user.pk) != reader:
        return ""
    page, session = page_of(request), request.session
    form = {"page": page, "target": request.path, "fields": fields, "files": bool(request.FILES)}
    others = [each for each in forms_of(request, reader) if (each["page"], each["target"]) != (page, request.path)]
    session[KEPT] = {"by": reader, "until": (now() + KEPT_FOR).timestamp(), "forms": [*others, form][-FORMS:]}
    if not request.user.is_authenticated:
        session.set_expiry(int(KEPT_FOR.total_seconds()))
    return page


def forms_of(request: HttpRequest, person: Any) -> list[dict[str, Any]]:
    """What this browser's session keeps for the person of this id."""
    kept = request.session.get(KEPT)
    if kept is None or kept["by"] != str(person) or kept["until"] <= now().timestamp():
        return []
    forms: list[dict[str, Any]] = kept["forms"]
    return forms


def give_back(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page with its form filled in, where that is kept for its reader; of anybody else's nothing is left."""
    if not request.user.is_authenticated or KEPT not in request.session:
        return response
    forms = forms_of(request, request.user.pk)
    ours = [form for form in forms if form["page"] == request.get_full_path()]
    if request.session.get("_session_expiry") == KEPT_FOR.total_seconds():
        request.session.set_expiry(None)  # that of a session without a person
    if request.method != "GET" or not ours:
        _set(request, forms)
        return response
    if response.status_code == 405:  # an address that takes forms alone
        response = HttpResponse(status=302, headers={"Location": page_above(request)})
    if response.has_header("Location"):
        _lead_on(request, ours, response["Location"])
    elif "text/html" in response.get("Content-Type", ""):
        _fill(request, response, ours)
        forms = [form for form in forms if form not in ours]
    _set(request, forms)
    return response


def page_of(request: HttpRequest) -> str:
    """The page that a form stood on; where the browser does not tell, the address that it was sent to."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return request.get_full_path()
    parts = urlsplit(referer)
    known = is_valid_path(parts.path) and not _is_of_an_account(parts.path)
    return f"{parts.path}{'?' if parts.query else ''}{parts.query}" if known else request.get_full_path()


def _lead_on(request: HttpRequest, forms: list[dict[str, Any]], to: str) -> None:
    """The page leads to another one, and what was typed goes along; a proof of who it is leads back."""
    if _is_of_an_account(to):
        return
    for form in forms:
        form["page"] = to.partition("#")[0]
    request.session.modified = True


def _fill(request: HttpRequest, response: HttpResponse, forms: list[dict[str, Any]]) -> None:
    html, left = response.content.decode(response.charset), []
    for form in forms:
        filler = Filler(request.get_full_path(), form["target"], [tuple(pair) for pair in form["fields"]])
        html = filler.filled(html)
        left += texts_of([(name, value) for name, value in form["fields"] if name not in filler.placed])
    context = {"texts": left, "files": any(form["files"] for form in forms)}
    response.content = html.replace(MAIN, MAIN + render_to_string("_typed_again.html", context), 1)
    if response.has_header("Content-Length"):
        response["Content-Length"] = str(len(response.content))


def _set(request: HttpRequest, forms: list[dict[str, Any]]) -> None:
    if not forms:
        del request.session[KEPT]
    elif forms != request.session[KEPT]["forms"]:
        request.session[KEPT] = {**request.session[KEPT], "forms": forms}


def _bounded(fields: Fields) -> Fields:
    """The fields that fit into LARGEST, in order."""
    kept, room = [], LARGEST
    for name, value in fields:
        if len(name) + len(value) <= room:
            kept.append((name, value))
            room -= len(name) + len(value)
    return kept


def _reader(request: HttpRequest) -> str:
    """Whose page the form stood on, by its CSRF token; "" where that is not known."""
    token = request.POST.get(NOT_CONTENT, "") or request.headers.get("X-CSRFToken", "")
    if not (token.isascii() and token.isalnum() and len(token) in (CSRF_SECRET_LENGTH, CSRF_TOKEN_LENGTH)):
        return ""
    secret = token if len(token) == CSRF_SECRET_LENGTH else _unmask_cipher_token(token)
    return _readers(request).get(_mark(secret), "")


def _readers(request: HttpRequest) -> dict[str, str]:
    """The ids of the last who signed in on this browser, by the mark of their CSRF secret; the newest comes last."""
    cookie = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=COOKIE_AGE) or ""
    pairs = (pair.partition("-") for pair in cookie.split(".") if pair)
    return {mark: pk for mark, _dash, pk in pairs}


def _mark(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:20]


def _is_of_an_account(path: str) -> bool:
    """Where passwords and codes are typed."""
    return path.startswith(ACCOUNT)


def _shows_pages(request: HttpRequest) -> bool:
    """Whether the answer is shown: a save while somebody types keeps its own in the browser (static/js/entry.js)."""
    return "HX-Request" in request.headers or "text/html" in request.headers.get("Accept", "")
