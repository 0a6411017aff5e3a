"""A typed client, generated from the document as docs/api.md says, fills a unit's figures in and submits."""

import importlib
import subprocess
import sys
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from deploy.wsgi import application
from tests.workflows import arrange

pytestmark = pytest.mark.starts_from(arrange.draft, on="2026-11-28 09:00")
GENERATE = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]


@pytest.fixture
def client_of(tmp_path, monkeypatch, start, on_day):
    """Gives, for a token, the generated client over the installation itself."""
    on_day("2026-11-28 09:00")
    config = tmp_path / "config.yml"
    config.write_text("post_hooks: []\n")
    where = [
        "--path",
        str(settings.BASE_DIR / "docs/openapi.json"),
        "--output-path",
        str(tmp_path / "generated_client"),
    ]
    subprocess.run([*GENERATE, *where, "--config", str(config)], check=True, capture_output=True, cwd=tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield lambda secret: module("").AuthenticatedClient(
        base_url="http://127.0.0.1", token=secret, httpx_args={"transport": httpx.WSGITransport(app=application)}
    )
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    for name in [name for name in sys.modules if name.partition(".")[0] == "generated_client"]:
        del sys.modules[name]


def module(name: str) -> Any:
    return importlib.import_module(f"generated_client{name and '.'}{name}")


def test_a_program_fills_in_a_figure_and_a_person_submits(client_of, program, cast, start):
    client = client_of(program(cast["CA:drafter"], "write").secret)
    listed = module("api.unit_reports.list_unit_reports").sync(client=client, period="2026-10", state="draft")
    (row,) = listed.items
    read = module("api.unit_reports.unit_report").sync_detailed(row.id, client=client)
    part = next(each.part for each in read.parsed.entries if set(each.values.to_dict()) == {"value", "note"})
    models = module("models")
    body = models.EntriesIn.from_dict({"entries": {part: {"value": "12.5"}}})
    saved = module("api.unit_reports.save_unit_report").sync(
        row.id, client=client, body=body, if_match=read.headers["ETag"]
    )
    assert next(each for each in saved.entries if each.part == part).values["value"] == "12.5"
    head = client_of(program(cast["CA:unit_head"], "act").secret)
    submitted = module("api.unit_reports.submit_unit_report").sync(row.id, client=head, if_match=f'"{saved.version}"')
    assert submitted.state == "submitted"
    refused = module("api.unit_reports.take_unit_report").sync(row.id, client=head)
    assert (type(refused).__name__, refused.status) == ("Problem", 403)
