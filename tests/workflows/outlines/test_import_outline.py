"""An outline leaves as a file and comes back: refused by the fault, shown first, imported whole or not at all."""

import json
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from jsonschema import Draft202012Validator

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests import factories
from tests.workflows.outlines import arrange
from workflows.cases.inputs.json_files import FaultyFile
from workflows.models import FieldType, Section, Summing
from workflows.outlines import actions as outlines
from workflows.outlines import forms
from workflows.outlines.shapes import FIELD, shape_of
from workflows.outlines.transfer import files
from workflows.outlines.transfer.actions import import_outline

OWN = {"content": "fields", "title": "An sinh xã hội", "fields": [{"label": "Số hộ nghèo", "type": "number"}]}
FILES = {"label": "Biên bản", "type": "file"}
LEVEL = {"label": "Mức độ", "type": "choice", "choices": ["Cao", "Thấp"]}


def content(*sections, **front) -> bytes:
    return json.dumps({"format": 1, "sections": list(sections)} | front).encode()


def own(*fields):
    return OWN | {"fields": list(fields)}


def imported(cast, *sections, kind=None):
    kind = kind or cast.monthly
    import_outline(kind, files.read(content(*sections)), by=cast.admin, seen=outlines.current(kind).edits)
    return outlines.current(kind)


def sign_in(client, person):
    client.force_login(person, backend="units.backends.GrantBackend")


def uploaded(client, cast, sent: bytes):
    sign_in(client, cast.admin)
    file = SimpleUploadedFile("outline.json", sent, content_type="application/json")
    return client.post(reverse("outline_import", args=[cast.monthly.pk]), {"file": file})


def test_the_schema_says_what_the_product_knows():
    Draft202012Validator.check_schema(files.SCHEMA)
    field = files.SCHEMA["$defs"]["field"]["properties"]
    section = files.SCHEMA["$defs"]["section"]["properties"]
    assert (set(field), section["content"]["enum"]) == (set(FIELD), Section.Content.values)
    assert (field["type"]["enum"], field["summing"]["enum"]) == (FieldType.values, Summing.values)
    most = (forms.MOST_DECIMALS, forms.MOST_LETTERS, forms.MOST_CHOICES, forms.MOST_COLUMNS)
    told = (field["decimals"]["maximum"], field["longest"]["maximum"])
    assert (*told, field["choices"]["maxItems"], field["columns"]["maxItems"]) == most
    assert section["fields"]["maxItems"] == outlines.MOST_FIELDS


def test_what_is_exported_fits_the_schema_and_is_read_as_the_outline_it_was(cast):
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE, arrange.TABLE)
    outlines.switch_section(cast.monthly, 5, by=cast.admin, seen=arrange.seen(cast), left_out=True)
    text = files.written(cast.monthly)
    Draft202012Validator(files.SCHEMA).validate(json.loads(text))
    assert files.read(text.encode()) == shape_of(outlines.current(cast.monthly))


def test_the_command_prints_the_file_that_the_page_gives(client, cast):
    out = StringIO()
    call_command("export_outline", cast.ward.code, "monthly", stdout=out)
    sign_in(client, cast.coordinator)
    answer = client.get(reverse("outline_json", args=[cast.monthly.pk]))
    assert b"".join(answer.streaming_content).decode() == out.getvalue()
    assert "MINHXUAN-monthly-1-outline.json" in answer["Content-Disposition"]


@pytest.mark.parametrize("named", [("NIRGENDS", "monthly"), ("MINHXUAN", "weekly")])
def test_the_command_says_which_ward_or_kind_there_is_not(cast, named):
    with pytest.raises(CommandError, match=named[0] if named[0] == "NIRGENDS" else named[1]):
        call_command("export_outline", *named, stdout=StringIO())


def test_a_file_is_shown_first_and_imported_when_confirmed(client, cast):
    shown = uploaded(client, cast, content({"content": "indicators"}, own(LEVEL, FILES), {"content": "results"}))
    words = shown.content.decode()
    assert "Thêm mục “An sinh xã hội”." in words
    assert "Bỏ mục “Nhiệm vụ” khỏi báo cáo." in words
    assert "Thêm trường Mức độ (Một trong danh sách" in words
    assert outlines.fields_of(outlines.current(cast.monthly)) == []
    address = reverse("outline_import_confirm", args=[cast.monthly.pk, shown.context["sha256"]])
    assert client.post(address, {"seen": shown.context["form"]["seen"].value()}).status_code == 302
    newest = outlines.current(cast.monthly)
    assert [field.label for field in outlines.fields_of(newest)] == ["Mức độ", "Biên bản"]
    assert newest.arrangement == ["indicators", "S7", "results"]


def test_it_counts_from_the_next_period_on_in_a_version_of_its_own(cast):
    period = factories.open_month(cast)
    newest = imported(cast, own(LEVEL))
    assert (newest.number, period.outline.number, period.outline.sections.count()) == (2, 1, 6)


