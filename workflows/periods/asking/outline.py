"""The outline of one request for a report, in its form: a kind's, less what is not wanted, and a few fields more."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import PrintedField
from workflows.models import FieldType, ReportKind, Section
from workflows.outlines import actions as outlines
from workflows.outlines.forms import MOST_COLUMNS, FieldForm
from workflows.outlines.shapes import Shape, name_of, shape_of
from workflows.pure.arrangement import STANDING
from workflows.pure.summing import WAYS

NEW = "new"
FURTHER = 5  # fields that the form adds
OWN_SECTION, FURTHER_SECTION = "Nội dung yêu cầu", "Nội dung yêu cầu thêm"  # as the document prints it
QUICK_DECIMALS = 2


class RequestOutlineForm(forms.Form):
    """Which outline the request has. `like` is a kind whose outline it begins with, or a new one; `kept` are the parts
    of that which are asked for, where the page showed them (`shown`); below it a few fields more.
    """

    like = forms.ChoiceField(
        label=_("What the report asks"),
        required=False,
        help_text=_("What you leave out or add counts for this request alone: no kind of report changes."),
    )
    shown = PrintedField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Sequence[ReportKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.copied = {str(kind.pk): kind for kind in kinds}
        like: Any = self.fields["like"]
        like.choices = [
            ("", _("what its kind asks now")),
            *((pk, _("as in “%(kind)s”") % {"kind": kind}) for pk, kind in self.copied.items()),
            (NEW, _("a new outline, of the fields below")),
        ]
        self.source = self._source(str(self["like"].value() or ""))
        if self.source:
            self._add_kept()
        for place in range(FURTHER):
            self._add_row(place)

    def _source(self, like: str) -> Shape:
        """The sections that `kept` is of; none where nothing is copied."""
        if like == NEW:
            return [_standing(content) for content in STANDING]
        return shape_of(outlines.current(self.copied[like])) if like in self.copied else []

    def _add_kept(self) -> None:
        choices, kept = [], []
        for key, label, is_asked in _parts(self.source):
            choices.append((key, label))
            kept += [key] if is_asked else []
        self.fields["kept"] = forms.MultipleChoiceField(
            label=_("Of that it asks for"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
        self.initial["kept"], self.initial["shown"] = kept, self["like"].value()

    def _add_row(self, place: int) -> None:
        number = {"number": place + 1}
        label = PrintedField(label=_("Field %(number)d: what is asked") % number, required=False, max_length=200)
        type = forms.ChoiceField(label=_("Its type"), choices=FieldType.choices, required=False)
        detail = PrintedField(
            label=_("Its unit of measure, words of the list, or headings of the columns"),
            required=False,
            max_length=500,
            help_text=_("Words and headings are parted by semicolons: Tốt; Khá; Trung bình."),
        )
        self.fields |= {f"label_{place}": label, f"type_{place}": type, f"detail_{place}": detail}

    @property
    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The fields that are added, each with its type and detail."""
        for place in range(FURTHER):
            yield [self[f"{name}_{place}"] for name in ("label", "type", "detail")]

    @property
    def adds(self) -> bool:
        """Whether a field is added."""
        return any(row[0].value() for row in self.rows)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """What says nothing of the outline."""
        added = {field.name for row in self.rows for field in row}
        return [field for field in self.visible_fields() if field.name not in {"like", "kept", *added}]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["added"] = [shape for place in range(FURTHER) if (shape := self._added(place))]
        if cleaned.get("like") == NEW and not cleaned["added"] and not self._kept():
            self.add_error("label_0", gettext("Write at least one field: a new outline asks for nothing yet."))
        return cleaned

    def _added(self, place: int) -> dict[str, Any] | None:
        label, type, detail = (self.cleaned_data.get(f"{name}_{place}", "") for name in ("label", "type", "detail"))
        if not label:
            if detail:
                self.add_error(f"label_{place}", gettext("Say what this field asks, or clear what stands behind it."))
            return None
        form = FieldForm(_whole(label, type or FieldType.NUMBER, detail))
        if form.is_valid():
            return form.shape()
        for name, faults in form.errors.items():
            self.add_error(f"{'label' if name == 'label' else 'detail'}_{place}", faults)
        return None

    def _kept(self) -> set[str]:
        """The keys of what is asked for; all that the source asks where the page did not show it."""
        if self.cleaned_data.get("shown") == self.cleaned_data.get("like"):
            return set(self.cleaned_data.get("kept", ()))
        return {key for key, _label, is_asked in _parts(self.source) if is_asked}

    def asks(self, kind: ReportKind | None) -> Shape | None:
        """The sections of the request's own outline; None where it asks what its kind does. The form is valid; `kind`
        is that of the request, None where the ward has none yet.
        """
        added, like = self.cleaned_data["added"], self.cleaned_data["like"]
        if not like and not added:
            return None
        shape = self.source if like else shape_of(outlines.current(kind)) if kind else []
        keys = self._kept() if like else {key for key, _label, is_asked in _parts(shape) if is_asked}
        if not like and not shape:
            shape = [_standing(content) | {"left_out": False} for content in STANDING]
            keys = {key for key, _label, _is_asked in _parts(shape)}
        return _added_to(_reduced(shape, keys), added)


def _standing(content: str) -> dict[str, Any]:
    chosen: dict[str, Any] = {"chosen": []} if content == Section.Content.INDICATORS else {}
    return {"content": content, "title": "", "left_out": True, **chosen, "fields": []}


def _parts(shape: Shape) -> Iterator[tuple[str, str, bool]]:
    """Each standing section and each field: its key, how the form calls it, and whether it is asked for."""
    for place, section in enumerate(shape):
        name = name_of(section)
        if section["content"] != Section.Content.FIELDS:
            yield f"s{place}", name, not section["left_out"]
        for number, field in enumerate(section["fields"]):
            yield f"s{place}f{number}", f"{name}: {field['label']}", True


def _reduced(shape: Shape, keys: set[str]) -> Shape:
    """With what has one of these keys alone; a section without a field goes."""
    reduced: Shape = []
    for place, section in enumerate(shape):
        fields = [field for number, field in enumerate(section["fields"]) if f"s{place}f{number}" in keys]
        if section["content"] != Section.Content.FIELDS:
            reduced.append(section | {"left_out": f"s{place}" not in keys})
        elif fields:
            reduced.append(section | {"fields": fields})
    return reduced


def _added_to(shape: Shape, fields: list[dict[str, Any]]) -> Shape:
    """With these fields in a section of their own, at the end of the sections that have fields."""
    if not fields:
        return shape
    names = {name_of(section).casefold() for section in shape}
    title = FURTHER_SECTION if OWN_SECTION.casefold() in names else OWN_SECTION
    section = {"content": Section.Content.FIELDS.value, "title": title, "left_out": False, "fields": fields}
    return [section, *shape]


def _whole(label: str, type: str, detail: str) -> dict[str, Any]:
    """What the page of a field would send for it."""
    parts = [part.strip() for part in detail.split(";") if part.strip()]
    typed = {"label": label, "type": type, "required": "on", "longest": "1000", "summing": WAYS[type][0]}
    typed |= {"decimals": str(QUICK_DECIMALS) if type == FieldType.NUMBER else "0"}
    if type == FieldType.NUMBER:
        typed["measure"] = detail
    elif type == FieldType.CHOICE:
        typed["listed"] = "\n".join(parts)
    elif type == FieldType.TABLE:
        typed |= {f"column_{place}": title for place, title in enumerate(parts[:MOST_COLUMNS])}
    return typed
