from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from approvals.pages.forms import done, posted
from approvals.pages.once import answers_once
from units.requests import SignedIn, form_page
from workflows.cases.moves import refuse_unless_held, refuse_unless_open
from workflows.cases.pages import confirm_page, visible_unit_report
from workflows.periods.owned import own_period, period_address

from . import actions
from .forms import DueForm, ExtendForm


@answers_once
def period_due(request: SignedIn, pk: int) -> HttpResponse:
    """Other due times for all units of a period."""
    period = own_period(request, pk)
    form = DueForm(posted(request), period=period)
    moved: list[bool] = []

    def change() -> None:
        moved.append(actions.change_due(period, by=request.user, reason=form.cleaned_data["reason"], **form.due))

    if done(form, change):
        message = _("The due times are changed. Units that have not submitted are told by mail.")
        messages.success(request, message if moved[0] else _("These are the due times already. Nothing was changed."))
        return redirect(period_address(period))
    if not form.is_bound:
        refuse_unless_open(actions.ward_report_of(period), "change_due", by=request.user)
    lead = _(
        "For all units. What was submitted stays judged by the due time of then, unless the new one is later: then it "
        "counts as in time, and pages say that the time was given afterwards."
    )
    texts = {"title": _("Change the due times"), "label": _("Save the due times"), "lead": lead, "kind": period}
    return form_page(request, form, **texts, ward=period.ward, cancel=period_address(period))


@answers_once
def unit_report_extend(request: SignedIn, pk: int) -> HttpResponse:
    """More time for one unit, before or after it submitted."""
    report = visible_unit_report(request, pk)
    refuse_unless_held(report, "extend", by=request.user)
    form = ExtendForm(posted(request), report=report)

    def extend() -> None:
        actions.extend(report, by=request.user, due_at=form.due_at, reason=form.cleaned_data["reason"])

    if done(form, extend):
        messages.success(request, _("The unit has more time, and is told by mail."))
        return redirect("unit_report", pk)
    if not form.is_bound:
        refuse_unless_open(report, "extend", by=request.user)
    title = _("Give %(unit)s more time?") % {"unit": report.unit.short_name}
    happens = _(
        "For this unit alone; the others keep their due time. A report that came late counts as in time by the new "
        "day, and pages say that the time was given afterwards."
    )
    return confirm_page(request, report, "extend", form, title=title, happens=happens)
