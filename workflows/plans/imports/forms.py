from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from units.workbook import MAX_BYTES
from workflows.periods.schedules.forms import LATER, OPEN_TOO, ReachForm


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


KEEP = "keep"


class TakeDaysForm(ReachForm):
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
    reach_field = "days"
    field_order = ("days", "reason")


class ReportWorkbookForm(WorkbookForm):
    """A unit report's workbook, filled in."""

    workbook = forms.FileField(label=_("The workbook, filled in"), help_text=_("An Excel file (.xlsx), at most 10 MB."))
