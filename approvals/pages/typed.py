"""What a person typed into a form, told apart from what the page itself put there; and what nobody may keep."""

import re

from django.http import QueryDict

SECRET = re.compile(r"pass|secret|token|credential|code$|pin$", re.IGNORECASE)
CODES_OF_UNITS = {"code"}  # a unit's short sign; the code of a second factor is asked for below /account/ alone
CHOSEN = {
    *("seen", "next", "part", "same", "answers", "key", "reads", "place", "pick", "into", "once"),
    *("csrfmiddlewaretoken", "kind", "to", "office", "unit", "authority", "need", "answer", "form", "signatory"),
    *("reports", "up", "preview", "usual", "step", "report"),
}
OF_THE_PAGE = re.compile(r"(initial|pick|tick)-|.*(_status|-kind|-to)$")
SIGN = re.compile(r"[\w:.-]*", re.ASCII)  # a number, a name or a hash that stands for something

Fields = list[tuple[str, str]]


def is_secret(name: str) -> bool:
    """Whether a field of this name may hold what opens an account or a key."""
    return name not in CODES_OF_UNITS and bool(SECRET.search(name))


def fields_of(posted: QueryDict) -> Fields:
    """Every field that was sent and its values in order, without secrets."""
    return [(name, value) for name, values in posted.lists() for value in values if not is_secret(name)]


def texts_of(fields: Fields) -> list[str]:
    """The words and figures among them: not what was chosen from a list, ticked, or written by the page."""
    typed = (value.strip() for name, value in fields if not _is_chosen(name, value))
    return [text for text in typed if text]


def _is_chosen(name: str, value: str) -> bool:
    return bool(OF_THE_PAGE.match(name)) or (name in CHOSEN and bool(SIGN.fullmatch(value)))
