from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals.models import SigningKey
from approvals.pages.once import answers_once
from approvals.signing.errors import KeyRefused
from approvals.signing.keys import actions as signing
from approvals.signing.keys.forms import KeyForm
from units import rules
from units.models import Unit
from units.requests import SignedIn


@answers_once
def person_key(request: SignedIn, pk: int) -> HttpResponse:
    """The reader's own signing key: what its certificate says, or the form to add one."""
    scope = _own_scope(request, pk)
    form = KeyForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _added(request, form, scope=scope):
        return redirect("person_key", pk)
    key = SigningKey.objects.filter(person=request.user, active=True).first()
    page = {"key": key, "form": form, "person": request.user}
    return render(request, "units/key.html", page, status=422 if form.errors else 200)


@require_POST
@answers_once
def person_key_retire(request: SignedIn, pk: int) -> HttpResponse:
    scope = _own_scope(request, pk)
    key = get_object_or_404(SigningKey, person=request.user, active=True)
    signing.retire_key(key, by=request.user, scope=scope)
    messages.success(request, _("The key is retired: nobody signs with it any more."))
    return redirect("person_key", pk)


@answers_once
def unit_key(request: SignedIn, pk: int) -> HttpResponse:
    """The office's signing key and seal, for whoever issues for the ward or administers it."""
    ward = _sealed_ward(request, pk)
    form = KeyForm(request.POST or None, request.FILES or None)
    if form.is_valid() and _added(request, form, scope=ward.pk, organ=True):
        return redirect("unit_key", pk)
    key = SigningKey.objects.filter(scope=ward.pk, active=True).first()
    page = {"key": key, "form": form, "unit": ward}
    return render(request, "units/key.html", page, status=422 if form.errors else 200)


@require_POST
@answers_once
def unit_key_retire(request: SignedIn, pk: int) -> HttpResponse:
    ward = _sealed_ward(request, pk)
    key = get_object_or_404(SigningKey, scope=ward.pk, active=True)
    signing.retire_key(key, by=request.user, scope=ward.pk)
    messages.success(request, _("The key is retired: nobody signs with it any more."))
    return redirect("unit_key", pk)


def _added(request: SignedIn, form: KeyForm, *, scope: int, organ: bool = False) -> bool:
    """Keep the key of the form; what is wrong with it is said at its field."""
    names = () if organ else rules.signing_names(request.user)
    try:
        signing.add_key(form.key_file, by=request.user, scope=scope, organ=organ, names=names)
    except KeyRefused as refused:
        form.add_error(refused.field or "file", refused.message)
        return False
    messages.success(request, _("The key is kept, encrypted. Its passphrase is asked for at each signature."))
    return True


def _own_scope(request: SignedIn, pk: int) -> int:
    """The ward whose trail records the change of the key; 404 for another's page, and for whoever holds no office."""
    ward = rules.visible_wards(request.user).order_by("pk").first()
    if pk != request.user.pk or ward is None:
        raise Http404
    return ward.pk


def _sealed_ward(request: SignedIn, pk: int) -> Unit:
    """A ward that the person sees, else 404, and issues for or administers, else 403."""
    ward = get_object_or_404(rules.visible_units(request.user), pk=pk, ward=None)
    if not rules.may_seal(request.user, ward):
        raise PermissionDenied
    return ward
