"""How far a ward is set up: each step with what stands and what is missing, read from the rows themselves."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.clock import now, today
from units.models import Membership, Office, Plan, Unit
from workflows.cases.times import calendar_days
from workflows.models import ReportingPeriod, ReportKind, Verb
from workflows.periods.kind_words import next_words
from workflows.pure.period_words import short_words

MOST_NAMED = 6  # of units that lack somebody
OF_WARD = (Office.COORDINATOR, Office.APPROVER, Office.CLERK)

Held = Sequence[tuple[int, str, bool]]  # the unit's id, the office, whether it is known how its holder signs
Links = Sequence[tuple[str, str]]  # label and address; the first is the one to go on with


@dataclass(frozen=True)
class SetUpStep:
    """A step of the path: what stands, what is missing, and the pages on which it is done. `needed` is not set for
    what a ward can begin without.
    """

    name: str
    title: str
    stands: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    links: Links = ()
    needed: bool = True


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
        opened = ReportingPeriod.objects.filter(ward=OuterRef("pk"))
        found |= Unit.objects.filter(~Exists(opened), retired_at=None).in_bulk(bare)
    return [found[pk] for pk in sorted(found)]


def standing_of(ward_id: int, *, two_steps: bool) -> SetUp:
    """How far the ward is, for somebody who administers it and signs in in two steps or not. Six queries."""
    both = list(Unit.objects.filter(Q(pk=ward_id) | Q(ward=ward_id), retired_at=None))
    ward = next(unit for unit in both if unit.pk == ward_id)
    units = [unit for unit in both if unit.pk != ward_id]
    kinds = list(_kinds(ward))
    plan = Plan.objects.filter(ward=ward).order_by("-year", "-imported_at", "-version").first()
    held = _held(both, plan.signer_name if plan else "")
    steps = [
        _second_factor(two_steps),
        _ward(ward),
        _units(ward, units),
        _plan(ward, plan),
        _people(ward, units, held),
        _route(ward, kinds, held),
        _schedule(ward, kinds),
    ]
    code, is_open = next(((kind.open_code, True) for kind in kinds if kind.open_code), ("", False))
    calendar = None if is_open or not kinds else calendar_days.of(ward.pk)
    words = short_words(code) if is_open else next_words(kinds[0], calendar) if calendar else ""
    return SetUp(ward, steps, words, is_open)


def _held(units: Sequence[Unit], signer: str) -> Held:
    """The offices of this moment. Whom the plan names as its signer signs by the plan's own words."""
    rows = Membership.objects.at(now()).filter(unit__in=units, person__is_active=True).select_related("person")
    return [(row.unit_id, row.office, bool(row.authority) or row.person.printed_name == signer) for row in rows]


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
    told = _("Units that report: %(number)d") % {"number": len(reporting)}
    links = [(_("Paste a table of units"), reverse("units_paste", args=[ward.pk]))]
    links.append((_("All units"), reverse("units")))
    missing = [] if reporting else [_("No unit is there yet. Paste their names from Excel, or add them one by one.")]
    return SetUpStep("units", _("Units"), [told] if reporting else [], missing, links)


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
    seats = {(unit, office) for unit, office, _signs in held}
    missing = []
    for office, sentence in (
        (Office.DRAFTER, _("Nobody writes for: %(units)s")),
        (Office.UNIT_HEAD, _("Nobody submits for: %(units)s")),
    ):
        without = [unit.short_name for unit in units if unit.reports and (unit.pk, office) not in seats]
        if without:
            missing.append(sentence % {"units": _some(without)})
    offices = {office for _unit, office, _signs in held}
    missing += [
        _("Nobody is there as: %(office)s") % {"office": office.label} for office in OF_WARD if office not in offices
    ]
    told = [_("Offices held: %(number)d") % {"number": len(held)}] if held else []
    links = [(_("Paste a table of people"), reverse("people_paste", args=[ward.pk]))]
    links.append((_("Print slips to sign in with"), reverse("slips", args=[ward.pk])))
    links.append((_("Add a person"), reverse("person_add")))
    return SetUpStep("people", _("People"), told, missing, links)


def _some(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    more = {"names": ", ".join(names[:MOST_NAMED]), "number": len(names) - MOST_NAMED}
    return _("%(names)s and %(number)d more") % more


def _route(ward: Unit, kinds: Sequence[Any], held: Held) -> SetUpStep:
    seats = {(unit, office) for unit, office, _signs in held}
    told = {(unit, office) for unit, office, signs in held if signs}
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
        if set(signing) & seats - told:
            sentence = _("“%(kind)s”: it is not recorded under which title whoever signs does so.")
            missing.append(sentence % {"kind": kind.name})
    links = [(_("Routes of approval"), reverse("routes", args=[ward.pk])), (_("People and titles"), reverse("units"))]
    return SetUpStep("route", _("Signer and route"), stands, list(dict.fromkeys(missing)), links)


def _day(kind: Any, day: int) -> str:
    """With its month where the report is yearly."""
    return f"{day:02}/{kind.due_month:02}" if kind.frequency == ReportKind.Frequency.ANNUAL else str(day)


def _schedule(ward: Unit, kinds: Sequence[Any]) -> SetUpStep:
    missing = [] if kinds else [_("Days of reports come with the plan. They can be changed on the page of kinds.")]
    stands = [
        _("%(kind)s: units before day %(unit)s, the ward before day %(ward)s")
        % {"kind": kind.name, "unit": _day(kind, kind.unit_day), "ward": _day(kind, kind.ward_day)}
        for kind in kinds
    ]
    links = [(_("Kinds of report"), reverse("report_kinds", args=[ward.pk]))]
    return SetUpStep("schedule", _("Schedule and first period"), stands, missing, links)
