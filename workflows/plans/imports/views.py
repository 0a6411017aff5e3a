from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.pages.forms import status_of
from approvals.pages.once import answers_once
from units import grants
from units.models import Unit
from units.places import KINDS
from units.plans import actions as unit_actions
from units.plans import versions as plans
from units.requests import SignedIn
from units.tree.wards import AskedWard, ward_asked, ward_choice
from units.workbook import Fault, FaultyPlan, PlanContent, UnreadableWorkbook, read_plan
from units.workbook.plan.layouts import PLAN
from workflows.cases.inputs import uploads
from workflows.models import ReportingPeriod
from workflows.periods import setup
from workflows.periods.beginnings import first_periods
from workflows.periods.schedules import takeover
from workflows.plans.indicator_kinds.stock_flow import counted

from .forms import KEEP, OPEN_TOO, TakeDaysForm, WorkbookForm
from .likeness import alike

SAMPLE = Path(settings.BASE_DIR) / "units" / "samples" / "plan-01-KH-BCD-2026.xlsx"


def plan_import(request: SignedIn) -> HttpResponse:
    """Upload a plan's workbook and see what it would change. Nothing is written before it is confirmed."""
    wards = grants.units_where(request.user, "administer")
    asked = ward_asked(request, wards)
    if asked is None:
        return ward_choice(request, wards, title=_("Import a plan"), back=reverse("plan"))
    place = ward_and_units(asked)
    if request.method != "POST":
        return _page(request, asked, form=WorkbookForm())
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, asked, form=form, status=422)
    try:
        return check_page(request, asked, place, form.cleaned_data["workbook"].read())
    except (FaultyPlan, UnreadableWorkbook) as error:
        return _page(request, asked, form=form, faults=error.faults, status=422)


def check_page(
    request: SignedIn,
    asked: AskedWard,
    place: tuple[Unit, list[Unit]],
    content: bytes,
    form: TakeDaysForm | None = None,
    rows_typed: QueryDict | None = None,
) -> HttpResponse:
    """What the workbook would change, to be confirmed; it is kept until then. `place` is the ward with its units. With
    a `form` it asks what becomes of other days of the kinds of report. `rows_typed` leads back to the page on which the
    rows were typed, as they were.

    Raises FaultyPlan and UnreadableWorkbook.
    """
    ward, units = place
    plan = _read(BytesIO(content), ward, units)
    latest = plans.latest(ward, plan.number)
    context = {
        "asked": asked,
        "content": plan,
        "latest": latest,
        "unchanged": latest is not None and latest.content_digest == plan.digest(),
        "rows": plans.compare(plan, units, latest),
        "beside": "" if latest else ", ".join(plans.numbers_of(ward, plan.year)),
        "alike": alike(plan, ward, units),
        "counted": counted(ward, plan.indicators),
        "sha256": uploads.keep(ward, content),
        "days": takeover.differing(ward, plan.schedule) if form else [],
        "form": form,
        "address": request.get_full_path(),
        "typed": [(name, value) for name, values in rows_typed.lists() for value in values] if rows_typed else [],
    }
    status = status_of(form) if form else 200
    return render(request, "workflows/plans/plan_import_check.html", context, status=status)