def test_a_field_that_is_there_keeps_its_number_and_any_other_is_new(cast):
    (field,) = arrange.with_fields(cast)
    newest = imported(cast, own(LEVEL, {"label": "SỐ HỘ NGHÈO", "type": "number"}, {"label": "Khác", "type": "text"}))
    numbers = {each.label: each.number for each in outlines.fields_of(newest)}
    assert (numbers["SỐ HỘ NGHÈO"], len(set(numbers.values()))) == (field.number, 3)
    assert {numbers["Mức độ"], numbers["Khác"]} == {field.number + 1, field.number + 2}
    assert newest.sections.get(content="fields").number == field.section.number


def test_a_file_that_says_what_the_outline_says_changes_nothing(client, cast):
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE)
    before = arrange.seen(cast)
    shown = uploaded(client, cast, files.written(cast.monthly).encode())
    assert "Không có gì để nhập" in shown.content.decode()
    imported(cast, *json.loads(files.written(cast.monthly))["sections"])
    assert arrange.seen(cast) == before


def test_the_import_stands_in_the_trail_as_one_event(cast):
    imported(cast, {"content": "results"}, own(LEVEL))
    event = TrailEvent.objects.get(action="import_outline")
    assert event.changes["An sinh xã hội"] == [None, "có trong báo cáo"]
    assert event.changes["Nhiệm vụ"] == ["có trong báo cáo", "bỏ khỏi báo cáo"]
    assert event.changes["F1"][1].startswith("Mức độ (")


def test_it_goes_into_another_kind(cast):
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE)
    sections = json.loads(files.written(cast.monthly))["sections"]
    newest = imported(cast, *sections, kind=cast.annual)
    assert len(outlines.fields_of(newest)) == len(arrange.OF_EVERY_TYPE)


FAULTS = {
    "other format": (content(OWN, format=2), "định dạng 2"),
    "too large": (b" " * (20 * 1024 * 1024), "lớn hơn 1 MB"),
    "no JSON": (b"{", "không phải là đề cương"),
    "a list": (b"[]", "không phải là đề cương"),
    "half a surrogate": (
        b'{"format": 1, "sections": [{"content": "fields", "title": "\\ud800"}]}',
        "không phải là đề cương",
    ),
    "no section": (content(), "không có mục nào"),
    "unknown": (content({"content": "magic"}), "Mục 1, content"),
    "strange key": (content(OWN | {"magic": 1}), "magic"),
    "no type": (content(own({"label": "x"})), "Mục 1, trường 1"),
    "no such type": (content(own({"label": "x", "type": "magic"})), "magic"),
    "one word": (content(own(LEVEL | {"choices": ["Cao"]})), "Mục 1, trường 1, Các giá trị của danh sách"),
    "way of another type": (content(own({"label": "x", "type": "date", "summing": "sum"})), "Mục 1, trường 1"),
    "limits": (content(own({"label": "x", "type": "number", "minimum": "9", "maximum": "5"})), "Mục 1, trường 1"),
    "no day": (content(own({"label": "x", "type": "date", "earliest": "2026-02-31"})), "Mục 1, trường 1"),
    "no number": (content(own({"label": "x", "type": "number", "minimum": "nhiều"})), "minimum"),
    "no column": (content(own({"label": "x", "type": "table"})), "Mục 1, trường 1"),
    "no title": (content({"content": "fields"}), "Mục 1"),
    "twice": (content(OWN, OWN), "An sinh xã hội"),
    "title of a standing one": (content({"content": "results"}, OWN | {"title": "Kết quả thực hiện"}), "hai lần"),
    "fields of a standing one": (content({"content": "results", "fields": []}), "results"),
    "left out with fields": (content(OWN | {"left_out": True}, {"content": "results"}), "Mục 1"),
    "nothing left": (content({"content": "results", "left_out": True}), "ít nhất một mục"),
    "too many": (
        content(
            own(*[{"label": f"x{n}", "type": "text"} for n in range(150)]),
            OWN | {"title": "y", "fields": [{"label": f"x{n}", "type": "text"} for n in range(60)]},
        ),
        "200",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_is_refused_by_the_fault(fault):
    sent, told = FAULTS[fault]
    with pytest.raises(FaultyFile, match=told):
        files.read(sent)


def test_the_page_says_every_fault_and_keeps_nothing(client, cast):
    answer = uploaded(client, cast, content(own({"label": "x", "type": "table"}, LEVEL | {"choices": []})))
    words = answer.content.decode()
    assert (answer.status_code, "Mục 1, trường 1" in words, "Mục 1, trường 2" in words) == (422, True, True)
    assert outlines.fields_of(outlines.current(cast.monthly)) == []


def test_what_somebody_changed_meanwhile_is_not_overwritten(cast):
    before = arrange.seen(cast)
    arrange.with_fields(cast)
    with pytest.raises(NotPossible, match="Có người đã sửa đề cương này"):
        import_outline(cast.monthly, files.read(content(OWN)), by=cast.admin, seen=before)


def test_only_an_administrator_imports(client, cast):
    with pytest.raises(PermissionDenied):
        import_outline(cast.monthly, files.read(content(OWN)), by=cast.coordinator, seen=arrange.seen(cast))
    sign_in(client, cast.coordinator)
    assert client.get(reverse("outline_import", args=[cast.monthly.pk])).status_code == 403
