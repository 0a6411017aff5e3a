"""Sending a case for approval: at once where only one person can sign it, else after choosing one. How urgent it is may
be chosen in either case.
"""

from collections.abc import Iterator
from dataclasses import asdict

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from approvals.text.glyphs import named, unprintable
from units.models import Absence, Person
from units.requests import SignedIn
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.pages import confirm_page
from workflows.models import Change
from workflows.models.cases import RoutedCase
from workflows.routes.who import signatories
from workflows.routes.who.signatories import Signatories
from workflows.signoff.forms import ChangeSignerForm, SignatoryForm
from workflows.signoff.pages import CasePages
from workflows.signoff.signing import keys as signing

from . import actions as sending
from .foreseen import own_unit_steps


@require_http_methods(["GET", "POST"])
def send(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """Sends the case; where several people could sign it the sender chooses one of them first."""
    report = of.find(request, pk)
    refuse_unless_held(report, "send_for_approval", by=request.user)
    chosen = "signatory" in request.POST
    found = signatories.of(report, signatories.last_step(report), sender=request.user)
    form = SignatoryForm(request.POST if chosen else None, report=report, found=found)
    ready = form.is_valid() if chosen else len(found) <= 1 and not [*_not_printed(found), *_away(found)]
    if request.method == "GET" or not ready:
        return _send_page(request, report, form, found)
    report = of.send(report, by=request.user, **form.cleaned_data if chosen else {})
    for sentence in _told_of(report):
        messages.success(request, sentence)
    if (signer := report.signatory) and signing.lacks_key(signer):
        messages.warning(request, _without_key(signer))
    return redirect(report)


def _told_of(report: RoutedCase) -> Iterator[str]:
    """For whom a case that was just sent waits, and what it skips. One query."""
    steps = list(report.steps.filter(Q(opened_at__isnull=False) | Q(change=Change.SKIPPED)).order_by("order"))
    waits, skipped = ([str(step) for step in steps if bool(step.opened_at) is is_open] for is_open in (True, False))
    yield gettext("It is sent for approval and waits for: %(step)s.") % {"step": ", ".join(waits)}
    if skipped:
        yield gettext("Not asked, as its unit drafted the document: %(step)s.") % {"step": ", ".join(skipped)}


@answers_once
def change_signer(request: SignedIn, pk: int, of: CasePages) -> HttpResponse:
    """Asks who signs instead, and why."""
    report = of.find(request, pk)
    refuse_unless_held(report, "change_signer", by=request.user)
    if not request.POST:
        refuse_unless_open(report, "change_signer", by=request.user)
    found = sending.could_sign(report, sending.last_of(report)) if report.content else {}
    found.pop(report.signatory, None)
    if report.content and not found:
        raise NotPossible(
            gettext(
                "Nobody else can sign this. First an administrator gives somebody else the office of its last step."
            )
        )
    form = ChangeSignerForm(posted(request), report=report, found=found)
    if done(form, lambda: sending.change_signer(report, by=request.user, **form.cleaned_data)):
        messages.success(request, gettext("Another signs it. What was approved so far stands."))
        return redirect(report)
    happens = gettext("Only the signature block changes: what was approved so far stands, and the new signer reads it.")
    title = gettext("Who signs %(report)s instead?") % {"report": report}
    return confirm_page(request, report, "change_signer", form, title=title, happens=happens)


def _without_key(person: Person) -> str:
    words = gettext(
        "%(person)s has no valid signing key here yet: tell them to add it on their own page before they sign."
    )
    return words % {"person": person}


def _not_printed(found: Signatories) -> Iterator[str]:
    """Whose name or title the document cannot print as it is, each in a sentence."""
    sentence = gettext("The document cannot print %(signs)s in the name or title of %(person)s: correct it first.")
    for person, under in found.items():
        printed = [person.printed_name, *(str(value) for value in asdict(under).values())] if under else []
        if signs := unprintable(" ".join(printed)):
            yield sentence % {"signs": named(signs), "person": person}


def _away(found: Signatories) -> Iterator[str]:
    """Who of them is absent now, each in a sentence. One query."""
    sentence = gettext("%(person)s is absent %(term)s: the document waits for them until they are back.")
    for absence in Absence.objects.at(now()).filter(person__in=found).select_related("person"):
        yield sentence % {"person": absence.person, "term": absence.term}


def _happens(report: RoutedCase, form: SignatoryForm, found: Signatories) -> Iterator[str]:
    if titles := own_unit_steps(report):
        yield gettext("Not asked, as its unit drafted the document: %(step)s.") % {"step": ", ".join(titles)}
    yield gettext("Their name and title are printed on the document, and they alone decide the last step.")
    yield from _not_printed(found)
    yield from _away(found)
    yield from (_without_key(person) for person in form.people.values() if signing.lacks_key(person))


def _send_page(request: SignedIn, report: RoutedCase, form: SignatoryForm, found: Signatories) -> HttpResponse:
    refuse_unless_open(report, "send_for_approval", by=request.user)
    signatories.refuse_unless_found(found)
    title = gettext("Who signs %(report)s?") % {"report": report}
    return confirm_page(
        request, report, "send_for_approval", form, title=title, happens=" ".join(_happens(report, form, found))
    )
