"""The templates of a kind of report as rules to choose and fill in: another way to write the text of TemplatesForm."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField
from workflows.pure.wording.narrative import NAMES
from workflows.pure.wording.rules import ALWAYS, EACH, WHERE, WHERE_NOT, Rule, rules_of, template_of
from workflows.ward_reports.forms import DRAFTED, TemplatesForm

HOWS = [
    (ALWAYS, _("Always write")),
    (WHERE, _("Where there is")),
    (WHERE_NOT, _("Where there is no")),
    (EACH, _("For each")),
]
ABOUT = [("", ""), *((name, name) for name in sorted({*NAMES.values, *NAMES.lists}))]
BLANK = 1  # rows to fill in below those that are there


class RuleForm(forms.Form):
    """A rule: when, of what, and what is written then."""

    how = forms.ChoiceField(label=_("When it is written"), choices=HOWS, required=False)
    about = forms.ChoiceField(label=_("What it asks about"), choices=ABOUT, required=False)
    text = TextField(
        label=_("What is written"), required=False, widget=forms.Textarea({"rows": 2, "data-prose": "line"})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["about"].widget.attrs["data-only-for"] = self.add_prefix("how")

    @property
    def rule(self) -> Rule:
        return Rule(*(self.cleaned_data.get(name, "") for name in ("how", "about", "text")))


RuleFormSet = forms.formset_factory(RuleForm, extra=BLANK, can_order=True, can_delete=True)


class RulesForm:
    """The rules of every part; `form` is the TemplatesForm that they fill in, which says what is wrong with them."""

    def __init__(self, posted: QueryDict | None, current: dict[str, Any]) -> None:
        """`current` has the templates by part, and `seen`."""
        self.current, self.is_bound = current, posted is not None
        self.sets = {part: self._rows(part, posted, current) for part in DRAFTED}
        self.is_whole = all(rows.is_valid() for rows in self.sets.values()) if self.is_bound else True
        texts = {part: self._text(part) for part in DRAFTED}
        seen = posted.get("seen") if posted is not None else current["seen"]
        self.form = TemplatesForm({**texts, "seen": seen} if self.is_bound else None, initial=current)

    def _rows(self, part: str, posted: QueryDict | None, current: dict[str, Any]) -> Any:
        if posted is not None:
            return RuleFormSet(posted, prefix=part)
        first = [{"how": rule.how, "about": rule.about, "text": rule.text} for rule in rules_of(current[part])]
        return RuleFormSet(initial=first, prefix=part)

    def _text(self, part: str) -> str:
        """What the rows say, in their order; where they cannot be read, as it was."""
        rows = self.sets[part]
        if not (self.is_bound and self.is_whole):
            return str(self.current[part])
        return template_of(form.rule for form in rows.ordered_forms)

    def is_valid(self) -> bool:
        return self.is_bound and self.is_whole and self.form.is_valid()

    def with_blank_rows(self) -> "RulesForm":
        """The same rules with new blank rows, to fill in more."""
        return RulesForm(None, self.form.texts | {"seen": self.form.cleaned_data["seen"]})

    @property
    def parts(self) -> list[dict[str, Any]]:
        """Each part with its label, its rows in their order, and what is wrong with its text."""
        return [
            {
                "name": part,
                "label": label,
                "management": self.sets[part].management_form,
                "rows": _numbered(self.sets[part]),
                "errors": self.form.errors.get(part, ()),
            }
            for part, label in DRAFTED.items()
        ]


def _numbered(rows: Any) -> list[tuple[Any, int | str]]:
    """The rows as their places say, each with its number; a row to fill in has none and comes last."""
    placed = sorted(rows, key=lambda row: (not row["text"].value(), _place(row)))
    return [(row, number if row["text"].value() else "") for number, row in enumerate(placed, start=1)]


def _place(row: Any) -> int:
    typed = str(row["ORDER"].value() or "")
    return int(typed) if typed.isdecimal() and len(typed) < 6 else RuleFormSet.absolute_max
