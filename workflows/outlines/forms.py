from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.days import DayField
from approvals.pages.fields import PrintedField, printed_fields
from units.models import Indicator
from workflows.cases.inputs.fields import NumberField
from workflows.models import Field, FieldType, ReportKind, Summing
from workflows.pure.summing import WAYS

MOST_DECIMALS = 4
MOST_LETTERS = 10000
MOST_CHOICES = 50
LONGEST_CHOICE = 100
MOST_COLUMNS = 8
COLUMNS = [(each.value, each.label) for each in (FieldType.TEXT, FieldType.NUMBER, FieldType.DATE)]
BOUNDS = {
    FieldType.NUMBER: ("minimum", "maximum"),
    FieldType.PERCENT: ("minimum", "maximum"),
    FieldType.DATE: ("earliest", "latest"),
}


OF_SEVERAL = ("summing", "stock")  # what a field of several units asks
OF_LEVELS = (FieldType.NUMBER, FieldType.PERCENT)
# For which types a field of the form counts; one that is not named here counts for all.
COUNTS_FOR: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("measure", "decimals"), (FieldType.NUMBER,)),
    **{name: tuple(type for type in BOUNDS if name in BOUNDS[type]) for names in BOUNDS.values() for name in names},
    "longest": (FieldType.TEXT,),
    "listed": (FieldType.CHOICE,),
    "stock": OF_LEVELS,
    "summing": tuple(type for type, ways in WAYS.items() if len(ways) > 1),
}