@require_POST
@answers_once
def plan_import_confirm(request: SignedIn, sha256: str) -> HttpResponse:
    """Import the workbook that was shown. It is read anew: the ward's units may have changed since."""
    asked = ward_asked(request, grants.units_where(request.user, "administer"))
    if asked is None:
        raise Http404
    ward, units = ward_and_units(asked)
    try:
        content = _read(uploads.take(ward, sha256), ward, units)
        form = _days_form(request, ward, content)
        if form and not form.is_valid():
            return check_page(request, asked, (ward, units), uploads.take(ward, sha256).read(), form)
    except (FaultyPlan, UnreadableWorkbook) as error:
        return _page(request, asked, form=WorkbookForm(), faults=error.faults, status=422)
    with transaction.atomic():
        result = unit_actions.import_plan(content, by=request.user, ward=ward)
        changed = _take_days(request, ward, content, form.cleaned_data) if form else ""
        setup.set_up(result.plan, content.schedule)
    uploads.drop(ward, sha256)
    if changed:
        messages.success(request, changed)
    if begins := first_periods(ward):
        message = _("The first periods: %(periods)s. The schedule of each kind of report changes with which it begins.")
        messages.info(request, message % {"periods": ", ".join(begins)})
    words = {"number": result.plan.number, "version": result.plan.version}
    if result.created:
        messages.success(
            request,
            _("Plan %(number)s is imported as version %(version)d. Periods opened from now on follow it.") % words,
        )
    else:
        messages.success(request, _("Plan %(number)s is unchanged: version %(version)d stays.") % words)
    if not ReportingPeriod.objects.filter(ward=ward).exists():
        return redirect("set_up_ward", ward.pk)
    return redirect("plan")


def _days_form(request: SignedIn, ward: Unit, content: PlanContent) -> TakeDaysForm | None:
    """Asks what becomes of other days, where the workbook has such; answered or not yet."""
    if not takeover.differing(ward, content.schedule):
        return None
    return TakeDaysForm(request.POST if "days" in request.POST else None)


def _take_days(request: SignedIn, ward: Unit, content: PlanContent, typed: dict[str, str]) -> str:
    """Give the kinds of report the days of the workbook, where that was chosen. Returns what to say of it."""
    others = takeover.differing(ward, content.schedule)
    if typed["days"] == KEEP:
        return _("The days of the kinds of report stay as they are.")
    moves, reason = typed["days"] == OPEN_TOO, typed["reason"]
    moved = takeover.take_over(ward, content.schedule, by=request.user, move_open=moves, reason=reason)
    names = ", ".join(each.kind.name for each in others)
    message = _("These kinds have the days of the workbook now: %(kinds)s.") % {"kinds": names}
    if moved:
        message += " " + _("Due times moved: %(periods)s.") % {"periods": ", ".join(str(period) for period in moved)}
    return message


def ward_and_units(asked: AskedWard) -> tuple[Unit, list[Unit]]:
    """The ward and its units in use. Raises Http404 where it is retired."""
    found = list(Unit.objects.filter(Q(pk=asked.pk) | Q(ward=asked.pk), retired_at=None))
    ward = next((unit for unit in found if unit.ward_id is None), None)
    if ward is None:
        raise Http404
    return ward, [unit for unit in found if unit.ward_id]


@require_safe
def plan_sample(request: SignedIn) -> FileResponse:
    """The workbook of the sample plan, to be filled in with one's own."""
    return FileResponse(SAMPLE.open("rb"), as_attachment=True, filename=SAMPLE.name)


def _read(file: BinaryIO, ward: Unit, units: Iterable[Unit]) -> PlanContent:
    """The plan in the file. Raises FaultyPlan, also for the plan of another ward, and UnreadableWorkbook."""
    content = read_plan(file, known_units=[unit.code for unit in units])
    if not plans.is_of(content, ward):
        sentence = _(
            "This is the plan of %(other)s, not of %(ward)s. If it is yours, write your own name there, in one of the "
            "rows %(rows)s."
        )
        rows = ", ".join(f"“{kind.capitalize()}”" for kind in KINDS)
        values = {"other": plans.ward_name(content), "ward": ward, "rows": rows}
        raise FaultyPlan([Fault(PLAN.sheet, None, None, sentence % values)])
    return content


def _page(
    request: SignedIn, asked: AskedWard, *, form: WorkbookForm, faults: tuple[Fault, ...] = (), status: int = 200
) -> HttpResponse:
    context = {"asked": asked, "form": form, "faults": faults}
    return render(request, "workflows/plans/plan_import.html", context, status=status)
