"""How far a ward is set up: each step with what stands and what is missing, read from the rows themselves."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.clock import ZONE, now, today
from approvals.models import Signature, SigningKey
from units.models import Membership, Office, Person, Plan, Unit
from workflows.cases.times import calendar_days
from workflows.models import ReportingPeriod, ReportKind, Verb
from workflows.periods.kind_words import in_words
from workflows.pure.period_words import short_words
from workflows.pure.schedule import PeriodPlan, next_to_open

MOST_NAMED = 6  # of units that lack somebody
NOT_KEPT = {
    Signature.Kind.NONE: gettext_lazy(
        "Documents are not signed digitally here: approvals stand in the trail, and the document says so. Whoever runs "
        "the server sets SIGNER to change that (docs/signing.md)."
    ),
    Signature.Kind.EXTERNAL: gettext_lazy("A signing service signs: no key is kept here."),
}
OF_WARD = (Office.COORDINATOR, Office.APPROVER, Office.CLERK)


class FilledOffice(NamedTuple):
    """An office that somebody holds now; `signs`: whether it is known under which title they sign."""

    unit: int
    office: str
    signs: bool
    person: Person


Held = Sequence[FilledOffice]
Links = Sequence[tuple[str, str]]  # label and address; the first is the one to go on with


@dataclass(frozen=True)
class SetUpStep:
    """A step of the path: what stands, what is missing, and the pages on which it is done. `needed` is not set for
    what a ward can begin without; `waits` says for what time there is to wait where nothing is missing.
    """

    name: str
    title: str
    stands: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    links: Links = ()
    needed: bool = True
    waits: str = ""


@dataclass(frozen=True)
class SetUp:
    """A ward on its way to its first period. `first` tells it in words, and whether it is open."""

    ward: Unit
    steps: list[SetUpStep]
    first: str
    is_open: bool

    @property
    def is_ready(self) -> bool:
        return not any(step.missing for step in self.steps if step.needed)

    @property
    def next(self) -> SetUpStep | None:
        """The first step at which something is missing."""
        return next((step for step in self.steps if step.missing), None)


def unfinished(wards: Collection[int], kinds: Iterable[Any]) -> list[Unit]:
    """Those of the wards in which no period has opened yet. `kinds` are those of all of them (periods/lacks.py). Runs a
    query where one of the wards has no kind alone.
    """
    kinds = list(kinds)
    found = {kind.ward_id: kind.ward for kind in kinds if not kind.has_opened and not kind.ward.retired_at}
    bare = set(wards) - {kind.ward_id for kind in kinds}
    if bare:
        opened = ReportingPeriod.objects.filter(ward=OuterRef("pk"), kind__practice=False)
        found |= Unit.objects.filter(~Exists(opened), retired_at=None).in_bulk(bare)
    return [found[pk] for pk in sorted(found)]


def standing_of(ward_id: int, *, two_steps: bool) -> SetUp:
    """How far the ward is, for somebody who administers it and signs in in two steps or not. Six queries, and one for
    the keys where they are kept here.
    """
    both = list(Unit.objects.filter(Q(pk=ward_id) | Q(ward=ward_id), retired_at=None))
    ward = next(unit for unit in both if unit.pk == ward_id)
    units = [unit for unit in both if unit.pk != ward_id]
    kinds = list(_kinds(ward))
    plan = Plan.objects.filter(ward=ward).order_by("-year", "-imported_at", "-version").first()
    held = _held(both, plan.signer_name if plan else "")
    code = next((kind.open_code for kind in kinds if kind.open_code), "")
    first = None if code or not kinds else _first(ward, kinds)
    steps = [
        _second_factor(two_steps),
        _ward(ward),
        _units(ward, units),
        _plan(ward, plan),
        _people(ward, units, held),
        _route(ward, kinds, held),
        _keys(ward, held),
        _schedule(ward, kinds, first),
    ]
    words = short_words(code) if code else in_words(first[0], inclusive=first[1]) if first else ""
    return SetUp(ward, steps, words, bool(code))


def _first(ward: Unit, kinds: Sequence[Any]) -> tuple[PeriodPlan, bool]:
    """The period that opens first, and whether its due days themselves are in time. One query."""
    calendar = calendar_days.of(ward.pk)
    coming = [(next_to_open(kind.schedule, now(), calendar, since=kind.opens_from), kind.inclusive) for kind in kinds]
    return min(coming, key=lambda each: each[0].opens_at)


def _held(units: Sequence[Unit], signer: str) -> Held:
    """The offices of this moment. Whom the plan names as its signer signs by the plan's own words."""
    rows = Membership.objects.at(now()).filter(unit__in=units, person__is_active=True).select_related("person")
    return [
        FilledOffice(row.unit_id, row.office, bool(row.authority) or row.person.printed_name == signer, row.person)
        for row in rows
    ]


