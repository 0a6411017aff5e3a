from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import today
from approvals.pages.days import DayField, midnight
from approvals.pages.fields import PrintedField, RowsField, printed_fields
from units.models import FOR_ANOTHER, STANDING, Authority, Membership, Office, Person, Unit

from .scopes import kinds_of


class TermForm(forms.Form):
    """From a day until the end of another. Days are days in Vietnam."""

    starts_on = DayField(label=_("From"), initial=today)
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return self.cleaned_data

    @property
    def term(self) -> dict[str, datetime | None]:
        """The cleaned days as instants: from the first until just before the second."""
        first, last = self.cleaned_data["starts_on"], self.cleaned_data["last_day"]
        return {"starts_at": midnight(first), "ends_at": midnight(last + timedelta(days=1)) if last else None}


class OfficeForm(TermForm):
    """An office in a unit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=_("Choose a unit"))
    office = forms.ChoiceField(
        label=_("Office"),
        choices=[("", _("Choose an office")), *Office.choices],
        help_text=_("Drafter and head act for their unit; every other office acts for the whole ward."),
    )

    field_order = ["unit", "office", "starts_on", "last_day"]

    def __init__(self, *args: Any, units: "QuerySet[Unit]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    @property
    def office_held(self) -> dict[str, Any]:
        """The cleaned office as `actions.start_membership` takes it."""
        return {"unit": self.cleaned_data["unit"], "office": self.cleaned_data["office"], **self.term}


class SuccessorsForm(forms.Form):
    """Who holds each of these offices from now on. An empty choice gives it to nobody new."""

    def __init__(self, *args: Any, offices: Iterable[Membership], people: "QuerySet[Person]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = list(offices)
        for office in self.offices:
            held = Membership.objects.unended().filter(unit=office.unit, office=office.office)
            self.fields[_name(office)] = forms.ModelChoiceField(
                people.exclude(pk__in=held.values("person")),
                required=False,
                label=gettext("Who takes over: %(office)s") % {"office": office},
                empty_label=_("Nobody new"),
            )

    @property
    def successors(self) -> list[tuple[Membership, Person]]:
        """The offices for which somebody was chosen, as `actions.hand_over` takes them."""
        cleaned = getattr(self, "cleaned_data", {})
        chosen = [(office, cleaned.get(_name(office))) for office in self.offices]
        return [(office, person) for office, person in chosen if person]


def _name(office: Membership) -> str:
    return f"successor-{office.pk}"


class AuthorityForm(forms.ModelForm):
    """Under which authority the holder of an office signs."""

    authority = forms.ChoiceField(
        label=_("Signs as"),
        choices=[(each.value, each.label) for each in STANDING],
        widget=forms.RadioSelect,
        help_text=_(
            "TUQ. is not recorded here: open the head's page, press “Delegate” beside their office, and enter the "
            "written act there."
        ),
    )

    class Meta:
        model = Membership
        formfield_callback = printed_fields
        fields = ["authority", "title", "acts_for", "post"]
        labels = {"acts_for": _("For whom they sign")}
        help_texts = {
            "title": _("For example: Phó Trưởng Ban Chỉ đạo."),
            "acts_for": _("The title that stands after KT. or TL., for example: Trưởng Ban Chỉ đạo."),
            "post": _("What they are in the organ, printed above the name, for example: Phó Chủ tịch Ủy ban nhân dân."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        if not self.instance.authority:
            self.initial = {**self.initial, **self._told_elsewhere()}

    def _told_elsewhere(self) -> Mapping[str, Any]:
        """What is recorded of another office of the same person, to begin with."""
        others = Membership.objects.unended().own().filter(person=self.instance.person_id, authority__in=STANDING)
        return others.order_by("-pk").values("authority", "title", "acts_for", "post").first() or {}

    def clean(self) -> dict[str, Any]:
        authority, acts_for = self.cleaned_data.get("authority"), self.cleaned_data.get("acts_for")
        if authority in FOR_ANOTHER and not acts_for:
            self.add_error("acts_for", _("Say for whom they sign."))
        if authority and authority not in FOR_ANOTHER and acts_for:
            self.add_error("acts_for", _("Who heads the body signs for nobody else: leave this empty."))
        return self.cleaned_data


class DelegationForm(TermForm):
    """Who signs for another, by which written act. Days are days in Vietnam."""

    to = forms.ModelChoiceField(Person.objects.none(), label=_("To whom"), empty_label=_("Choose a person"))
    authority = forms.ChoiceField(
        label=_("Signs as"),
        widget=forms.RadioSelect,
    )
    title = PrintedField(
        label=_("Their own title"), max_length=150, help_text=_("For example: Trưởng phòng Văn hóa - Xã hội.")
    )
    post = PrintedField(label=_("Post in the organ"), max_length=150, required=False)
    document = PrintedField(
        label=_("Number of the written act"), max_length=60, help_text=_("For example: 12/UQ-UBND of 02/11/2026.")
    )

    kinds = forms.MultipleChoiceField(
        label=_("Only for these kinds of document"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: for all. A kind has one route, so that this says for which routes too."),
    )
    units = RowsField(
        Unit.objects.none(),
        label=_("Only for what these units draw up"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: for all. A report that is made of all units' reports is drawn up by none alone."),
    )

    field_order = ["to", "authority", "title", "post", "document", "kinds", "units", "starts_on", "last_day"]

    def __init__(
        self, *args: Any, people: "QuerySet[Person]", authorities: Iterable[Authority], ward: Unit, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = kinds_of(ward)  # type: ignore[attr-defined]
        self.fields["units"].queryset = Unit.objects.filter(ward=ward, retired_at=None)  # type: ignore[attr-defined]
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
        choices = [(each.value, each.label) for each in authorities]
        self.fields["authority"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("authority", choices[0][0])
        self.fields["last_day"].help_text = _("Needed for TUQ.: what is delegated ends with this day.")
        self.fields["last_day"].needed_at_times = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.cleaned_data.get("authority") == Authority.DELEGATED and not self.cleaned_data.get("last_day"):
            self.add_error("last_day", _("A delegation (TUQ.) is given for a term: say its last day."))
        return self.cleaned_data

    @property
    def terms(self) -> dict[str, Any]:
        """The cleaned delegation as `actions.delegate` takes it."""
        names = ("to", "authority", "title", "post", "document", "kinds", "units")
        return {name: self.cleaned_data[name] for name in names} | self.term
