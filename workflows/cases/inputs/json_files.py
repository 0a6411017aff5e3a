"""What is set up on a page may come as a JSON file too: what is wrong with a file, in sentences."""

import json
import re
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator, ValidationError

from approvals.errors import NotPossible

MAX_BYTES = 1024 * 1024
MOST_FAULTS = 20
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes one, which no column of text takes


class FaultyFile(NotPossible):
    """The file is nothing that can be taken here. `faults` are sentences, each naming the place and what to do."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__(" ".join(self.faults))


def parsed(content: bytes, *, large: str, strange: str) -> dict[str, Any]:
    """The JSON object in a file, of which MAX_BYTES and one more are enough. Raises FaultyFile with one of these
    sentences.
    """
    if len(content) > MAX_BYTES:
        raise FaultyFile([large])
    try:
        found = json.loads(content.decode("utf-8-sig"))
        text = json.dumps(found, ensure_ascii=False)
        text.encode()  # half a surrogate pair is no text
        if NUL.search(text):
            raise ValueError("NUL")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise FaultyFile([strange])
    return found


def refuse_unless_valid(
    found: dict[str, Any], validator: Draft202012Validator, place: Callable[..., str], *, empty: str
) -> None:
    """Raises FaultyFile with what the schema refuses. `place` puts a path in the file into words; `empty` is said where
    a list that needs an item has none.
    """
    errors = list(islice(validator.iter_errors(found), MOST_FAULTS))
    if errors:
        raise FaultyFile(dict.fromkeys(_sentence(error, place(*error.absolute_path), empty) for error in errors))


def _sentence(error: ValidationError, place: str, empty: str) -> str:
    """What the schema refuses, in words."""
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return _("%(place)s: “%(names)s” is missing.") % {"place": place, "names": "”, “".join(missing)}
    if error.validator == "additionalProperties":
        strange = [name for name in error.instance if name not in error.schema["properties"]]
        values = {"place": place, "names": shown("”, “".join(strange))}
        return _("%(place)s: “%(names)s” is not part of the format. Remove it.") % values
    values = {"place": place, "value": shown(error.instance)}
    if error.validator == "enum":
        known = ", ".join(error.validator_value)
        return _("%(place)s: “%(value)s” is not known. Use one of: %(known)s.") % {**values, "known": known}
    if error.validator == "minItems":
        return empty
    return _("%(place)s: the value %(value)s does not fit the format.") % values


def shown(value: Any) -> str:
    """A value of the file as a sentence tells it."""
    if value is None:
        return "–"
    return "…" if isinstance(value, list | dict) else Truncator(str(value)).chars(60)
