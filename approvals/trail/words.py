"""The words of the trail. Each room registers those of what it writes there, in its module `registered`.

Codes are kept in rows for good: what was written once keeps its words.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from approvals.registry import Registry, Text


@dataclass(frozen=True)
class Action:
    """`label` names the action in filters and headings, `sentence` says what `actor` did with `subject`.

    `for_another`: it may be done under an authority; the event's field "acts_for" then tells for whom. `on_parts`: done
    on a part of a document's subject, it belongs to the story of the document. `attaches` and `detaches`: a file or a
    link was put behind an entry of the subject, or taken away (approvals/register/attached.py says by which fields);
    `brings`: it does so beside what else it tells, where it has such fields; `wipes`: the subject is gone with all that
    was attached to it.
    `done_already` is what a person reads who did it before, at %(time)s; blank where the general sentence will do.
    `to_recipient` is the sentence, with %(recipient)s, of an event whose changes name one.
    """

    label: Text
    sentence: Text
    for_another: bool = False
    on_parts: bool = False
    attaches: bool = False
    detaches: bool = False
    brings: bool = False
    wipes: bool = False
    done_already: Text = ""
    to_recipient: Text = ""


RECIPIENT = "recipient"  # the field of `Action.to_recipient`
Writing = Callable[[Any, Any], tuple[Any, Any]]
StateWords = Callable[[str, int], Text]

ACTIONS: Registry[Action] = Registry()
FIELDS: Registry[Text] = Registry()
VALUES: Registry[Mapping[str, Text]] = Registry()
WRITINGS: Registry[Writing] = Registry()
ENTRIES: Registry[Text] = Registry()
STATES: Registry[StateWords] = Registry()
PROPER_NAMES: set[str] = set()


def register(
    *,
    actions: Mapping[str, Action] | None = None,
    fields: Mapping[str, Text] | None = None,
    values: Mapping[str, Mapping[str, Text]] | None = None,
    writings: Mapping[str, Writing] | None = None,
    entries: Mapping[str, Text] | None = None,
    states: Mapping[str, StateWords] | None = None,
    proper_names: Iterable[str] = (),
) -> None:
    """Add actions and fields by their codes, the words of a field's values by the field, and names of entries.

    `writings` say by the field how its old and new value are written for readers, where they are not words.
    `entries` maps a regular expression to words with its named groups: a field "8.value" is the field "value" of the
    entry "8". `states` gives by the kind of subject what a state is called in a scope, blank where that is what its
    model says. `proper_names` are kinds of subjects whose names keep their capital letter inside a sentence. Raises
    ImproperlyConfigured for what is registered already.
    """
    ACTIONS.add(actions or {})
    FIELDS.add(fields or {})
    VALUES.add(values or {})
    WRITINGS.add(writings or {})
    ENTRIES.add(entries or {})
    STATES.add(states or {})
    PROPER_NAMES.update(proper_names)


def done_for_another() -> list[str]:
    return [code for code, action in ACTIONS.items() if action.for_another]


def done_on_parts() -> list[str]:
    return [code for code, action in ACTIONS.items() if action.on_parts]


def attaching() -> list[str]:
    """The actions that attach something to an entry or take it away, and do nothing else."""
    return [code for code, action in ACTIONS.items() if action.attaches or action.detaches or action.wipes]


def bringing() -> list[str]:
    """The actions that may do so beside what else they tell."""
    return [code for code, action in ACTIONS.items() if action.brings]


def entry(name: str) -> str:
    """What an entry is called; empty where no room knows its kind."""
    found = ((words, re.fullmatch(pattern, name)) for pattern, words in ENTRIES.items())
    return next((str(words) % match.groupdict() for words, match in found if match), "")
