"""What a kind of report reminds of, the ledger of reminders, and Nhắc."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.pages import tables
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import grants
from units import rules as unit_rules
from units.requests import SignedIn
from workflows.cases.times import calendar_days, lateness
from workflows.cases.visible import visible_case
from workflows.models import Reminder, ReportKind, Rung
from workflows.models.kinds import REPORT

from . import actions, ledger, rules, sentences
from .forms import RungForm

SHOWN = 50


@answers_once
def report_kind_reminders(request: SignedIn, pk: int) -> HttpResponse:
    """Nhắc việc of a kind: its ladder, and the form for one more."""
    kind = _visible_kind(request, pk)
    form = RungForm(posted(request))
    if done(form, lambda: actions.add_rung(kind, by=request.user, **form.rung)):
        messages.success(request, _("The reminder is added. It holds from now on."))
        return redirect("report_kind_reminders", pk)
    rungs = Rung.objects.filter(kind=kind, retired_at=None).order_by("due", "after", "-amount", "pk")
    context = {
        "kind": kind,
        "rows": [(rung, sentences.when_words(rung), sentences.whom_words(rung)) for rung in rungs],
        "form": form,
        "may_administer": unit_rules.may_administer(request.user, kind.ward),
    }
    return render(request, "workflows/reminders/kind.html", context, status=status_of(form))


@require_POST
@answers_once
def rung_retire(request: SignedIn, pk: int, rung: int) -> HttpResponse:
    kind = _visible_kind(request, pk)
    actions.retire_rung(get_object_or_404(Rung, kind=kind, pk=rung), by=request.user)
    messages.success(request, _("The reminder is removed. What was said stands in the ledger."))
    return redirect("report_kind_reminders", pk)


@require_safe
def reminder_ledger(request: SignedIn, pk: int) -> HttpResponse:
    """Sổ nhắc việc of a ward, newest first."""
    ward = get_object_or_404(unit_rules.visible_wards(request.user), pk=pk)
    if not grants.may(request.user, "view_trail", ward.pk):
        raise PermissionDenied
    if kind := tables.asked(request):
        every = ledger.with_messages(ledger.lines_of(ward.pk)[: tables.MOST])
        return tables.table_file(kind, "so-nhac-viec", ledger.COLUMNS, every)
    page = Paginator(ledger.lines_of(ward.pk), SHOWN).get_page(request.GET.get("page"))
    context = {"ward": ward, "page": page, "lines": ledger.with_messages(page)}
    return render(request, "workflows/reminders/ledger.html", context)


@answers_once
def case_remind(request: SignedIn, kind: str, pk: int) -> HttpResponse:
    """Whom it waits for, the words to paste elsewhere, and Nhắc; posted to from lists as well."""
    case = visible_case(request, kind, pk)
    if request.method == "POST":
        reminded = actions.remind(case, by=request.user)
        names = ", ".join(person.name for person in reminded)
        messages.success(request, _("%(people)s: reminded, under the bell and by mail.") % {"people": names})
        return redirect("case_remind", kind, pk)
    context = {
        "case": case,
        "may_remind": rules.may_remind(request.user, case),
        "people": rules.holders(case) if rules.waits(case) else [],
        "words": sentences.to_paste(case, lateness.of(case), calendar_days.of(case.ward_id)),
        "said": Reminder.objects.filter(subject_kind=case.kind, subject_id=case.pk).exclude(message="")[:5],
    }
    return render(request, "workflows/reminders/remind.html", context)


def _visible_kind(request: SignedIn, pk: int) -> ReportKind:
    """A kind of report in use of a ward that the person sees, else 404."""
    own = ReportKind.objects.filter(
        ward__in=unit_rules.visible_wards(request.user), subject_kind=REPORT, retired_at=None
    )
    return get_object_or_404(own.select_related("ward"), pk=pk)
