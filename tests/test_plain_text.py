"""Text on its way in: single-line fields hold one line, and what nobody sees leaves."""

from copy import deepcopy
from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from django.conf import settings

from approvals.pages.fields import TextField
from approvals.text.plain import one_line, plain_lines
from units.models import Unit
from units.tree import actions
from units.workbook.sheets.cells import Cell, prose, text

OURS = ("approvals", "units", "workflows")
HIDDEN = "\u202e\u2066\u200b\ufeff\u00ad\x07\x1b"


def rooms() -> list[str]:
    """Every module of ours that is called forms, or lies in a package of that name."""
    found = [path for app in OURS for path in (Path(settings.BASE_DIR) / app).rglob("*.py")]
    forms_in = [path for path in found if path.stem == "forms" or path.parent.name == "forms"]
    return [".".join(path.relative_to(settings.BASE_DIR).with_suffix("").parts) for path in forms_in]


def our_forms() -> list[type]:
    for room in rooms():
        import_module(room)
    return [each for each in forms_of(forms.BaseForm) if each.__module__.startswith(OURS)]


def forms_of(base: type) -> list[type]:
    return [each for kind in base.__subclasses__() for each in (kind, *forms_of(kind))]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Công an\r\nphường", "Công an phường"),
        ("Công an\u2028phường", "Công an phường"),
        ("  Công \t an ", "Công an"),
        (f"Công{HIDDEN} an", "Công an"),
        ("Ho\u0300a", "Hòa"),
    ],
)
def test_one_line_is_one_line_without_what_cannot_be_seen(typed, kept):
    assert one_line(typed) == kept


def test_lines_stay_lines(db):
    assert plain_lines(f"một\r\nhai{HIDDEN}\rba\x0bbốn\n") == "một\nhai\nba\nbốn"


@pytest.mark.parametrize("form", our_forms(), ids=lambda form: form.__name__)
def test_every_text_of_every_form_is_read_in_the_one_way(form):
    texts = {
        name: field
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, (forms.EmailField, forms.RegexField))
        and not isinstance(field.widget, forms.PasswordInput)  # kept as it is typed
    }
    assert all(isinstance(field, TextField) for field in texts.values()), texts


def test_a_field_with_one_line_keeps_one_and_a_text_area_its_lines():
    typed = f"một{HIDDEN}\r\nhai"
    assert TextField().clean(typed) == "một hai"
    assert TextField(widget=forms.Textarea).clean(typed) == "một\nhai"


def test_a_workbooks_cell_is_read_in_the_same_way():
    assert text(Cell(1, 1, f"một{HIDDEN}\nhai")) == "một hai"
    assert prose(Cell(1, 1, f"một{HIDDEN}\nhai")) == "một\nhai"


def test_the_action_itself_keeps_a_units_names_on_one_line(cast):
    unit = actions.change_unit(cast.units["CA"], by=cast.admin, short_name=f"Công{HIDDEN}\r\nBcc: ai@example.vn")
    assert Unit.objects.get(pk=unit.pk).short_name == "Công Bcc: ai@example.vn"


@pytest.mark.parametrize("form", our_forms(), ids=lambda form: form.__name__)
def test_every_field_of_several_rows_refuses_a_key_that_no_row_can_have(form, db):
    several = [field for field in form.base_fields.values() if isinstance(field, forms.ModelMultipleChoiceField)]
    for field in deepcopy(several):
        field.queryset = Unit.objects.all()
        with pytest.raises(forms.ValidationError):
            field.clean(["9" * 20])
