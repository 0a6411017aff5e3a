from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from approvals.models import Signature
from approvals.pages.forms import posted
from approvals.signing.keys.forms import PassphraseForm
from approvals.signing.signers import StoredKey
from units.requests import SignedIn
from units.sign_in.proof import require_proof
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.pages import confirm_page
from workflows.models.cases import RoutedCase
from workflows.routes.underway import deciding
from workflows.signoff.pages import CasePages

from . import actions as signing_actions
from . import keys as signing

Unlock = Callable[[str], StoredKey]


def sign(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """For whoever approved a case that is not signed yet, because a service or file was unavailable then."""
    report = of.find(request, pk)
    refuse_unless_held(report, "sign", by=request.user)
    require_proof(request, keep=False)
    refuse_unless_open(report, "sign", by=request.user)
    form = PassphraseForm(posted(request), unlock=_own_key(request, report))
    if form.is_valid():
        sign_at_page(request, report, form.key)
        return redirect(report)
    title = gettext("Sign %(report)s?") % {"report": report}
    happens = gettext("Your signature is put on exactly the document that you have approved.")
    return confirm_page(request, report, "sign", form, title=title, happens=happens)


def sign_at_page(request: SignedIn, report: RoutedCase, key: StoredKey | None) -> None:
    """Sign, with a message on the page; an outage is shown to the signer and recorded as an incident."""
    if signing_actions.try_to_sign(report, by=request.user, key=key):
        messages.success(request, gettext("The document bears your signature. The clerk numbers and issues it next."))
    else:
        messages.error(
            request, gettext("Your approval stands, but the document is not signed yet. Sign it later on its page.")
        )


def unlocks_own_key(request: SignedIn, report: RoutedCase) -> Unlock | None:
    """How the reader's key is unlocked, where approving is signing; None where it is not, or no key is kept here."""
    if settings.SIGNER != Signature.Kind.STORED or not deciding.signs_by_approving(report, request.user):
        return None
    return _own_key(request, report)


def unlocks_seal(report: RoutedCase) -> Unlock | None:
    """How the office's key is unlocked; None where none is kept here."""
    if settings.SIGNER != Signature.Kind.STORED:
        return None
    return lambda passphrase: signing.unlocked_seal(report, passphrase)


def _own_key(request: SignedIn, report: RoutedCase) -> Unlock | None:
    if settings.SIGNER != Signature.Kind.STORED:
        return None
    return lambda passphrase: signing.unlocked(report, request.user, passphrase)
