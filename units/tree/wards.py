"""Which ward a page is about, where its reader holds the right in several: they choose it first, by `?ward=`."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from approvals.text.vietnamese import InOrder
from units.models import Unit
from units.requests import SignedIn


@dataclass(frozen=True)
class AskedWard:
    """The ward that a page is about. Where there are several it is `named`, and `query` goes into the page's links."""

    pk: int
    named: Unit | None = None

    @property
    def query(self) -> str:
        return f"?ward={self.pk}" if self.named else ""


def ward_asked(request: SignedIn, wards: Collection[int]) -> AskedWard | None:
    """The one of `wards` that `?ward=` names, or the only one; None where it is still to be chosen.

    Raises PermissionDenied where there are none, Http404 for one that is not among them. No statement for the only one.
    """
    if not wards:
        raise PermissionDenied
    chosen = request.GET.get("ward", "")
    found = [ward for ward in wards if str(ward) == chosen or not chosen]
    if not found:
        raise Http404
    if len(wards) == 1:
        return AskedWard(found[0])
    return AskedWard(found[0], get_object_or_404(Unit, pk=found[0])) if chosen else None


def ward_choice(request: SignedIn, wards: Collection[int], *, title: str, back: str) -> HttpResponse:
    """Asks which ward it is for. What else was asked of the page stays asked; `back` leads away."""
    units = Unit.objects.filter(pk__in=wards, retired_at=None).order_by(InOrder("name"))
    return render(request, "units/ward_choice.html", {"title": title, "wards": units, "back_url": back})
