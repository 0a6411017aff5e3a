"""The case, of whatever type, that a reader may see."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from units.requests import SignedIn

from .types import TYPES


def visible_case(request: SignedIn, kind: str, pk: int) -> Any:
    """The case with its names; 404 for a type that there is not, and for what the reader may not see."""
    if kind not in TYPES:
        raise Http404
    model: Any = TYPES[kind].model
    seen = TYPES[kind].named(model._default_manager.visible_to(request.user))
    return get_object_or_404(seen.select_related("ward"), pk=pk)
