"""Days that forms take: bounded at one place, so that no page meets the year 1 or 9999."""

import importlib
import pkgutil
from datetime import date, datetime
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

import approvals
import units
import workflows
from approvals.pages.days import DayField, MomentField

BEYOND = ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"]


@pytest.mark.parametrize("day", BEYOND)
def test_a_day_beyond_the_bounds_is_refused_with_the_bounds(day):
    with pytest.raises(forms.ValidationError, match="01/01/2000"):
        DayField().clean(day)
    with pytest.raises(forms.ValidationError, match="31/12/2100"):
        MomentField().clean(f"{day}T09:30")


@pytest.mark.parametrize("day", ["2000-01-01", "05/11/2026", "2100-12-31"])
def test_a_day_within_the_bounds_is_taken(day):
    assert DayField().clean(day)


@pytest.mark.parametrize("typed", ["05/11/2026", "5/11/2026", "5-11-2026", "5.11.2026", "05112026", "2026-11-05"])
def test_a_day_is_typed_in_many_ways(typed):
    assert DayField().clean(typed) == date(2026, 11, 5)


def test_a_day_reads_in_one_way_whatever_the_browser_speaks():
    shown = DayField().widget.render("day", date(2026, 11, 5))
    assert 'value="05/11/2026"' in shown
    assert 'type="text"' in shown
    moment = MomentField().widget.render("moment", datetime(2026, 11, 5, 9, 30))
    assert 'value="05/11/2026 09:30"' in moment


def test_no_form_takes_a_day_past_the_one_place():
    fields = ("forms.DateField", "forms.DateTimeField")
    found = [
        path
        for app in ("approvals", "units", "workflows")
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        if any(field in path.read_text() for field in fields)
    ]
    assert [path.name for path in found] == ["days.py"]


def test_no_form_of_a_table_takes_one_either():
    """A ModelForm makes its fields of columns, without naming them."""
    for app in (approvals, units, workflows):
        for module in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
            if "forms" in module.name:
                for form in vars(importlib.import_module(module.name)).values():
                    for name, field in getattr(form, "base_fields", {}).items():
                        far = isinstance(field, forms.DateField | forms.DateTimeField)
                        assert not far or isinstance(field, DayField | MomentField), (form, name)


@pytest.mark.parametrize("page", ["trail", "trail_export"])
@pytest.mark.parametrize("asked", [{"since": BEYOND[0]}, {"until": BEYOND[-1]}])
def test_the_trail_of_a_far_day_is_a_page(client, cast, page, asked):
    client.force_login(cast.auditor)
    response = client.get(reverse(page), asked)
    assert response.status_code == 200
    assert b"".join(response)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-07:00"])
def test_a_far_place_in_the_trail_is_a_page(client, cast, moment):
    client.force_login(cast.auditor)
    assert client.get(reverse("trail"), {"before": f"{moment}/1"}).status_code == 200


@pytest.mark.parametrize("day", BEYOND)
def test_an_office_of_a_far_day_is_refused_beside_its_field(client, cast, day):
    client.force_login(cast.admin)
    office = {"unit": cast.units["CA"].pk, "office": "drafter", "starts_on": "2026-01-01", "last_day": day}
    page = reverse("membership_start", args=[cast.coordinator.pk])
    response = client.post(page, office)
    assert response.status_code == 422
    assert "last_day" in response.context["form"].errors


@pytest.mark.parametrize("typed", ["1112026", "511026", "5112026", "051120260"])
def test_digits_that_may_be_two_days_are_asked_about(typed):
    with pytest.raises(ValidationError, match="05/11/2026"):
        DayField().clean(typed)
