"""The pages of a printed form, one at a time: next, previous, larger, and words found in them."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.errors import NotPossible
from approvals.models import Rendition
from approvals.pages.fields import TextField
from approvals.register import downloads
from approvals.register.page_search import Match
from units.requests import SignedIn

from .pages import CasePages, note_opening, rendition_of

ZOOMS = (100, 150, 200, 300)  # per cent of the viewer's width
USUAL = ZOOMS[0]
LONGEST = 100


@dataclass(frozen=True)
class Hit:
    """Words found, and the address at which the viewer shows them."""

    place: Match
    url: str
    is_here: bool


@dataclass(frozen=True)
class Viewer:
    """One page of a rendition, at a `zoom` of ZOOMS; `wanted` are the words sought, `at` which place found is shown."""

    case: Any
    rendition: Rendition
    number: int = 1
    zoom: int = USUAL
    wanted: str = ""
    at: int = 0
    places: list[Match] = field(default_factory=list)
    size: tuple[float, float] = (0, 0)

    @property
    def address(self) -> str:
        return reverse(f"{self.case.NAME}_pages", args=[self.case.pk])

    @property
    def picture(self) -> str:
        """Of this very file; larger pictures are asked for where the page is shown large."""
        query = {"v": self.rendition.sha256} | ({"size": "large"} if self.zoom > USUAL else {})
        return f"{reverse(f'{self.case.NAME}_page', args=[self.case.pk, self.number])}?{urlencode(query)}"

    @property
    def links(self) -> dict[str, str]:
        """By what each does; without those that lead nowhere."""
        place = ZOOMS.index(self.zoom)
        found = {}
        if self.number > 1:
            found["previous"] = self._at(page=self.number - 1)
        if self.number < self.rendition.pages:
            found["next"] = self._at(page=self.number + 1)
        if place:
            found["smaller"] = self._at(zoom=ZOOMS[place - 1])
        if place < len(ZOOMS) - 1:
            found["larger"] = self._at(zoom=ZOOMS[place + 1])
        return found

    @property
    def hits(self) -> list[Hit]:
        return [
            Hit(place, self._at(page=place.page, at=number), number == self.at)
            for number, place in enumerate(self.places)
        ]

    @property
    def marked(self) -> list[tuple[Any, bool]]:
        """The boxes on this page, each with whether it is the place shown."""
        return [(box, hit.is_here) for hit in self.hits if hit.place.page == self.number for box in hit.place.boxes]

    @property
    def next_hit(self) -> str:
        """The address of the place after the one shown; after the last the first again."""
        return self.hits[(self.at + 1) % len(self.places)].url if len(self.places) > 1 else ""

    def _at(self, **changed: Any) -> str:
        query = {"page": self.number, "zoom": self.zoom, "find": self.wanted, "at": self.at} | changed
        asked = {name: value for name, value in query.items() if value or name == "page"}
        return f"{self.address}?{urlencode(asked | {'v': self.rendition.sha256})}"


class ViewerForm(forms.Form):
    """What the address of the viewer asks for; what cannot be understood asks for nothing."""

    page = forms.IntegerField(required=False, min_value=1)
    zoom = forms.TypedChoiceField(required=False, choices=[(zoom, zoom) for zoom in ZOOMS], coerce=int)
    find = TextField(required=False, max_length=LONGEST, label=_("Words"))
    at = forms.IntegerField(required=False, min_value=0)


def viewer_of(case: Any, rendition: Rendition, query: Any = None) -> Viewer:
    """The viewer as the address asks; without `query` at the first page."""
    form = ViewerForm(query or {})
    form.is_valid()
    asked = form.cleaned_data
    wanted, number, at = asked.get("find", ""), asked.get("page"), asked.get("at") or 0
    places = downloads.places(rendition, wanted) if wanted else []
    at = min(at, max(len(places) - 1, 0))
    if number is None:
        number = places[at].page if places else 1
    number = min(number, rendition.pages)
    size = downloads.page_size(rendition, number) if places else (0, 0)
    return Viewer(case, rendition, number, asked.get("zoom") or USUAL, wanted, at, places, size)


def read(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """The viewer on a page of its own, and what the page of the approval takes from it."""
    case = of.find(request, pk)
    rendition = rendition_of(case)
    if rendition is None:
        return redirect(case)
    if request.GET.get("v", rendition.sha256) != rendition.sha256:
        raise NotPossible(gettext("The document has changed since you opened it. Please open its page again."))
    note_opening(request, case)
    page = {**of.head(case), "viewer": viewer_of(case, rendition, request.GET)}
    return render(request, "workflows/signoff/pages.html", page)
