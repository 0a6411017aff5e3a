from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from units import rules
from units.models import Unit
from units.requests import SignedIn


def visible_ward(request: SignedIn, pk: int) -> Unit:
    return get_object_or_404(rules.visible_wards(request.user), pk=pk)


def own_ward(request: SignedIn, pk: int) -> Unit:
    """A ward that the person sees, else 404, and administers, else 403."""
    ward = visible_ward(request, pk)
    if not rules.may_administer(request.user, ward):
        raise PermissionDenied
    return ward
