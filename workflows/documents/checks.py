"""What must be there before documents can be made: asked at every start, by `manage.py check` and `migrate`."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning

from approvals.text.fonts import FontMissing, document_font


def documents_font(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """workflows.W001 where the documents' font is missing or lacks letters: until it is there, rendering refuses."""
    try:
        document_font()
    except FontMissing as missing:
        return [Warning("No document can be made.", hint=str(missing), id="workflows.W001")]
    return []
