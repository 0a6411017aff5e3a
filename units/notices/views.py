"""Thông báo: what the reader was told, and whether they want a mail for each or one a day."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from approvals.clock import now
from approvals.pages import tables
from approvals.pages.days import MomentField
from approvals.pages.tables import Column
from units.models import Notice
from units.requests import SignedIn

from . import actions
from .further import FURTHER
from .push import keys

SHOWN = 50
COLUMNS = [
    Column(gettext_lazy("When"), lambda row: row.at),
    Column(gettext_lazy("Notice"), lambda row: row.text, 80),
    Column(gettext_lazy("Read at"), lambda row: row.read_at),
]


class UntilForm(forms.Form):
    """When the page was made that somebody has read."""

    until = MomentField()


@require_safe
def notices(request: SignedIn) -> HttpResponse:
    """The reader's own, newest first."""
    own = Notice.objects.filter(person=request.user).order_by("-at", "-pk")
    if kind := tables.asked(request):
        return tables.table_file(kind, "thong-bao", COLUMNS, own)
    page = Paginator(own, SHOWN).get_page(request.GET.get("page"))
    context = {"page": page, "unread": any(row.read_at is None for row in page), "at": now().isoformat()}
    context |= {"push_key": keys.public_key(), "further": list(FURTHER.items())}
    return render(request, "units/notices.html", context)


@require_POST
def notice_open(request: SignedIn, pk: int) -> HttpResponse:
    """It is read from then on; leads to what it is about."""
    notice = get_object_or_404(Notice, pk=pk, person=request.user)
    actions.read(notice)
    return redirect(notice.path)


@require_POST
def notices_read(request: SignedIn) -> HttpResponse:
    """All that stood on the page when it was made, and before."""
    form = UntilForm(request.POST)
    until = form.cleaned_data["until"] if form.is_valid() else now()
    count = actions.read_all(request.user, until=until)
    messages.success(
        request, ngettext("%(count)d notice is read.", "%(count)d notices are read.", count) % {"count": count}
    )
    return redirect("notices")


@require_POST
def notices_by_mail(request: SignedIn) -> HttpResponse:
    """One mail a day, or one for each notice."""
    one_a_day = request.POST.get("one_a_day") == "1"
    actions.choose_mails(request.user, one_a_day=one_a_day)
    message = _("You get one mail a day, in the morning.") if one_a_day else _("You get a mail for each notice.")
    messages.success(request, message)
    return redirect("notices")


@require_POST
def notices_by_phone(request: SignedIn) -> HttpResponse:
    """Reminders that somebody asks for go by the ward's gateway to Zalo or SMS too, or not."""
    by_phone = request.POST.get("by_phone") == "1"
    actions.choose_phone(request.user, by_phone=by_phone)
    message = (
        _("Who reminds you does so by Zalo or SMS too, where your ward has a gateway.")
        if by_phone
        else _("Reminders do not go to your telephone any more.")
    )
    messages.success(request, message)
    return redirect("notices")
