"""Lịch làm việc of a ward: the days off and the worked Saturdays of a year; its administrators change them."""

from datetime import date
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from approvals.clock import today
from approvals.pages.days import FIRST, LAST
from approvals.pages.forms import done, posted, status_of
from approvals.pages.once import answers_once
from units import rules
from units.hours import in_words, spans_of
from units.models import Unit
from units.requests import SignedIn, administered_ward, form_page
from workflows.cases.inputs import uploads
from workflows.models import CalendarDay

from . import actions, files
from .days import DayOfWard
from .forms import CalendarFileForm, DaysForm


@require_safe
def calendar(request: SignedIn, pk: int) -> HttpResponse:
    """The days of a year that differ from the week's rule, the ward's own in the place of the nation's; `?year=`."""
    ward = get_object_or_404(rules.visible_wards(request.user), pk=pk)
    year = _year(request)
    rows = _rows_of(ward, year)
    context = {
        "ward": ward,
        "year": year,
        "years": [each for each in (year - 1, year + 1) if FIRST.year <= each <= LAST.year],
        "rows": rows,
        "hours": in_words(spans_of(ward.hours)),
        "terms": [term for term in ward.terms if term.first.year <= year <= term.last.year],
        "undecided": any(not row.decided for row in rows),
        "may_administer": rules.may_administer(request.user, ward),
    }
    return render(request, "workflows/calendars/calendar.html", context)


@require_safe
def calendar_file(request: SignedIn, pk: int, year: int) -> FileResponse:
    """The days of a year as a workbook, which can be changed and taken back in."""
    ward = get_object_or_404(rules.visible_wards(request.user), pk=pk)
    if not FIRST.year <= year <= LAST.year:
        raise Http404
    days = [DayOfWard(row.day, row.working, row.name) for row in _rows_of(ward, year)]
    return FileResponse(BytesIO(files.written(days)), as_attachment=True, filename=f"lich-{ward.code}-{year}.xlsx")


@answers_once
def calendar_days_add(request: SignedIn, pk: int) -> HttpResponse:
    ward = administered_ward(request, pk)
    form = DaysForm(posted(request))
    if done(form, lambda: actions.set_days(ward, form.days, by=request.user)):
        messages.success(request, _said(len(form.days)))
        return redirect(f"{reverse('calendar', args=[pk])}?year={form.days[0].day.year}")
    lead = _("For this ward alone, in the place of what the nation's calendar says of the same day.")
    texts = {"title": _("A day off or a working day"), "lead": lead, "label": _("Save the days"), "ward": ward}
    return form_page(request, form, **texts, cancel=reverse("calendar", args=[pk]))


@require_POST
@answers_once
def calendar_day_give_back(request: SignedIn, pk: int, day: date) -> HttpResponse:
    ward = administered_ward(request, pk)
    actions.give_back_day(ward, day, by=request.user)
    messages.success(request, _("The nation's calendar says again what %(day)s is.") % {"day": f"{day:%d/%m/%Y}"})
    return redirect(f"{reverse('calendar', args=[pk])}?year={day.year}")


def calendar_import(request: SignedIn, pk: int) -> HttpResponse:
    """Upload a file and see its days. Nothing is written before it is confirmed."""
    ward = administered_ward(request, pk)
    form = CalendarFileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read(files.MAX_BYTES + 1)
        try:
            days = files.read(content)
        except files.FaultyFile as faulty:
            form.add_error("file", ValidationError(faulty.faults))
        else:
            context = {"ward": ward, "days": days, "sha256": uploads.keep(ward, content)}
            return render(request, "workflows/calendars/calendar_import_check.html", context)
    return render(
        request, "workflows/calendars/calendar_import.html", {"ward": ward, "form": form}, status=status_of(form)
    )


@require_POST
@answers_once
def calendar_import_confirm(request: SignedIn, pk: int, sha256: str) -> HttpResponse:
    """Take the days of the file that was shown."""
    ward = administered_ward(request, pk)
    days = files.read(uploads.take(ward, sha256).read())
    changed = actions.set_days(ward, days, by=request.user)
    uploads.drop(ward, sha256)
    messages.success(request, _said(changed) if changed else _("The calendar says all of this already."))
    return redirect(f"{reverse('calendar', args=[pk])}?year={days[0].day.year}")


def _said(count: int) -> str:
    sentence = ngettext(
        "%(count)d day is saved. What is due already stays due; what opens from now on is counted by it.",
        "%(count)d days are saved. What is due already stays due; what opens from now on is counted by them.",
        count,
    )
    return sentence % {"count": count}


def _rows_of(ward: Unit, year: int) -> list[CalendarDay]:
    """The days of the year, each once: the ward's own before the nation's."""
    found = CalendarDay.objects.filter(Q(ward=None) | Q(ward=ward), day__year=year)
    by_day = {row.day: row for row in sorted(found, key=lambda row: row.ward_id or 0)}
    return [by_day[day] for day in sorted(by_day)]


def _year(request: SignedIn) -> int:
    """The year asked for, else the present one. Raises Http404 for what is none."""
    asked = request.GET.get("year", str(today().year))
    if not (asked.isascii() and asked.isdecimal() and len(asked) == 4 and FIRST.year <= int(asked) <= LAST.year):
        raise Http404
    return int(asked)
