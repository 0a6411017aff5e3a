"""Entries in long form: as files, and as the view that BI tools read."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pyarrow.parquet
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.workflows import arrange
from workflows.exports import lines, view, writing
from workflows.models import IndicatorEntry, ReportKind

pytestmark = [pytest.mark.starts_from(arrange.draft, on="2026-11-28 09:00"), pytest.mark.twice]


@pytest.fixture
def report(start, on_day):
    on_day("2026-11-28 09:00")
    return start


def fetched(client, person, form, query="year=2026"):
    client.force_login(person)
    answer = client.get(f"/exports/entries.{form}?{query}")
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def of_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def test_all_files_and_the_view_say_the_same(report, cast, client):
    person = cast.coordinator
    told = of_csv(fetched(client, person, "csv"))
    sheet = openpyxl.load_workbook(BytesIO(fetched(client, person, "xlsx"))).active
    table = pyarrow.parquet.read_table(BytesIO(fetched(client, person, "parquet"))).to_pylist()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT entry, indicator, value FROM {view.name_of()} WHERE value IS NOT NULL ORDER BY entry")
        viewed = [(int(entry), int(number), Decimal(str(value))) for entry, number, value in cursor.fetchall()]
    assert [cell.value for cell in sheet[1]] == list(table[0]) == list(told[0]) == list(lines.COLUMNS)
    assert sheet.max_row - 1 == len(table) == len(told) == IndicatorEntry.objects.count()
    of_files = [(row["entry"], row["indicator"], row["value"]) for row in table if row["value"] is not None]
    assert of_files == viewed
    assert [(int(row["entry"]), Decimal(row["value"])) for row in told if row["value"]] == [
        (entry, value) for entry, _number, value in viewed
    ]


def test_a_unit_gets_its_own_entries_alone(report, cast, client):
    told = of_csv(fetched(client, cast["CA:drafter"], "csv"))
    assert {row["unit_code"] for row in told} == {"CA"}
    assert len(of_csv(fetched(client, cast.coordinator, "csv"))) > len(told) > 0
    assert of_csv(fetched(client, cast.coordinator, "csv", "year=2025")) == []


def test_practice_months_are_left_out(report, cast, client):
    ReportKind.objects.filter(pk=report.period.kind_id).update(practice=True)
    assert of_csv(fetched(client, cast.coordinator, "csv")) == []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {view.name_of()}")
        assert cursor.fetchone()[0] == 0


@pytest.mark.parametrize("query", ["", "year=abc", "year=2026&ward=khac", "year=99999"])
def test_what_is_asked_wrongly_gets_a_sentence(report, cast, client, query):
    client.force_login(cast.coordinator)
    assert client.get(f"/exports/entries.csv?{query}").status_code == 409
    assert client.get(f"/exports/?{query}").status_code == (422 if query else 200)
    assert client.get("/exports/entries.pdf?year=2026").status_code == 404


def test_what_is_too_long_for_a_page_says_what_to_do(report, cast, client, monkeypatch):
    monkeypatch.setattr("workflows.exports.views.MOST", 3)
    client.force_login(cast.coordinator)
    assert client.get("/exports/entries.parquet?year=2026").status_code == 409
    assert client.get("/exports/entries.csv?year=2026").status_code == 200


def test_text_that_begins_as_a_formula_is_told_as_text(report, cast, client):
    IndicatorEntry.objects.filter(report=report).update(note="=1+1")
    assert {row["note"] for row in of_csv(fetched(client, cast["CA:drafter"], "csv"))} == {"'=1+1"}


def test_parquet_is_written_in_row_groups(report, tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "ROW_GROUP", 5)
    call_command("export_entries", "2026", str(tmp_path / "a.parquet"))
    read = pyarrow.parquet.ParquetFile(tmp_path / "a.parquet")
    assert read.metadata.num_row_groups == -(-IndicatorEntry.objects.count() // 5)
    with pytest.raises(CommandError):
        call_command("export_entries", "2026", str(tmp_path / "a.parquet"))
    with pytest.raises(CommandError):
        call_command("export_entries", "2026", str(tmp_path / "a.doc"))


def test_the_view_is_made_anew_after_tables_have_changed(report):
    view.drop()
    view.make()
    view.make()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {view.name_of()} LIMIT 1")
        assert [column[0] for column in cursor.description] == list(lines.COLUMNS)


def test_the_kinds_offered_are_those_that_units_report(report, cast, client):
    client.force_login(cast.coordinator)
    offered = {code for code, _name in client.get("/exports/").context["form"].fields["kind"].choices if code}
    assert offered == set(ReportKind.objects.of_reports().values_list("code", flat=True))
    assert ReportKind.objects.filter(code__in=offered, frequency__in=["once", "event"]).exists()
    assert not ReportKind.objects.filter(code__in=offered).exclude(subject_kind="wardreport").exists()
