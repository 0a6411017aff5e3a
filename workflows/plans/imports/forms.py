from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from approvals.pages.fields import TextField
from units.workbook import MAX_BYTES


class WorkbookForm(forms.Form):
    """The plan's workbook. Only its size is checked here; whoever reads its content finds out whether it is one."""

    workbook = forms.FileField(label=_("The plan's workbook"), help_text=_("An Excel file (.xlsx), at most 10 MB."))

    def clean_workbook(self) -> UploadedFile:
        workbook: UploadedFile = self.cleaned_data["workbook"]
        if (workbook.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. A workbook needs far less: remove pictures and other sheets.")
                % {"limit": MAX_BYTES // 1024 // 1024}
            )
        return workbook


KEEP, LATER, OPEN_TOO = "keep", "later", "open"


class TakeDaysForm(forms.Form):
    """What becomes of days that the workbook has otherwise than the ward's kinds of report."""

    days = forms.ChoiceField(
        label=_("The days of the workbook"),
        choices=[
            (LATER, _("count for periods that have not opened yet")),
            (OPEN_TOO, _("count for those too that are open")),
            (KEEP, _("do not count: the days stay as they are")),
        ],
        initial=LATER,
        widget=forms.RadioSelect,
    )
    reason = TextField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where open periods are given other due times: their units read it in a mail."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("days") == OPEN_TOO and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why: the units of the open periods read it."))
        return cleaned


class ReportWorkbookForm(WorkbookForm):
    """A unit report's workbook, filled in."""

    workbook = forms.FileField(label=_("The workbook, filled in"), help_text=_("An Excel file (.xlsx), at most 10 MB."))
