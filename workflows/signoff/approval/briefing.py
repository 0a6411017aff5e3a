"""What a signer reads before the pages: what is out of the ordinary, what changed, and the text of the very file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from approvals.models import Rendition
from units.models import Person
from workflows.documents.pages.layout import LaidDocument
from workflows.models import CaseStep

from .comparisons import Compared, compared


@dataclass(frozen=True)
class Fact:
    """Something out of the ordinary: in `words`, the `url` of its place, and the `reason` that was given for it.
    `beside`: its place is a part that a page shows beside itself.
    """

    words: str
    url: str = ""
    reason: str = ""
    beside: bool = False


@dataclass(frozen=True)
class Matter:
    """Facts of one kind under their `title`; `note` says what they mean."""

    title: str
    facts: tuple[Fact, ...]
    note: str = ""


@dataclass(frozen=True)
class Briefing:
    """Of one case, for one reader.

    `goes_on` says where the document goes once it is approved; `facts` are label and value of what its type asks to be
    seen first. `matters` are out of the ordinary. `changes` tell what happened since it was last sent. `document` is
    the text of the file as the page shows it, None before its pages are made.
    """

    compared: Compared
    document: LaidDocument | None = None
    goes_on: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    matters: tuple[Matter, ...] = ()
    changes: tuple[str, ...] = ()


Brief = Callable[[Any, Rendition | None, Person], Briefing]


def plain(case: Any, rendition: Rendition | None, person: Person) -> Briefing:
    """Of a type that has nothing of its own to tell. One query."""
    beside = compared(case, rendition, person)
    return Briefing(beside, beside.document)


def of_opinions(steps: Iterable[CaseStep], opinions: dict[str, Any]) -> tuple[Matter, ...]:
    """Which ballot of the case's `steps` was not carried, who disagrees, and how many remarks have no reply; `opinions`
    are those of `routes.underway.opinions.objections`.
    """
    lost = gettext("not carried")
    against = [Fact(f"{step.title}: {lost}", "#opinions") for step in steps if step.carried is False]
    against += [
        Fact(f"{each.decision.get_verdict_display()}: {each.step.title} ({each.decision.person})", "#opinions")
        for each in opinions["opinions"]
        if each.disagrees
    ]
    if opinions["unanswered"]:
        number = opinions["unanswered"]
        remarks = ngettext(
            "%(number)s opinion with remarks has no reply yet",
            "%(number)s opinions with remarks have no reply yet",
            number,
        )
        against.append(Fact(remarks % {"number": number}, "#opinions"))
    return (Matter(gettext("Opinions to look at"), tuple(against)),) if against else ()
