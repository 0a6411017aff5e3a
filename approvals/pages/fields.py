from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db import models

from approvals.text.plain import one_line, plain_lines

NO_NUL = ProhibitNullCharactersValidator()


class TextField(forms.CharField):
    """Text as `text.plain` keeps it: one line, unless its widget has several. A NUL is refused, not dropped: the text
    may be damaged.
    """

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value) or ""
        NO_NUL(typed)
        return plain_lines(typed) if isinstance(self.widget, forms.Textarea) else one_line(typed)


def text_fields(field: models.Field, **options: Any) -> forms.Field | None:
    """The `formfield_callback` of every ModelForm: a column of text is typed into a TextField."""
    if isinstance(field, models.CharField) and not isinstance(field, models.EmailField) and not field.choices:
        options["form_class"] = TextField
    if isinstance(field, models.TextField):
        options["form_class"] = TextField
    return field.formfield(**options)
