"""Beginning a practice month, and wiping it: its rows go, its trail stays."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from viewflow.workflow.models import Process

from approvals.clock import ZONE, now, today
from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import Decision, OutboxMessage, Rendition, Sighting, Signature, TrailEvent
from approvals.outbox import queue as outbox
from approvals.statements import insert_many
from approvals.trail import chain as trail
from approvals.trail import checkpoints
from units import grants
from units.models import Notice, Person, Unit
from workflows.models import (
    CaseLink,
    CaseStep,
    CoDrafter,
    DiscussionSighting,
    OpinionFile,
    OpinionReply,
    PaperOpinion,
    Reminder,
    ReportingPeriod,
    ReportKind,
    Route,
    UnitReport,
    WardReport,
)
from workflows.outlines import actions as outlines
from workflows.periods.actions import locked, open_unit_reports, open_ward_report, plan_for, reporters_of
from workflows.periods.codes import free_code
from workflows.periods.kinds import THRESHOLDS
from workflows.periods.requests import asking
from workflows.periods.steering.actions import refuse_unordered
from workflows.reminders import actions as reminders
from workflows.routes import copies

NAME = "Tập dượt"
BEFORE = "tap-duot-"  # stands before the codes of its periods: none of them is that of a month
BRIEF = (
    "Đây là kỳ tập dượt: điền, nộp, thẩm định, tổng hợp, trình và ký duyệt như thật. Văn bản mang dòng “TẬP DƯỢT”, "
    "không lấy số, không gửi đi, không tính vào lũy kế. Xong thì tất cả được xóa."
)
# What tells of a case by its type and id and goes with it. The trail and what was written in discussions stay.
BESIDE = (CaseStep, Decision, Sighting, Rendition, Signature, CoDrafter, DiscussionSighting, Reminder)


def begin(ward: Unit, *, by: Person, unit_due_at: datetime, ward_due_at: datetime) -> ReportingPeriod:
    """Open a practice month for all units that report, with the route and the outline of the ward's first kind as they
    stand. Due times are the first instants that are late. Raises NotPossible where the ward practises already, has no
    plan, or nobody could keep these times.
    """
    with transaction.atomic():
        like = ReportKind.objects.of_reports().filter(ward=ward).order_by("pk").first()
        if like is None:
            raise NotPossible(_("The ward has no kind of report yet. Import its plan first."))
        model = locked(like)
        _require(by, ward.pk)
        if kind_of(ward.pk):
            raise NotPossible(_("A practice month is open already. Wipe it first, then begin another."))
        refuse_unordered(unit_due_at, ward_due_at)
        if unit_due_at <= now():
            raise NotPossible(_("The units' due time is over already. Give them time to report."))
        units = list(reporters_of(model))
        if not units:
            raise NotPossible(_("No unit of the ward reports yet. Add its units first."))
        kind = _kind_like(model, by)
        period = _period(kind, model, unit_due_at, ward_due_at)
        reports = open_unit_reports(period, units, by)
        open_ward_report(WardReport(period=period, ward_id=period.ward_id), by)
        outbox.put_all([asking(report) for report in reports])
        return period


def wipe(ward: Unit, *, by: Person) -> int:
    """Delete the ward's practice month with all that was typed, decided and printed in it. Returns how many reports.

    The trail keeps every event of it, and each of its chains ends with the wipe. What holds these chains whole without
    the rows that named their ends is a checkpoint, made once this commits.
    """
    with transaction.atomic():
        found = kind_of(ward.pk)
        kind = locked(found) if found else None
        if kind is None or kind.retired_at:
            raise NotPossible(_("There is no practice month to wipe. It may have been wiped already."))
        _require(by, ward.pk)
        periods = kind.periods.all()
        reports = [*_locked(UnitReport, periods), *_locked(WardReport, periods)]
        names = ", ".join(period.title for period in periods)
        insert_many(TrailEvent, [trail.event_values(row, "wipe", by=by, scope=row.scope) for row in reports])
        _settle(reports, by)
        printed = _printed(reports)
        for model in (UnitReport, WardReport):
            _delete(model, [row for row in reports if isinstance(row, model)])
        periods.delete()
        Process.objects.filter(pk__in=[row.process_id for row in reports]).delete()
        _retire(kind, by, {"practice": [names, None], "wiped": [len(reports), None]})
        transaction.on_commit(checkpoints.make, robust=True)
        printed -= set(Rendition.objects.filter(sha256__in=printed).values_list("sha256", flat=True))
        transaction.on_commit(lambda: files.forget(printed), robust=True)
        return len(reports)


def kind_of(ward_id: int) -> ReportKind | None:
    """The kind of the practice month that is open in the ward."""
    return ReportKind.objects.filter(ward=ward_id, practice=True, retired_at=None).select_related("ward").first()


def may_practise(person: Person, ward_id: int) -> bool:
    """Whoever coordinates the ward's reports or administers it begins and wipes a practice month."""
    return any(grants.may(person, right, ward_id) for right in ("review_reports", "administer"))


