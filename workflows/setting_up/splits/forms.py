"""What is chosen where a unit is split: into which units, then what each of them gets."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from units.models import Membership, Office, Plan, Unit
from units.plans.versions import PlanPart
from units.tree.actions import NewUnit
from workflows.pure.annexes import UnreadableAnnex
from workflows.pure.rosters import read_units
from workflows.setting_up.rosters.forms import TableField

from .actions import Row, RowOf, Split

MOST = 12
REST, UNCHOSEN = "rest", "?"
NAMES = ("code", "name", "short_name", "kind", "duty")


def _needed_at_times(**options: Any) -> forms.ChoiceField:
    """A choice that may be blank at times: its label does not say that it is optional."""
    made: Any = forms.ChoiceField(required=False, **options)
    made.needed_at_times = True
    return made


def _named(row: Row, part: PlanPart) -> str:
    """Indicators and assignments have numbers of their own: the word tells them apart."""
    word = gettext("Indicator %(row)s") if row[0] == "indicator" else gettext("Assignment %(row)s")
    return word % {"row": part.row}


class PartsForm(forms.Form):
    """Which unit is split, into which new ones, and whether it goes on as one of them itself."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit that is split"))
    goes_on = forms.BooleanField(
        label=_("It goes on itself, beside the new units"),
        required=False,
        help_text=_("Otherwise it ends, and the new units stand in its place."),
    )
    table = TableField(
        label=_("New units"),
        help_text=_("One name in each line, or a table from Excel with columns for name, short name and code."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, ward: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ward = ward
        field: Any = self.fields["unit"]
        field.queryset = ward.members.filter(retired_at=None).order_by("order", "code")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        unit, table = given.get("unit"), given.get("table")
        if unit and table:
            try:
                given["added"] = self._added(unit, table)
            except UnreadableAnnex as error:
                self.add_error("table", str(error))
        return given

    def _added(self, unit: Unit, table: str) -> list[NewUnit]:
        """The new units; of the kind and duty of the one that is split where nothing else is said."""
        there = list(Unit.objects.filter(ward=self.ward))
        names = [each.name for each in there if each.retired_at is None]
        rows = read_units(table, codes={each.code for each in there}, names=names)
        for row in rows:
            for doubt in row.doubts:
                self.add_error("table", f"{row.source}: {doubt}")
        if not 2 <= len(rows) + self.cleaned_data["goes_on"] <= MOST:
            sentence = gettext(
                "Write the names of at least two units that it becomes, or of one beside itself; of %(most)d at most."
            )
            self.add_error("table", sentence % {"most": MOST})
        fallback = {"kind": unit.kind, "duty": unit.duty}
        fields = [{name: getattr(row, name) or fallback.get(name, "") for name in NAMES} for row in rows]
        return [NewUnit(**each, reports=unit.reports) for each in fields]


class SplitForm(forms.Form):
    """What each part gets. Parts are named by their places; the fields of a row by its plan, part and number.

    A unit that goes on keeps what is given to no other. Where it ends nothing goes anywhere by default: each row and
    person is given to a part by name, or all the rest to one.
    """

    def __init__(
        self,
        unit: Unit,
        parts: PartsForm,
        plans: Iterable[tuple[Plan, Iterable[tuple[Row, PlanPart]]]],
        offices: Iterable[Membership],
        *args: Any,
    ) -> None:
        super().__init__(*args)
        self.parts = parts.cleaned_data
        self.names = [each.short_name for each in self.parts["added"]]
        if self.parts["goes_on"]:
            self.names.insert(0, unit.short_name)
        else:
            self.fields["heir"] = forms.ChoiceField(
                label=_("Goes on with what it leaves open"),
                help_text=_("With its reports and difficulties, under its name, until they are done."),
                choices=self._to_choose,
            )
            self.fields[REST] = _needed_at_times(
                label=_("Leads everything for which no other is chosen below"), choices=self._to_choose
            )
        self.rows: dict[RowOf, tuple[PlanPart, str, str]] = {}
        for plan, rows in plans:
            for row, part in rows:
                self._add_row(plan, row, part, leads=part.row.lead_id == unit.pk)
        self.offices = list(offices)
        for office in self.offices:
            self.fields[f"p{office.pk}"] = _needed_at_times(
                label=f"{office.person}, {office.office_label}",
                choices=[*self._unchosen, *self._choices, ("", gettext("holds no office any more"))],
                initial="0" if self.parts["goes_on"] else UNCHOSEN,
            )

    @property
    def _choices(self) -> Iterator[tuple[str, str]]:
        return ((str(place), name) for place, name in enumerate(self.names))

    @property
    def _to_choose(self) -> list[tuple[str, str]]:
        return [("", gettext("Choose a unit")), *self._choices]

    @property
    def _unchosen(self) -> list[tuple[str, str]]:
        return [] if self.parts["goes_on"] else [(UNCHOSEN, gettext("Choose a unit"))]

    def _add_row(self, plan: Plan, row: Row, part: PlanPart, *, leads: bool) -> None:
        name = f"{plan.pk}{row[0][0]}{row[1]}"
        lead, shares = f"l{name}", f"s{name}"
        self.rows[plan.pk, row] = (part, lead if leads else "", shares)
        if leads:
            rest = [] if self.parts["goes_on"] else [("", gettext("as chosen above for everything else"))]
            self.fields[lead] = _needed_at_times(
                label=_("Leads from now on"), choices=[*rest, *self._choices], initial="" if rest else "0"
            )
            self.fields[lead].required = not rest
        self.fields[shares] = forms.MultipleChoiceField(
            label=_("Cooperate besides") if leads else _("Cooperate in its place"),
            choices=list(self._choices),
            required=False,
            initial=[] if leads else [str(place) for place in range(len(self.names))],
            widget=forms.CheckboxSelectMultiple,
        )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        left = [lead for _part, lead, _shares in self.rows.values() if lead and given.get(lead) == ""]
        if left and not given.get(REST):
            self.add_error(
                REST, gettext("Choose who leads the rest: %(number)d have nobody yet.") % {"number": len(left)}
            )
        for lead in left:
            given[lead] = given.get(REST, "")
        for office in self.offices:
            if given.get(f"p{office.pk}") == UNCHOSEN:
                self.add_error(f"p{office.pk}", gettext("Choose where they go, or that they hold no office any more."))
        return given

    @property
    def shown_rows(self) -> Iterator[tuple[str, Sequence[forms.BoundField]]]:
        """Each row of a plan with its fields."""
        for (_plan, row), (part, *names) in self.rows.items():
            yield _named(row, part), [self[name] for name in names if name]

    @property
    def of_people(self) -> Iterator[forms.BoundField]:
        return (self[f"p{office.pk}"] for office in self.offices)

    @property
    def carried(self) -> Iterator[tuple[str, str]]:
        """What was chosen, for the page that asks to confirm it."""
        for name in self.fields:
            given = self.cleaned_data[name]
            yield from ((name, each) for each in ([given] if isinstance(given, str) else given))

    @property
    def split(self) -> Split:
        """Of a form that is valid."""
        given = self.cleaned_data
        return Split(
            self.parts["added"],
            goes_on=self.parts["goes_on"],
            heir=int(given.get("heir") or 0),
            leads={row: int(given[lead]) for row, (_part, lead, _shares) in self.rows.items() if lead},
            shares={row: [int(each) for each in given[shares]] for row, (_part, _lead, shares) in self.rows.items()},
            people={row.pk: int(given[f"p{row.pk}"]) for row in self.offices if given[f"p{row.pk}"]},
            leaving=[row.pk for row in self.offices if not given[f"p{row.pk}"]],
        )

    @property
    def going_on(self) -> str:
        """The part that goes on with what is open."""
        return self.names[self.split.heir]

    @property
    def nobody_writes(self) -> bool:
        """Whether nobody would be left to write the reports of the part that goes on with what is open."""
        return Office.DRAFTER not in self._offices_going_on

    @property
    def nobody_submits(self) -> bool:
        return Office.UNIT_HEAD not in self._offices_going_on

    @property
    def _offices_going_on(self) -> set[str]:
        how = self.split
        return {row.office for row in self.offices if how.people.get(row.pk) == how.heir}

    @property
    def empty(self) -> list[str]:
        """The parts that lead nothing, or in which nobody holds an office."""
        return [name for name, leads, _cooperates, people in self.summary if not (leads and people)]

    @property
    def summary(self) -> list[tuple[str, list[str], list[str], list[str]]]:
        """Of each part: its name, what it leads, in what it cooperates, and who holds which office in it."""
        how = self.split
        return [
            (
                name,
                [_named(row[1], self.rows[row][0]) for row, at in how.leads.items() if at == place],
                [
                    _named(row[1], self.rows[row][0])
                    for row, places in how.shares.items()
                    if place in places and how.leads.get(row) != place
                ],
                [str(self[f"p{pk}"].label) for pk, at in how.people.items() if at == place],
            )
            for place, name in enumerate(self.names)
        ]
