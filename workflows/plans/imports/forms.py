from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

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


class ReportWorkbookForm(WorkbookForm):
    """A unit report's workbook, filled in."""

    workbook = forms.FileField(label=_("The workbook, filled in"), help_text=_("An Excel file (.xlsx), at most 10 MB."))
