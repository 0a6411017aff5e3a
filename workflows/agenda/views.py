"""Lịch of a month, and the address at which one's own calendar reads it."""

import re
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.clock import today
from approvals.pages import rates
from approvals.pages.days import FIRST, LAST
from approvals.pages.once import answers_once
from approvals.text.vietnamese import InOrder
from units import rules
from units.requests import SignedIn
from workflows.models import CalendarFeed

from . import actions, feed, links
from .month import month_of

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@require_safe
def month(request: SignedIn) -> HttpResponse:
    """A month of a ward, day by day; `?month=2026-11`, `?ward=`."""
    wards = list(rules.visible_wards(request.user).order_by(InOrder("name"), "pk"))
    asked = request.GET.get("ward", "")
    ward = next((each for each in wards if str(each.pk) == asked), wards[0] if wards and not asked else None)
    if ward is None and asked:
        raise Http404
    page = {
        "ward": ward,
        "wards": wards if len(wards) > 1 else [],
        "month": month_of(request.user, ward, _asked(request)) if ward else None,
    }
    return render(request, "workflows/agenda/month.html", page)


@require_safe
def own_feed(request: SignedIn) -> HttpResponse:
    """The address of one's own feed, if there is one."""
    found = CalendarFeed.objects.filter(person=request.user, revoked_at=None).first()
    page = {"feed": found, "address": links.address_of(found) if found else ""}
    return render(request, "workflows/agenda/feed.html", page)


@require_POST
@answers_once
def own_feed_make(request: SignedIn) -> HttpResponse:
    """A new address; the one of before opens nothing any more."""
    actions.make_feed(request.user)
    messages.success(request, _("The address is made. Enter it in your calendar."))
    return redirect("own_feed")


@require_POST
@answers_once
def own_feed_stop(request: SignedIn) -> HttpResponse:
    actions.stop_feed(request.user)
    messages.success(request, _("The address opens nothing any more."))
    return redirect("own_feed")


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The feed, for whoever has its address; 404 once it is revoked or its person is gone."""
    feeds = CalendarFeed.objects.filter(revoked_at=None, person__is_active=True).select_related("person")
    found = get_object_or_404(feeds, pk=links.id_in(token))
    if not rates.within(request, "calendar_feed", key=str(found.pk)):
        return HttpResponse(status=429)
    return HttpResponse(feed.written(found.person), content_type="text/calendar; charset=utf-8")


def _asked(request: SignedIn) -> date:
    """The first day of the month asked for, else of the present one. Raises Http404 for what is none."""
    asked = request.GET.get("month", f"{today():%Y-%m}")
    match = MONTH.fullmatch(asked)
    if match is None or not FIRST.year < int(match[1]) < LAST.year:
        raise Http404
    return date(int(match[1]), int(match[2]), 1)
