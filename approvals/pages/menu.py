"""The pages of the navigation and the help of every page, registered by the rooms that they belong to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from approvals.registry import Registry, Text


@dataclass(frozen=True)
class Entry:
    """A page of the navigation, `place` from the left; `key` is the letter after g.

    Without `right` everybody signed in may use it. One that is `above` stands where members of the scope stand for
    senders of their own.
    """

    name: str
    label: Text
    key: str
    place: int
    right: str = ""
    above: bool = False


ENTRIES: Registry[Entry] = Registry()
SCOPE_PAGES: Registry[Text] = Registry()
PERSON_PAGES: Registry[Text] = Registry()
TOKEN_PAGES: Registry[Text] = Registry()
WRITER_PAGES: Registry[Text] = Registry()
HELP: Registry[str] = Registry()


def register(
    *,
    entries: Iterable[Entry] = (),
    scope_pages: Mapping[str, Text] | None = None,
    person_pages: Mapping[str, Text] | None = None,
    token_pages: Mapping[str, Text] | None = None,
    writer_pages: Mapping[str, Text] | None = None,
    help_pages: Mapping[str, Iterable[str]] | None = None,
) -> None:
    """Add pages of the navigation, and by the name of a help page those that it is the help of.

    `scope_pages` are labels of pages about one scope, whose id is in the address: whoever administers it goes there
    from its own page. `person_pages` are those of them that may be about one person (`?person=`), offered on that
    person's page; `token_pages` say what an access token is good for, and `writer_pages` are offered on the own page of
    whoever writes reports. Raises ImproperlyConfigured for a page that is registered already.
    """
    SCOPE_PAGES.add(scope_pages or {})
    PERSON_PAGES.add(person_pages or {})
    TOKEN_PAGES.add(token_pages or {})
    WRITER_PAGES.add(writer_pages or {})
    ENTRIES.add({entry.name: entry for entry in entries})
    for help_page, pages in (help_pages or {}).items():
        HELP.add(dict.fromkeys(pages, help_page))


def entries() -> list[Entry]:
    return sorted(ENTRIES.values(), key=lambda entry: entry.place)
