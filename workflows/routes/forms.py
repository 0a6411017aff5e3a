from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.choices import flatten_choices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import now
from approvals.pages.fields import text_fields
from approvals.text.vietnamese import in_order_of_people
from units.hours import in_words, spans_of, worked_a_day
from units.models import Membership, Office, Person, Unit
from workflows.models import AtEnd, ReportKind, ReturnTo, Step, Verb
from workflows.pure.aggregation import format_number

from .when import condition_fields
from .who.finding import WAYS, no_options

MOST_HOURS = 240
MOST_PEOPLE = 50


class SeenForm(forms.Form):
    """The number of the route's version that a page was shown with; 0, which no version has, where it says none."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0

    def show_again(self, number: int) -> None:
        """After a refusal: keep what was typed and set `seen` to version `number`, so that it can be sent again."""
        typed: Any = self.data
        again = typed.copy()
        again["seen"] = number
        self.data = again


class StepForm(forms.ModelForm, SeenForm):
    """A step of a route in `ward`, whose version `number` is in force, for cases of the type `case_kind` (blank: of
    any) and this `kind` (None: of any). The allowance is in working hours. Where nothing is chosen for its end, that is
    what is usual for what is asked; where the unit is found, or is each that reports, the ward stands in its place.
    """

    units = forms.MultipleChoiceField(
        label=_("Also asked in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each is asked by a step of its own, at the same time; how many decide counts within each unit."),
    )

    class Meta:
        model = Step
        formfield_callback = text_fields
        fields = ["title", "verb", "beside", "unit", "office", "position", "person", "found", "units"]
        fields += ["ballot", "need", "quorum", "allowance", "at_end", "to_unit", "to_office"]
        fields += ["return_to", "asked_anew"]
        fields += ["condition", "reversed", "otherwise"]
        widgets: ClassVar = {"condition": forms.Select, "position": forms.Select, "found": forms.Select}
        labels: ClassVar = {"title": _("Name of the step")}
        help_texts = {
            "title": _("As the document's page shows it, for example “Phó Trưởng Ban” or “Ý kiến Công an”."),
            "unit": _("Whoever holds the office in this unit decides the step."),
            "position": _("Of those who hold the office, only who signs under this title: the head, not the deputy."),
            "person": _("Of those who hold the office, this person alone, or who stands in for them."),
            "found": _(
                "Found when the document is sent. A head is found with their unit; a leader in charge holds the office "
                "in the unit above."
            ),
            "verb": _(
                "An opinion is no approval: whoever is asked agrees, agrees with remarks or disagrees. Nor is an "
                "examination: it finds the document in order, or gives it back to be mended. Numbering and "
                "reading for information stand after the step that signs; nobody waits for whoever reads. A look and a "
                "confirmation stand before all others, at the reports of the units: whoever looks holds the office in "
                "the unit that reports."
            ),
            "ballot": _(
                "Of an opinion alone: each member is in favour, against, or of another opinion. It is carried by more "
                "than half of all of them, and whoever has not answered in time is recorded."
            ),
            "beside": _("Both are asked at once; the route goes on when all of them are done."),
            "need": _("How many of the people who hold the office have to decide."),
            "quorum": _("Counts where “a number of them” is chosen above."),
            "condition": _(
                "Read when the document is sent for approval; of a field that an earlier step fills in, once that step "
                "is decided. The step is left out where it does not hold."
            ),
            "reversed": _("The step is taken where the condition does not hold."),
            "otherwise": _("It stands for the step before it, where that one's condition does not hold."),
            "at_end": _(
                "Usually an opinion that nobody has given is passed over, and counts as none; at other steps whoever "
                "decides is reminded, each working day. Nothing is approved by silence."
            ),
            "to_unit": _(
                "Where another office is told: whoever holds it there reads the document, and decides nothing."
            ),
            "to_office": _("Held in the unit that is told."),
            "return_to": _("Proposed to whoever decides the step, who may choose another. Only who corrects may edit."),
            "asked_anew": _(
                "Otherwise it stands: the document is the same. Where it is corrected, all steps are asked anew."
            ),
        }

    def __init__(
        self, *args: Any, ward: Unit, number: int, case_kind: str = "", kind: ReportKind | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ward = ward
        self.fields["seen"].initial = number
        own = Unit.objects.filter(Q(ward=ward) | Q(pk=ward.pk), retired_at=None)
        self._choose("condition", [("", _("always")), *condition_fields.choices(case_kind)])
        self._choose("position", [("", _("any title")), *((title, title) for title in titles_of(ward))])
        self._choose("found", [("", _("nobody: the office in the unit above")), *ways_of(ward)])
        self._choose("units", [(unit.code, unit.short_name) for unit in own])
        for name in ("unit", "to_unit"):
            self.fields[name].queryset = own  # type: ignore[attr-defined]
            self.fields[name].empty_label = _("Choose a unit")  # type: ignore[attr-defined]
        self.fields["at_end"].required = False
        self.fields["at_end"].choices = [("", _("as is usual for what is asked")), *AtEnd.choices]  # type: ignore[attr-defined]
        if self.instance.pk is None:
            self.initial["at_end"] = ""
        self.fields["return_to"].choices = [("", _("whoever corrects the document")), *ReturnTo.choices]  # type: ignore[attr-defined]
        self.fields["allowance"].help_text = _length_of_day(ward)
        self.fields["to_office"].choices = [("", _("Choose an office")), *Office.choices]  # type: ignore[attr-defined]
        self.fields["unit"].required = self.fields["office"].required = False
        people = people_of(ward) | Person.objects.filter(pk=self.instance.person_id)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].empty_label = _("anybody who holds the office")  # type: ignore[attr-defined]
        condition_fields.add_to(self, ward, case_kind, kind)

    def _choose(self, name: str, choices: list[Any]) -> None:
        """What is chosen among: with what stands there, so that nothing changes which nobody chose anew."""
        field: Any = self.fields[name]
        stands = getattr(self.instance, name)
        known = {code for code, label in choices for code in ([code] if not isinstance(label, list) else dict(label))}
        missing = [value for value in ([stands] if isinstance(stands, str) else stands) if value not in known]
        choices += [(value, value) for value in missing]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices
        else:
            field.widget.choices = choices

    def clean(self) -> dict[str, Any]:
        """Take the unit and office from the way that finds them, where one is chosen. Keep whom to tell only where the
        step escalates at its end, where a return goes only where it can return.
        """
        cleaned = super().clean() or self.cleaned_data
        way = WAYS.get(str(cleaned.get("found", "")).partition(":")[0])
        if way and way.office:
            cleaned |= {"unit": self.ward, "office": way.office}
        if cleaned.get("verb") != Verb.OPINION:
            cleaned["ballot"] = False
        if cleaned.get("verb") == Verb.LOOK:
            cleaned["unit"] = self.ward
        for name in ("unit", "office"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        cleaned["at_end"] = cleaned.get("at_end") or Step(verb=cleaned.get("verb", Verb.APPROVE)).usual_end
        if cleaned["at_end"] != AtEnd.ESCALATE:
            cleaned |= {"to_unit": None, "to_office": ""}
        if cleaned.get("verb") != Verb.APPROVE:
            cleaned |= {"return_to": "", "asked_anew": False}
        condition_fields.take(self, cleaned)
        return cleaned

    def clean_position(self) -> str:
        return self._known("position", _("Choose a title from the list."))

    def clean_found(self) -> str:
        return self._known("found", _("Choose from the list who is found."))

    def _known(self, name: str, refusal: Any) -> str:
        """What was chosen, where it is among the choices."""
        value: str = self.cleaned_data[name]
        field: Any = self.fields[name]
        offered = dict(flatten_choices(field.widget.choices))
        if value and value not in offered:
            raise forms.ValidationError(refusal)
        return value

    def clean_condition(self) -> str:
        condition: str = self.cleaned_data["condition"]
        if condition and condition not in dict(condition_fields.choices("")):
            raise forms.ValidationError(_("Choose a condition from the list."))
        return condition

    def clean_quorum(self) -> int:
        quorum: int = self.cleaned_data["quorum"]
        if not 1 <= quorum <= MOST_PEOPLE:
            raise forms.ValidationError(_("Between 1 and %(most)d people.") % {"most": MOST_PEOPLE})
        return quorum

    def clean_allowance(self) -> int:
        allowance: int = self.cleaned_data["allowance"]
        if not 1 <= allowance <= MOST_HOURS:
            raise forms.ValidationError(_("Between 1 and %(most)d working hours.") % {"most": MOST_HOURS})
        return allowance


def _length_of_day(ward: Unit) -> str:
    """What an allowance is counted in, with how long the ward itself works on a day."""
    words = gettext(
        "How many working hours the step may take. They run in the ward's own: %(spans)s, %(hours)s hours a day. "
        "Urgent documents get a part of them."
    )
    spans = spans_of(ward.hours)
    return words % {"spans": in_words(spans), "hours": format_number(worked_a_day(spans))}


def titles_of(ward: Unit) -> list[str]:
    """The titles under which people sign in the ward now, in order."""
    held = Membership.objects.at(now()).filter(Q(unit=ward) | Q(unit__ward=ward)).exclude(title="")
    return list(held.filter(delegation=None).order_by("title").values_list("title", flat=True).distinct())


def people_of(ward: Unit) -> "QuerySet[Person]":
    """Whoever holds an office in the ward now, not in the place of somebody absent, by name."""
    held = Membership.objects.at(now()).filter(Q(unit=ward) | Q(unit__ward=ward), substitution=None)
    people = Person.objects.filter(is_active=True, pk__in=held.values("person"))
    return people.order_by(*in_order_of_people("name"), "pk")


def ways_of(ward: Unit) -> list[Any]:
    """The ways to find somebody, those that are of something by groups."""
    choices: list[Any] = []
    for code, way in WAYS.items():
        if way.options is no_options:
            choices.append((code, way.label))
        elif options := [(f"{code}:{of}", words) for of, words in way.options(ward)]:
            choices.append((way.group, options))
    return choices
