"""The example of docs/api.md, as it is printed there, types the month's figures into the draft."""

import json
import sys
import urllib.request
from email.message import Message
from io import BytesIO

import pytest
from django.conf import settings

from tests.factories import reread
from tests.workflows import arrange

pytestmark = pytest.mark.starts_from(arrange.draft, on="2026-11-03 09:00")


def code() -> str:
    return (settings.BASE_DIR / "docs/api.md").read_text().split("```python\n", 1)[1].split("```", 1)[0]


class Answer(BytesIO):
    """What the example reads of an answer."""

    def __init__(self, response) -> None:
        super().__init__(response.content)
        self.headers = Message()
        for name, value in response.headers.items():
            self.headers[name] = value


def test_the_cron_job_of_the_documentation_fills_in_its_figures(program, cast, start, on_day, tmp_path, monkeypatch):
    on_day("2026-11-03 09:00")
    drafter = program(cast["CA:drafter"], "write")

    def urlopen(request: urllib.request.Request) -> Answer:
        kept = {name: value for name, value in request.headers.items() if name != "Content-type"}
        send = drafter.client.get if request.data is None else drafter.client.post
        more = () if request.data is None else (request.data, "application/json")
        response = send(request.full_url.removeprefix("https://trinhduyet.example"), *more, headers=kept)
        assert response.status_code == 200, response.content
        return Answer(response)

    number = start.indicator_entries.filter(indicator__aggregation="sum").first().indicator.number
    (tmp_path / "files.json").write_text(json.dumps({str(number): {"value": "412"}, "9999": {"value": "1"}}))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOKEN", drafter.secret)
    monkeypatch.setenv("BASE", "https://trinhduyet.example/api/v1")
    monkeypatch.setattr(sys, "argv", ["fill_month.py", "2026-10"])
    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    exec(compile(code(), "fill_month.py", "exec"), {"__name__": "__main__"})
    report = reread(start)
    assert report.indicator_entries.get(indicator__number=number).value == 412
    assert report.state == "draft"
