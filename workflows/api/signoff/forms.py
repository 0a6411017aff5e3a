"""What is sent goes through the form of the page, so that limits and sentences are those of the page."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _

from workflows.api.problems import problem


class Untaken(Exception):
    """Some fields cannot be taken: which, and why."""

    def __init__(self, faults: list[dict[str, str]]) -> None:
        super().__init__(str(faults))
        self.faults = faults


def cleaned(form: forms.BaseForm) -> dict[str, Any]:
    """What the form says. Raises Untaken."""
    if not form.is_valid():
        found = form.errors.items()
        raise Untaken([{"where": name, "detail": str(error)} for name, errors in found for error in errors])
    return form.cleaned_data


def refused(fault: Untaken) -> HttpResponse:
    return problem(422, _("Some fields cannot be taken. Nothing was changed."), fault.faults)
