"""The kinds of document that a ward submits for signing, each with its symbol and its route."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from approvals.clock import today
from approvals.trail import chain as trail
from units import grants
from units.models import Person, Unit
from workflows.models import ReportKind, Route, Step, Verb
from workflows.routes import versions

USUAL = {
    "to-trinh": ("Tờ trình", "TTr"),
    "ke-hoach": ("Kế hoạch", "KH"),
    "cong-van": ("Công văn", ""),
    "thong-bao": ("Thông báo", "TB"),
    "bao-cao": ("Báo cáo", "BC"),
}  # by code: name and abbreviation (NĐ 30/2020, Phụ lục III); a công văn has none
PEOPLE = "UBND"
SIGNS = "Lãnh đạo UBND"  # the step's title, whichever they are in the committee whose reports they sign
MARKS = ("beside", "otherwise", *versions.WHEN)  # of a step that stands alone none holds
KIND = "submission"  # Submission's name in the trail


def kinds_of(wards: set[int]) -> QuerySet[ReportKind]:
    """The kinds of these wards, as they were made."""
    return ReportKind.objects.filter(ward__in=wards, subject_kind=KIND).order_by("ward", "pk")


def wards_without(administered: Iterable[int]) -> QuerySet[Unit]:
    """Those of these wards that have no kind of document yet."""
    having = ReportKind.objects.filter(subject_kind=KIND).values("ward")
    return Unit.objects.filter(pk__in=administered, ward=None).exclude(pk__in=having)


@transaction.atomic
def make_usual(ward: Unit, *, by: Person | None) -> list[ReportKind]:
    """Give the ward those of the usual kinds that it lacks; returns them. `by` is None for the system itself.

    The People's Committee issues them. Each is signed by whoever signs the ward's reports: its route is the last step
    of theirs, under a title of its own, and empty where there is none; an administrator then changes it. Raises
    PermissionDenied.
    """
    if by is not None and not grants.may(by, "administer", ward.pk):
        raise PermissionDenied
    known = set(kinds_of({ward.pk}).values_list("code", flat=True))
    approving = Step.objects.filter(route__ward=ward, retired_at=None, verb=Verb.APPROVE)
    signing = approving.order_by("route", "-order", "-pk").first()
    return [_make(ward, code, signing, by) for code in USUAL if code not in known]


def _make(ward: Unit, code: str, signing: Step | None, by: Person | None) -> ReportKind:
    name, abbreviation = USUAL[code]
    kind = ReportKind.objects.create(
        ward=ward,
        code=code,
        name=name,
        subject_kind=KIND,
        frequency=ReportKind.Frequency.EVENT,
        form=ReportKind.Form.PEOPLE,
        symbol=f"{abbreviation}-{PEOPLE}" if abbreviation else PEOPLE,
        is_letter=not abbreviation,
        opens_from=today(),
    )
    route = Route.objects.create(kind=kind, ward=ward)
    if signing:
        copy = {name: getattr(signing, name) for name in versions.SHAPE if name not in MARKS} | {"title": SIGNS}
        step = Step.objects.create(route=route, order=1, **copy)
        versions.keep(route, [step], by=by)
        trail.record_and_save(route, "add_step", by=by, scope=ward.pk, changes={"1": [None, step.title]})
    return kind
