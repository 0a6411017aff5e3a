"""What a person typed into a form, told apart from what the page itself put there; and what nobody may keep."""

import re
from collections.abc import Iterable

from django.http import QueryDict

SECRET = re.compile(r"pass|secret|token|credential|code$|pin$", re.IGNORECASE)
NOT_SECRET: set[str] = set()
CHOSEN = {"next", "once", "csrfmiddlewaretoken"}
OF_THE_PAGE: list[str] = []
SIGN = re.compile(r"[\w:.-]*", re.ASCII)  # a number, a name or a hash that stands for something

Fields = list[tuple[str, str]]


def register(*, chosen: Iterable[str] = (), of_the_page: Iterable[str] = (), not_secret: Iterable[str] = ()) -> None:
    """Add names of fields: of those whose value is chosen, expressions for those that a page fills in by itself, and
    of those that hold no secret though they are named like one.
    """
    CHOSEN.update(chosen)
    OF_THE_PAGE.extend(of_the_page)
    NOT_SECRET.update(not_secret)


def is_secret(name: str) -> bool:
    """Whether a field of this name may hold what opens an account or a key."""
    return name not in NOT_SECRET and bool(SECRET.search(name))


def fields_of(posted: QueryDict) -> Fields:
    """Every field that was sent and its values in order, without secrets."""
    return [(name, value) for name, values in posted.lists() for value in values if not is_secret(name)]


def texts_of(fields: Fields) -> list[str]:
    """The words and figures among them: not what was chosen from a list, ticked, or written by the page."""
    typed = (value.strip() for name, value in fields if not _is_chosen(name, value))
    return [text for text in typed if text]


def _is_chosen(name: str, value: str) -> bool:
    if any(re.fullmatch(expression, name) for expression in OF_THE_PAGE):
        return True
    return name in CHOSEN and bool(SIGN.fullmatch(value))
