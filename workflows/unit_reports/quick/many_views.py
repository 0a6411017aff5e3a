"""Quick forms for many units: asking, and the links with what came back."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from approvals.clock import now
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import grants, rules
from units.requests import SignedIn
from workflows.models import QuickAnswer, QuickForm, ReportingPeriod

from . import for_many, taking
from .forms import AskManyForm

WEEK = timedelta(days=7)


@answers_once
def quick_forms_many(request: SignedIn, pk: int) -> HttpResponse:
    """Who is asked what of the period, by a link for each."""
    period = _coordinated(request, pk)
    reports = list(for_many.open_reports(period))
    until = period.unit_due_at if period.unit_due_at > now() else now() + WEEK
    form = AskManyForm(
        posted(request), units=[report.unit for report in reports], questions=for_many.questions_of(period),
        initial={"until": until, "units": [report.unit_id for report in reports]},
    )  # fmt: skip
    made: list[for_many.AskedUnits] = []
    if done(form, lambda: made.append(for_many.ask_many(period, by=request.user, **form.cleaned_data))):
        _say(request, made[0])
        return redirect("quick_forms_of_period", pk)
    page = {"period": period, "form": form, "reports": reports}
    return render(request, "workflows/unit_reports/quick/many.html", page, status=status_of(form))


def _say(request: SignedIn, asked: for_many.AskedUnits) -> None:
    number = len(asked.forms)
    words = ngettext("%(count)d link is made: send it.", "%(count)d links are made: send each its own.", number)
    messages.success(request, words % {"count": number})
    if asked.left_out:
        sentence = _("Not asked, since they report nothing of it: %(units)s.")
        messages.warning(request, sentence % {"units": ", ".join(asked.left_out)})


@require_safe
def quick_forms_of_period(request: SignedIn, pk: int) -> HttpResponse:
    """The open links of a period's units with the words to send, and what came back by each."""
    period = _coordinated(request, pk)
    waiting = Q(answers__outcome=QuickAnswer.Outcome.WAITING)
    forms = (
        QuickForm.objects.filter(report__period=period, withdrawn_at=None)
        .select_related("report__period__kind", "report__unit", "report__ward")
        .annotate(answered=Count("answers"), waits=Count("answers", filter=waiting))
        .order_by("report__unit__order", "report__unit__code", "pk")
    )
    rows = [(form, for_many.to_paste(form), form.is_open(now())) for form in forms]
    answered = sum(bool(form.answered) for form, _words, _open in rows)
    waits = sum(form.waits for form, _words, _open in rows)
    page = {"period": period, "rows": rows, "answered": answered, "waits": waits}
    return render(request, "workflows/unit_reports/quick/of_period.html", page)


@require_POST
@answers_once
def quick_answers_take(request: SignedIn, pk: int) -> HttpResponse:
    """The answers that wait, those without doubt to be taken at once; takes them once they are `confirmed`."""
    period = _coordinated(request, pk)
    if "confirmed" in request.POST:
        taken = taking.take_all(period, request.POST.getlist("take"), by=request.user)
        messages.success(request, _("Answers taken into the reports: %(count)d.") % {"count": taken.count})
        for words in taken.left:
            messages.warning(request, _("Not taken: %(why)s") % {"why": words})
        return redirect("quick_forms_of_period", pk)
    rows = taking.waiting_of(period)
    clear, doubted = [row for row in rows if not row.doubts], [row for row in rows if row.doubts]
    page = {"period": period, "clear": clear, "doubted": doubted}
    return render(request, "workflows/unit_reports/quick/take_many.html", page)


def _coordinated(request: SignedIn, pk: int) -> ReportingPeriod:
    """A period of a ward that the person sees, else 404, and coordinates, else 403."""
    periods = ReportingPeriod.objects.standing().filter(ward__in=rules.visible_wards(request.user))
    period = get_object_or_404(periods.select_related("kind", "ward", "outline"), pk=pk)
    if not grants.may(request.user, "review_reports", period.ward_id):
        raise PermissionDenied
    return period
