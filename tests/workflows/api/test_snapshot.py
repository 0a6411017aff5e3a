"""The document of the API is kept beside the code: whoever changes the API sees what changes for programs."""

import json

from django.conf import settings
from django.core.management import call_command


def test_the_kept_document_is_that_of_the_code(capsys):
    """After a change that is meant: `manage.py api_document > docs/openapi.json`."""
    call_command("api_document")
    assert json.loads(capsys.readouterr().out) == json.loads((settings.BASE_DIR / "docs/openapi.json").read_text())
