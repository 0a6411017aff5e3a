from typing import Any

from django.utils.translation import gettext

from workflows.cases.attached.forms import NO_SECRETS, FileForm


class AttachmentForm(FileForm):
    """A file that belongs to a document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.required = not self.refused
        field.error_messages["required"] = gettext("Choose a file.")
        field.help_text = f"{field.help_text} {NO_SECRETS}"