def _kinds(ward: Unit) -> "QuerySet[Any]":
    """The kinds that open by the clock, with the steps of their routes and the code of their newest period."""
    newest = ReportingPeriod.objects.filter(kind=OuterRef("pk")).order_by("-ends").values("code")[:1]
    kinds: Any = ReportKind.objects.periodic().filter(ward=ward).select_related("route")
    return kinds.annotate(open_code=Subquery(newest)).prefetch_related("route__steps").order_by("pk")


def _second_factor(has: bool) -> SetUpStep:
    return SetUpStep(
        "second-factor",
        _("Second factor"),
        [_("You sign in in two steps.")] if has else [],
        [] if has else [_("You sign in with a password alone: administrators need a second factor.")],
        [(_("Two-step sign-in"), reverse("mfa_index"))],
        needed=False,
    )


def _ward(ward: Unit) -> SetUpStep:
    links = [(_("Change the name"), reverse("unit_change", args=[ward.pk]))]
    links.append((_("Working hours"), reverse("unit_hours", args=[ward.pk])))
    return SetUpStep("ward", _("Name and kind of place"), [ward.name], [], links)


def _units(ward: Unit, units: Sequence[Unit]) -> SetUpStep:
    reporting = [unit for unit in units if unit.reports]
    counted = _("Units that report: %(number)d") % {"number": len(reporting)}
    links = [(_("Paste a table of units"), reverse("units_paste", args=[ward.pk]))]
    links.append((_("All units"), reverse("units")))
    missing = [] if reporting else [_("No unit is there yet. Paste their names from Excel, or add them one by one.")]
    return SetUpStep("units", _("Units"), [counted] if reporting else [], missing, links)


def _plan(ward: Unit, plan: Plan | None) -> SetUpStep:
    pages = ((_("Paste the annex"), "plan_annex"), (_("Import a workbook"), "plan_import"))
    links = [(label, f"{reverse(page)}?ward={ward.pk}") for label, page in pages]
    stands, missing = [], []
    if plan is None:
        missing.append(_("No plan is there yet. Paste its annex, or import our workbook."))
    else:
        stands.append(_("Plan %(number)s for %(year)d") % {"number": plan.number, "year": plan.year})
        if plan.year < today().year:
            missing.append(_("There is no plan for %(year)d yet.") % {"year": today().year})
    return SetUpStep("plan", _("Plan"), stands, missing, links)


def _people(ward: Unit, units: Sequence[Unit], held: Held) -> SetUpStep:
    seats = {(seat.unit, seat.office) for seat in held}
    missing, writing = [], [unit for unit in units if unit.reports and not unit.delivers]
    empty = [unit for unit in writing if not {(unit.pk, Office.DRAFTER), (unit.pk, Office.UNIT_HEAD)} & seats]
    counted = [_("Offices held: %(number)d") % {"number": len(held)}] if held else []
    if empty and len(empty) < len(writing):  # the office enters what those tell that sign in nowhere
        sentence = _("Nobody signs in for: %(units)s. The office enters what they tell by telephone or by quick forms.")
        counted.append(sentence % {"units": _some([unit.short_name for unit in empty])})
        writing = [unit for unit in writing if unit not in empty]
    for office, sentence in (
        (Office.DRAFTER, _("Nobody writes for: %(units)s")),
        (Office.UNIT_HEAD, _("Nobody submits for: %(units)s")),
    ):
        without = [unit.short_name for unit in writing if (unit.pk, office) not in seats]
        if without:
            missing.append(sentence % {"units": _some(without)})
    offices = {seat.office for seat in held}
    missing += [
        _("Nobody is there as: %(office)s") % {"office": office.label} for office in OF_WARD if office not in offices
    ]
    links = [(_("Paste a table of people"), reverse("people_paste", args=[ward.pk]))]
    links.append((_("Print slips to sign in with"), reverse("slips", args=[ward.pk])))
    links.append((_("Add a person"), reverse("person_add")))
    return SetUpStep("people", _("People"), counted, missing, links)


