"""What the frame of every page shows: where a person may go, who they are, help, the version. One query a page."""

from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, gettext

from approvals.pages import menu
from units import grants, rules
from units.models import Unit
from units.sign_in import demo


class Place(NamedTuple):
    """Where a person may go, by the letter `key` after g; `current` where they are there."""

    label: str
    url: str
    key: str
    current: bool


def frame(request: HttpRequest) -> dict[str, object]:
    page = (request.resolver_match.url_name or "") if request.resolver_match else ""
    help_url = reverse("help", args=[menu.HELP[page]]) if page in menu.HELP else ""
    context: dict[str, object] = {"help_url": help_url, "version": settings.PRODUCT_VERSION}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        context |= {"ward_name": _only_ward()}
        return context | ({"demo_cast": demo.cast()} if page == "account_login" else {})
    holds = grants.held_by(user)
    held = holds.offices
    return context | {
        "navigation": _navigation(request.path, holds),
        "ward_name": _in_words({str(office.unit.ward or office.unit) for office in held}),
        "office": "; ".join(dict.fromkeys(str(office) for office in held)),
        "holds": holds,
        "signs": any("approve_reports" in grants.ON_WARD.get(office.office, ()) for office in held),
    }


def _only_ward() -> str:
    """The ward's name, for a visitor, where the installation has one ward."""
    wards = Unit.objects.filter(ward=None).values_list("name", flat=True)[:2]
    return wards[0] if len(wards) == 1 else ""


def _in_words(wards: set[str]) -> str:
    """The ward's name; of several only how many, since a province has 124."""
    return gettext("%(number)d wards") % {"number": len(wards)} if len(wards) > 1 else "".join(wards)


def _navigation(path: str, holds: grants.Held) -> tuple[Place, ...]:
    rights = frozenset(right for office in holds.offices for right in grants.ON_WARD.get(office.office, ()))
    places = _places(rights, bool(holds.above), get_language(), get_script_prefix())
    return tuple(place._replace(current=True) if _is_current(path, place.url) else place for place in places)


@lru_cache(maxsize=256)
def _places(rights: frozenset[str], above: bool, _language: str | None, _prefix: str) -> tuple[Place, ...]:
    """Where one with these rights may go. There are as many of them as sets of offices that somebody holds."""
    return tuple(
        Place(str(entry.label), reverse(entry.name), entry.key, current=False)
        for entry in menu.entries()
        if not entry.right or rights & set(rules.codenames(entry.right))
        if not entry.above or above
    )


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
