from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models
from django.utils.translation import gettext

from approvals.text.glyphs import named, unprintable
from approvals.text.plain import one_line, plain_lines

NO_NUL = ProhibitNullCharactersValidator()
LONGEST_KEY = 18  # digits: SQLite takes no number of 20


class TextField(forms.CharField):
    """Text as `text.plain` keeps it: one line, unless its widget has several. A NUL is refused, not dropped: the text
    may be damaged. `needed_at_times`: its help says when it is needed, so that its label does not say "optional".
    """

    def __init__(self, *, needed_at_times: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.needed_at_times = needed_at_times

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        NO_NUL(typed)
        return plain_lines(typed) if isinstance(self.widget, forms.Textarea) else one_line(typed)


class PrintedField(TextField):
    """Text that goes into a document: signs that its font lacks are refused by name."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if signs := unprintable(value):
            sentence = gettext("The document cannot print %(signs)s. Write it in words, or remove it.")
            raise ValidationError(sentence % {"signs": named(signs)}, code="unprintable")


class TableField(TextField):
    """A pasted table, as it was pasted: tabs part its cells, each of which is read as one line by who reads it."""

    widget = forms.Textarea(attrs={"rows": 10})

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        typed = forms.CharField.to_python(self, value) or ""
        NO_NUL(typed)
        return typed


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows. A key that no row can have is refused as an unknown one is; Django 5.2 looks it up, and SQLite
    cannot.
    """

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if len(str(key)) > LONGEST_KEY:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)


def text_fields(field: models.Field, **options: Any) -> forms.Field | None:
    """The `formfield_callback` of a ModelForm: a column of text is typed into a TextField."""
    return _typed(field, TextField, options)


def printed_fields(field: models.Field, **options: Any) -> forms.Field | None:
    """The same where the text goes into a document: a column of text is typed into a PrintedField."""
    return _typed(field, PrintedField, options)


def _typed(field: models.Field, form_class: type[TextField], options: dict[str, Any]) -> forms.Field | None:
    is_line = isinstance(field, models.CharField) and not isinstance(field, models.EmailField) and not field.choices
    if is_line or isinstance(field, models.TextField):
        options["form_class"] = form_class
    return field.formfield(**options)
