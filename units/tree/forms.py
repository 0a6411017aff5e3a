from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import printed_fields
from units.hours import Span
from units.models import Unit


class UnitForm(forms.ModelForm):
    """A unit of `ward`, below the ward itself or another unit of it."""

    class Meta:
        model = Unit
        formfield_callback = printed_fields
        fields = ["name", "short_name", "kind", "duty", "parent", "reports"]
        help_texts = {
            "short_name": _("As tables and lists show it."),
            "parent": _("The ward, or the heading under which the unit stands."),
            "reports": _("Each new period opens a report for the unit."),
        }

    def __init__(self, *args: Any, ward: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ward = ward
        if self.instance.pk == ward.pk:
            del self.fields["parent"]
            return
        units = Unit.objects.filter(Q(pk=ward.pk) | Q(ward=ward, retired_at=None)).exclude(pk=self.instance.pk)
        field: Any = self.fields["parent"]
        field.queryset, field.empty_label = units.order_by("order", "code"), None
        field.initial = ward.pk

    def clean_parent(self) -> Unit:
        """The ward where none is named."""
        return self.cleaned_data["parent"] or self.instance.parent or self.ward


class UnitAddForm(UnitForm):
    class Meta(UnitForm.Meta):
        fields = ["code", *UnitForm.Meta.fields]
        help_texts = UnitForm.Meta.help_texts | {
            "code": _("Names the unit in the plan's workbook. It cannot be changed later.")
        }

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if self.ward.members.filter(code=code).exists():
            raise forms.ValidationError(_("Another unit of the ward has this code."))
        return code


def clock(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


class HoursForm(forms.Form):
    """When a ward works, morning and afternoon."""

    morning_from = clock(_("Morning from"))
    morning_until = clock(_("Morning until"))
    afternoon_from = clock(_("Afternoon from"))
    afternoon_until = clock(_("Afternoon until"))

    def __init__(self, *args: Any, spans: Sequence[Span], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        times = [each for span in spans for each in span]
        self.initial.update(zip(self.fields, times, strict=True))

    @property
    def spans(self) -> list[Span]:
        """What was typed, of a form that is valid."""
        given = self.cleaned_data
        return [(given[f"{half}_from"], given[f"{half}_until"]) for half in ("morning", "afternoon")]
