"""The command that prints what an annex says."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.workflows.pure.annexes.annexes import GOALS, TASKS, add_table, document, goal, saved, task
from units.models import Plan


@pytest.fixture
def annex(tmp_path):
    made = document()
    made.add_paragraph("Phụ lục năm 2026")
    add_table(made, [GOALS, goal("≥ 90%", lead="cong an phuong"), goal("0,98", number="2")])
    made.add_paragraph("Nhiệm vụ")
    add_table(made, [TASKS, task(due="Thường xuyên", others="VP, CA")])
    path = tmp_path / "phu-luc.docx"
    path.write_bytes(saved(made))
    return path


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("read_annex", *arguments, stdout=out)
    return out.getvalue()


def test_rows_are_printed_as_json_and_nothing_is_written(cast, annex):
    before = Plan.objects.count()
    told = json.loads(run(str(annex), "--json", "--ward", cast.ward.code))
    first, second, third = told["rows"]
    assert (first["goal"], first["doubts"][0]["proposals"]) == (None, ["0.98", "98"])
    assert {name: second[name] for name in ("kind", "number", "measure", "goal", "comparison", "lead")} == {
        "kind": "indicator",
        "number": 1,
        "measure": "%",
        "goal": 90,
        "comparison": "≥",
        "lead": "CA",
    }
    assert (third["kind"], third["due"], third["cooperating"]) == ("assignment", "regular", ["CA"])
    assert Plan.objects.count() == before


def test_people_read_lines(annex):
    assert "2. Tỷ lệ · 0,98 · VP\n    “0,98”" in run(str(annex))


def test_a_file_that_cannot_be_read_ends_with_a_sentence(tmp_path):
    (tmp_path / "x.docx").write_bytes(b"x\0")
    with pytest.raises(CommandError, match="không phải tệp Word"):
        run(str(tmp_path / "x.docx"))


def test_an_unknown_ward_is_told(db, annex):
    with pytest.raises(CommandError, match="mã XX"):
        run(str(annex), "--ward", "XX")