class SeenForm(forms.Form):
    """How often the outline had been changed when the page was shown; 0, which never is, where it says nothing."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0


class SectionForm(SeenForm):
    title = PrintedField(
        label=_("Title of the section"),
        max_length=150,
        help_text=_("It stands above its fields on the page, and above its annex in the document."),
    )


class IndicatorsForm(SeenForm):
    """Which of the plan's indicators reports ask for."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("Indicators that are asked for"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none, and all indicators of the plan are asked for, those too that an amendment adds."),
        error_messages={"invalid_choice": _("Indicator %(value)s is not in the plan any more. Choose from the list.")},
    )

    def __init__(self, *args: Any, indicators: Iterable[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers: Any = self.fields["numbers"]
        numbers.choices = [(row.number, f"{row.number}. {row.name}") for row in indicators]


class FieldForm(forms.ModelForm, SeenForm):
    """What a field asks for. What does not belong to its type is left out of it, whatever was typed there.

    Only what counts for the chosen type is shown. `shown` is the type whose fields the page showed: where another was
    chosen without a script that shows those, the form comes back with them.
    """

    shown = forms.ChoiceField(
        choices=FieldType.choices, required=False, widget=forms.HiddenInput(attrs={"data-follows": "type"})
    )

    minimum = NumberField(label=_("At least"), required=False, help_text=_("Of a number or a percentage."))
    maximum = NumberField(label=_("At most"), required=False, help_text=_("Of a number or a percentage."))
    listed = PrintedField(
        label=_("Words of the list"),
        required=False,
        needed_at_times=True,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Where one of a list is chosen: one line each."),
    )

    class Meta:
        model = Field
        formfield_callback = printed_fields
        fields = ["label", "type", "required", "help", "measure", "decimals", "minimum", "maximum"]
        fields += ["earliest", "latest", "longest", "listed", "summing", "stock"]
        labels: ClassVar = {"label": _("What is asked"), "earliest": _("Not before"), "latest": _("Not after")}
        field_classes: ClassVar = {"earliest": DayField, "latest": DayField}
        help_texts = {
            "label": _("As the unit and the reader of the document see it, for example “Số hộ nghèo”."),
            "required": _("Left blank, it asks the unit for a line of reason before the report is submitted."),
            "help": _("A word to whoever types it."),
            "measure": _("Of a number: hộ, lượt, triệu đồng."),
            "decimals": _("Of a number: how many after the comma, at most 4."),
            "earliest": _("Of a date."),
            "latest": _("Of a date."),
            "longest": _("Of a text."),
            "stock": _(
                "Of a number or a percentage: how things stand at the period's end. What a unit told last in the year "
                "stands where it tells nothing, and the document says so."
            ),
            "summing": _("A number may be summed up; what is a text is told of each unit by its name."),
        }

    def __init__(self, *arguments: Any, kind: ReportKind | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if kind and not kind.is_of_reports:
            for name in OF_SEVERAL:
                del self.fields[name]
            self.fields["required"].help_text = _("Left blank, the document cannot be sent for signing.")
        if self.instance.pk:
            self.initial["listed"] = "\n".join(self.instance.choices)
        for place in range(MOST_COLUMNS):
            self._add_column(place, dict(enumerate(self.instance.columns)).get(place, {}))
        self.initial["shown"] = self["type"].value()
        for name, field in self.fields.items():
            types = (FieldType.TABLE,) if name.startswith("column_") else COUNTS_FOR.get(name, ())
            if types:
                field.widget.attrs |= {"data-only-for": "type", "data-only-value": " ".join(types)}
                field.hidden_now = self["type"].value() not in types  # type: ignore[attr-defined]

    def _add_column(self, place: int, column: Mapping[str, str]) -> None:
        number = {"number": place + 1}
        title = PrintedField(label=_("Heading of column %(number)d") % number, required=False, max_length=60)
        title.needed_at_times = True
        type = forms.ChoiceField(label=_("Type of column %(number)d") % number, choices=COLUMNS, required=False)
        self.fields |= {f"column_{place}": title, f"column_type_{place}": type}
        self.initial[f"column_{place}"] = column.get("title", "")
        self.initial[f"column_type_{place}"] = column.get("type", "")

    def columns(self) -> list[dict[str, str]]:
        """The columns that have a heading; what is no text in them is a number or a date."""
        cleaned = self.cleaned_data
        named = [(cleaned.get(f"column_{n}", ""), cleaned.get(f"column_type_{n}", "")) for n in range(MOST_COLUMNS)]
        return [{"title": title, "type": type or FieldType.TEXT.value} for title, type in named if title]

    def clean_decimals(self) -> int:
        decimals: int = self.cleaned_data["decimals"]
        if decimals > MOST_DECIMALS:
            raise forms.ValidationError(gettext("At most %(number)d decimals.") % {"number": MOST_DECIMALS})
        return decimals

    def clean_longest(self) -> int:
        longest: int = self.cleaned_data["longest"]
        if not 1 <= longest <= MOST_LETTERS:
            raise forms.ValidationError(gettext("From 1 to %(number)d letters.") % {"number": MOST_LETTERS})
        return longest

    def clean_listed(self) -> list[str]:
        lines = (line.strip() for line in self.cleaned_data["listed"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        type = cleaned.get("type", "")
        way = cleaned.get("summing", "") if "summing" in self.fields else WAYS.get(type, ("",))[0]
        if type and cleaned.get("shown", "") not in ("", type):
            typed = cast(QueryDict, self.data).copy()
            typed["shown"] = type
            self.data = typed
            sentence = gettext("Below is what “%(type)s” needs. Fill it in, then send it again.")
            self.add_error("type", sentence % {"type": FieldType(type).label})
            return cleaned
        if "summing" in self.fields and len(WAYS.get(type, ())) == 1:
            (way,) = WAYS[type]  # there is nothing to choose
            cleaned["summing"] = way
        if type in WAYS and way and way not in WAYS[type]:
            offered = ", ".join(f"“{Summing(each).label}”" for each in WAYS[type])
            sentence = gettext("“%(type)s” cannot be told as this. Choose one of: %(ways)s.")
            self.add_error("summing", sentence % {"type": FieldType(type).label, "ways": offered})
        if type == FieldType.CHOICE:
            self._clean_choices(cleaned.get("listed", []))
        if type == FieldType.TABLE and not self.columns():
            self.add_error("column_0", gettext("A table needs a column: write its heading."))
        if type == FieldType.TABLE and any("|" in column["title"] for column in self.columns()):
            self.add_error("column_0", gettext("A heading has no bar (|): it parts the cells of a row."))
        if type in BOUNDS:
            self._clean_bounds(*BOUNDS[FieldType(type)])
        return cleaned

    def shape(self) -> dict[str, Any]:
        """The attributes of the field, as the actions take them."""
        cleaned = self.cleaned_data
        type = cleaned["type"]
        kept = {name: cleaned[name] for name in ("label", "type", "required", "help", "measure")}
        kept["summing"] = cleaned.get("summing", WAYS[type][0])
        bounds = BOUNDS.get(FieldType(type), ())
        kept |= {name: cleaned[name] if name in bounds else None for names in BOUNDS.values() for name in names}
        kept["decimals"] = cleaned["decimals"] if type == FieldType.NUMBER else 0
        kept["stock"] = cleaned.get("stock", False) and type in OF_LEVELS
        kept["longest"] = cleaned["longest"]
        kept["choices"] = cleaned["listed"] if type == FieldType.CHOICE else []
        kept["columns"] = self.columns() if type == FieldType.TABLE else []
        return kept

    def _clean_choices(self, listed: Sequence[str]) -> None:
        if not 1 < len(listed) <= MOST_CHOICES:
            sentence = gettext("Write at least two words of the list, and at most %(number)d, one a line.")
            self.add_error("listed", sentence % {"number": MOST_CHOICES})
        elif max(map(len, listed)) > LONGEST_CHOICE:
            sentence = gettext("A line of the list has at most %(number)d letters.")
            self.add_error("listed", sentence % {"number": LONGEST_CHOICE})

    def _clean_bounds(self, lower: str, upper: str) -> None:
        least: Decimal | Any = self.cleaned_data.get(lower)
        most: Decimal | Any = self.cleaned_data.get(upper)
        if least is not None and most is not None and least > most:
            self.add_error(upper, gettext("The upper limit must not be below the lower one."))