def _some(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    more = {"names": ", ".join(names[:MOST_NAMED]), "number": len(names) - MOST_NAMED}
    return _("%(names)s and %(number)d more") % more


def _route(ward: Unit, kinds: Sequence[Any], held: Held) -> SetUpStep:
    seats = {(seat.unit, seat.office) for seat in held}
    with_title = {(seat.unit, seat.office) for seat in held if seat.signs}
    stands, missing = [], []
    if not kinds:
        missing.append(_("The route comes with the plan: it begins with one step, Phó Trưởng Ban."))
    for kind in kinds:
        steps = [step for step in kind.route.steps.all() if step.retired_at is None]
        stands.append(f"{kind.name}: " + " → ".join(step.title for step in steps))
        asked = [step for step in steps if not step.found]  # whoever is found for a case is known then
        for step in asked:
            if (step.unit_id, step.office) not in seats:
                where = {"kind": kind.name, "step": step.title}
                missing.append(_("“%(kind)s”, step “%(step)s”: nobody holds the office that it asks.") % where)
        signing = [(step.unit_id, step.office) for step in asked if step.verb == Verb.APPROVE][-1:]
        if set(signing) & seats - with_title:
            sentence = _("“%(kind)s”: it is not recorded under which title whoever signs does so.")
            missing.append(sentence % {"kind": kind.name})
    links = [(_("Routes of approval"), reverse("routes", args=[ward.pk])), (_("People and titles"), reverse("units"))]
    return SetUpStep("route", _("Signer and route"), stands, list(dict.fromkeys(missing)), links)


def _keys(ward: Unit, held: Held) -> SetUpStep:
    """Whose signature goes on the documents. Nobody waits for a key before the first of them is approved."""
    title = _("Signing keys")
    if settings.SIGNER != Signature.Kind.STORED:
        return SetUpStep("keys", title, [str(NOT_KEPT[Signature.Kind(settings.SIGNER)])], needed=False)
    keys = SigningKey.objects.filter(active=True, not_after__gt=now())
    own = keys.filter(Q(scope=ward.pk) | Q(person__in=[seat.person for seat in held]))
    found = list(own.values_list("person", "scope"))
    people, scopes = zip(*found, strict=True) if found else ((), ())
    signers = {seat.person.pk: seat.person.name for seat in held if seat.office == Office.APPROVER}
    stands = [_("Has a signing key: %(person)s") % {"person": name} for pk, name in signers.items() if pk in people]
    missing = []
    if without := [name for pk, name in signers.items() if pk not in people]:
        sentence = _("No signing key yet: %(people)s. Everybody adds their own, on their own page, “Signing key”.")
        missing.append(sentence % {"people": _some(without)})
    if ward.pk not in scopes:
        missing.append(_("The office's key, with which documents are sealed, is not here yet."))
    links = [(_("The office's signing key"), reverse("unit_key", args=[ward.pk]))]
    return SetUpStep("keys", title, stands, missing, links, needed=False)


def _day(kind: Any, day: int) -> str:
    """With its month where the report is yearly."""
    return f"{day:02}/{kind.due_month:02}" if kind.frequency == ReportKind.Frequency.ANNUAL else str(day)


def _schedule(ward: Unit, kinds: Sequence[Any], first: tuple[PeriodPlan, bool] | None) -> SetUpStep:
    missing = [] if kinds else [_("Days of reports come with the plan. They can be changed on the page of kinds.")]
    stands = [
        _("%(kind)s: units before day %(unit)s, the ward before day %(ward)s")
        % {"kind": kind.name, "unit": _day(kind, kind.unit_day), "ward": _day(kind, kind.ward_day)}
        for kind in kinds
    ]
    links = [(_("Kinds of report"), reverse("report_kinds", args=[ward.pk]))]
    if kinds:
        links.append((_("Practice month"), reverse("practice", args=[ward.pk])))
    waits = ""
    if first:
        period, inclusive = first
        stands.append(_("First period: %(period)s") % {"period": in_words(period, inclusive=inclusive)})
        waits = _("opens on %(day)s") % {"day": f"{period.opens_at.astimezone(ZONE):%d/%m/%Y}"}
    return SetUpStep("schedule", _("Schedule and first period"), stands, missing, links, waits=waits)
