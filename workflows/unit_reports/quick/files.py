"""Photographs and voice notes that come with an answer: cleaned of their metadata, and checked as other evidence is."""

from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

from approvals.files import contents
from approvals.files.cleaned import cleaned
from workflows.cases.attached.actions import ask_to_scan, attached_change, take_in, too_large
from workflows.cases.moves import locked_row, note
from workflows.models import QuickAnswer, QuickFile, UnitReport

ACCEPTED = ",".join(["image/jpeg", "image/png", *contents.VOICE_TYPES.values(), "audio/x-m4a", ".m4a", ".mp3", ".ogg"])


class ProofField(forms.FileField):
    """A picture or a recording, cleaned of its metadata."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"accept": ACCEPTED})
        super().__init__(
            label=_("A photograph or a voice note"), required=False, max_length=255, widget=widget, **kwargs
        )

    def clean(self, data: Any, initial: Any = None) -> File | None:
        file = super().clean(data, initial)
        if not file:
            return None
        if file.size > settings.LARGEST_FILE:
            raise forms.ValidationError(too_large())
        try:
            content, _kind = cleaned(cast(BinaryIO, file.file))
        except ValueError as fault:
            raise forms.ValidationError(
                _("This is no picture (JPEG, PNG) and no recording (M4A, MP3, OGG), or it is damaged. Choose another.")
            ) from fault
        return ContentFile(content, name=file.name)


def attach(answer: QuickAnswer, part: str, file: File) -> QuickFile:
    """Keep a cleaned file that came with an answer, for whoever takes it in. Sent twice it is the first one.

    Raises NotPossible where a scanner finds malware in it.
    """
    return take_in(
        file,
        part,
        by=None,
        opened=lambda: _row(answer.form.report),
        keep=lambda row, values: _keep(row, answer, part, values),
        kind_of=lambda content: contents.kind_of(content) or contents.voice_of(content),
    )


def _row(report: UnitReport) -> UnitReport:
    row = locked_row(report)
    row.follow_assignments()
    return row


def _keep(row: UnitReport, answer: QuickAnswer, part: str, values: dict[str, Any]) -> QuickFile:
    if there := answer.files.filter(part=part, sha256=values["sha256"]).first():
        return there
    made = QuickFile.objects.create(report=row, answer=answer, part=part, by=None, at=answer.at, **values)
    note(row, "attach_quick_file", by=None, changes=attached_change(part, made.name, made.sha256))
    ask_to_scan(made)
    return made