def _require(by: Person, ward_id: int) -> None:
    if not may_practise(by, ward_id):
        raise PermissionDenied


def _kind_like(like: ReportKind, by: Person) -> ReportKind:
    """A kind of its own: no period of another kind comes before its own, and none of its own before theirs."""
    kept = {name: getattr(like, name) for name in (*THRESHOLDS, "on_plan", "form", "symbol")}
    kind = ReportKind.objects.create(
        ward=like.ward,
        code=free_code(NAME, set(like.ward.report_kinds.values_list("code", flat=True))),
        name=NAME,
        frequency=ReportKind.Frequency.EVENT,
        opens_from=today(),
        practice=True,
        **kept,
    )
    reminders.copy(like, kind)
    route, steps = copies.copy_route(like.route, kind, by=by)
    _note(route, "make_kind", by, {"name": [None, NAME], "steps": [None, "; ".join(step.title for step in steps)]})
    return kind


def _period(kind: ReportKind, like: ReportKind, unit_due_at: datetime, ward_due_at: datetime) -> ReportingPeriod:
    """The present month, under a name that no real one has."""
    day, outline = today(), outlines.current(like)
    return ReportingPeriod.objects.create(
        kind=kind,
        outline=outline,
        has_fields=bool(outlines.fields_of(outline)),
        ward_id=kind.ward_id,
        plan=plan_for(kind.ward_id, day.year, kind.plan_number),
        code=f"{BEFORE}{day:%Y-%m}",
        title=f"Kỳ tập dượt tháng {day:%m/%Y}",
        brief=BRIEF,
        starts=day.replace(day=1),
        ends=day,
        unit_due_at=unit_due_at,
        ward_due_at=ward_due_at,
        arrangement=outline.arrangement,
        chosen=outline.chosen,
        on_plan=kind.on_plan and outlines.tells_plan(outline),
        opened_at=now(),
    )


def _locked(model: Any, periods: Any) -> list[Any]:
    return list(model.objects.with_names().filter(period__in=periods).select_for_update(of=("self",)).order_by("pk"))


def _settle(reports: Iterable[Any], by: Person) -> None:
    """What was still to be done for these, and what had failed: nothing of it is due any more."""
    for kind, name in ((row._meta.model_name, row.NAME) for row in (UnitReport, WardReport)):
        ids = [row.pk for row in reports if row.kind == kind]
        named = Q(payload__kind=kind, payload__pk__in=ids) | Q(**{f"payload__{name}__in": ids})
        for key in OutboxMessage.objects.filter(named, done_at=None).values_list("key", flat=True):
            outbox.settle(key, by=by)


def _printed(reports: Iterable[Any]) -> set[str]:
    """The files that were printed of the ward's reports among these, signed or not."""
    named = {"subject_kind": "wardreport", "subject_id__in": [row.pk for row in reports if row.kind == "wardreport"]}
    renditions = Rendition.objects.filter(**named).values_list("sha256", flat=True)
    return {*renditions, *Signature.objects.filter(**named).values_list("after", flat=True)}


def _delete(model: Any, reports: list[Any]) -> None:
    """The rows of one type, and those of every table that tells of them."""
    kind, ids = model._meta.model_name, [row.pk for row in reports]
    for of_opinions in (OpinionReply, OpinionFile, PaperOpinion):
        of_opinions.objects.filter(decision__subject_kind=kind, decision__subject_id__in=ids).delete()
    for beside in BESIDE:
        rows: Any = beside._default_manager
        rows.filter(subject_kind=kind, subject_id__in=ids).delete()
    CaseLink.objects.filter(Q(subject_kind=kind, subject_id__in=ids) | Q(other_kind=kind, other_id__in=ids)).delete()
    Notice.objects.filter(path__in=[row.get_absolute_url() for row in reports]).delete()
    model.objects.filter(pk__in=ids).delete()


def _retire(kind: ReportKind, by: Person, changes: dict[str, list[Any]]) -> None:
    """The kind and its route stay for the record, on whose chain stands who wiped what."""
    kind.retired_at = now()
    kind.save(update_fields=["retired_at"])
    route = Route.objects.select_for_update(of=("self",)).select_related("kind").get(kind=kind)
    _note(route, "wipe_practice", by, changes | {"retired_at": [None, kind.retired_at.astimezone(ZONE).isoformat()]})


def _note(route: Route, action: str, by: Person, changes: dict[str, list[Any]]) -> None:
    trail.record_and_save(route, action, by=by, scope=route.ward_id, changes=changes)
