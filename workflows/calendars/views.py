"""Lịch làm việc of a ward: the days off and the worked Saturdays of a year; its administrators change them."""

from datetime import date
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
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
from workflows.cases.times import calendar_days
from workflows.models import CalendarDay

from . import actions, files
from .days import DayOfWard
from .forms import CalendarFileForm, DaysForm
from .lingering import lingering


@require_safe
def calendar(request: SignedIn, pk: int) -> HttpResponse:
    """The days of a year that differ from the week's rule, and who says so: ward, province or nation; `?year=`."""
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
        "followers": calendar_days.followers(ward.pk),
        "lingering": lingering(ward),
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
        messages.success(request, _count_message(len(form.days)))
        return redirect(f"{reverse('calendar', args=[pk])}?year={form.days[0].day.year}")
    lead = _told_of(calendar_days.followers(pk))
    texts = {"title": _("A day off or a working day"), "lead": lead, "label": _("Save the days"), "ward": ward}
    return form_page(request, form, **texts, cancel=reverse("calendar", args=[pk]))


@require_POST
@answers_once
def calendar_day_give_back(request: SignedIn, pk: int, day: date) -> HttpResponse:
    ward = administered_ward(request, pk)
    actions.give_back_day(ward, day, by=request.user)
    messages.success(request, _("%(day)s is again what the calendar above yours says.") % {"day": f"{day:%d/%m/%Y}"})
    return redirect(f"{reverse('calendar', args=[pk])}?year={day.year}")


@require_POST
@answers_once
def calendar_province_drop(request: SignedIn, pk: int) -> HttpResponse:
    """Drop the days of a province to which the ward's channel has ended."""
    ward = administered_ward(request, pk)
    count = actions.drop_days_of_province(ward, by=request.user)
    messages.success(request, _count_message(count))
    return redirect("calendar", pk)


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
            lead = _told_of(calendar_days.followers(pk))
            context = {"ward": ward, "days": days, "sha256": uploads.keep(ward, content), "lead": lead}
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
    messages.success(request, _count_message(changed) if changed else _("The calendar says all of this already."))
    return redirect(f"{reverse('calendar', args=[pk])}?year={days[0].day.year}")


def _told_of(followers: int) -> str:
    """For whom the days count that are entered here."""
    if not followers:
        return _("For this office alone, in the place of what the calendar above it says of the same day.")
    sentence = ngettext(
        "They count for %(count)d ward too that reports here, unless it says something else of the day itself.",
        "They count for %(count)d wards too that report here, unless one says something else of the day itself.",
        followers,
    )
    return sentence % {"count": followers}


def _count_message(count: int) -> str:
    sentence = ngettext(
        "%(count)d day is saved. What is due already stays due; what opens from now on is counted by it.",
        "%(count)d days are saved. What is due already stays due; what opens from now on is counted by them.",
        count,
    )
    return sentence % {"count": count}


def _rows_of(ward: Unit, year: int) -> list[CalendarDay]:
    """The days of the year of which something is said, each as it counts for the ward."""
    return list(calendar_days.entries_between(ward.pk, date(year, 1, 1), date(year, 12, 31)).values())


def _year(request: SignedIn) -> int:
    """The year asked for, else the present one. Raises Http404 for what is none."""
    asked = request.GET.get("year", str(today().year))
    if not (asked.isascii() and asked.isdecimal() and len(asked) == 4 and FIRST.year <= int(asked) <= LAST.year):
        raise Http404
    return int(asked)
