"""Sending a ward report for approval: at once where only one person can sign it, else after choosing one. How urgent
it is may be chosen in either case.
"""

from collections.abc import Iterator
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from approvals.clock import now
from approvals.text.glyphs import named, unprintable
from units.models import Absence, Person
from units.requests import SignedIn
from workflows.cases.moves import refuse_unless_open
from workflows.models import WardReport
from workflows.routes import signatories
from workflows.routes.signatories import Signatories

from . import actions as ward_reports
from .forms import SignatoryForm
from .signing import keys as signing
from .views import confirm_page, visible_report


@require_http_methods(["GET", "POST"])
def ward_report_send(request: SignedIn, pk: int) -> HttpResponse:
    """Sends the report; where several people could sign it the coordinator chooses one of them first."""
    report = visible_report(request, pk)
    chosen = "signatory" in request.POST
    found = signatories.of(report, signatories.last_step(report), sender=request.user)
    form = SignatoryForm(request.POST if chosen else None, report=report, found=found)
    ready = form.is_valid() if chosen else len(found) <= 1 and not [*_not_printed(found), *_away(found)]
    if request.method == "GET" or not ready:
        return _send_page(request, report, form, found)
    report = ward_reports.send_for_approval(report, by=request.user, **form.cleaned_data if chosen else {})
    steps = report.steps.filter(opened_at__isnull=False).order_by("order").values_list("title", flat=True)
    messages.success(request, gettext("The report waits for: %(step)s.") % {"step": ", ".join(steps)})
    if (signer := report.signatory) and signing.lacks_key(signer):
        messages.warning(request, _without_key(signer))
    return redirect("ward_report", pk)


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
    sentence = gettext("%(person)s is absent %(term)s: the report waits for them until they are back.")
    for absence in Absence.objects.at(now()).filter(person__in=found).select_related("person"):
        yield sentence % {"person": absence.person, "term": absence.term}


def _happens(form: SignatoryForm, found: Signatories) -> Iterator[str]:
    yield gettext("Their name and title are printed on the document, and they alone decide the last step.")
    yield from _not_printed(found)
    yield from _away(found)
    yield from (_without_key(person) for person in form.people.values() if signing.lacks_key(person))


def _send_page(request: SignedIn, report: WardReport, form: SignatoryForm, found: Signatories) -> HttpResponse:
    refuse_unless_open(report, "send_for_approval", by=request.user)
    title = gettext("Who signs %(report)s?") % {"report": report}
    return confirm_page(
        request, report, "send_for_approval", form, title=title, happens=" ".join(_happens(form, found))
    )
