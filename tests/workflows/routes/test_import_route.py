"""A route leaves as a file and comes back: refused by the fault's name, shown first, imported whole or not at all."""

import json
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from jsonschema import Draft202012Validator

from approvals.errors import NotPossible
from tests.workflows.routes.test_page_routes import monthly, sign_in, titles
from tests.workflows.traces import events, undone
from units.models import Office
from units.tree import actions as tree
from workflows.models import AtEnd, Need, Step, Verb
from workflows.routes import actions as routes
from workflows.routes import forms, versions
from workflows.routes.transfer import files
from workflows.routes.when.conditions import CONDITIONS

SIGNS = {"title": "Trưởng Ban", "verb": "approve", "unit": "BCĐ", "office": "approver"}
ASKS = {"title": "Ý kiến", "verb": "opinion", "unit": "CA", "office": "unit_head", "allowance": 24}
WHEN = {"condition": "red", "reversed": True}


def content(*steps, **front) -> bytes:
    return json.dumps({"format": 2, "steps": list(steps)} | front).encode()


def uploaded(client, cast, sent: bytes):
    sign_in(client, cast.admin)
    file = SimpleUploadedFile("route.json", sent, content_type="application/json")
    return client.post(reverse("route_import", args=[monthly(cast).pk]), {"file": file})


def confirmed(client, cast, shown, **typed):
    context = shown.context
    address = reverse("route_import_confirm", args=[context["route"].pk, context["sha256"]])
    return client.post(address, {"seen": context["form"]["seen"].value()} | typed)


def test_the_schema_says_what_the_product_knows():
    step = files.SCHEMA["$defs"]["step"]["properties"]
    Draft202012Validator.check_schema(files.SCHEMA)
    assert set(step) == set(versions.SHAPE)
    assert step["office"]["enum"] == Office.values
    assert step["verb"]["enum"] == Verb.values
    assert step["need"]["enum"] == Need.values
    assert step["at_end"]["enum"] == AtEnd.values
    assert step["to_office"]["enum"] == ["", *Office.values]
    assert (step["quorum"]["maximum"], step["allowance"]["maximum"]) == (forms.MOST_PEOPLE, forms.MOST_HOURS)
    new = Step()
    assert all(getattr(new, name) == each["default"] for name, each in step.items() if "default" in each)


def test_what_is_exported_fits_the_schema_and_is_read_as_the_route_it_was(cast):
    route = monthly(cast)
    routes.import_route(
        route, files.read(content(ASKS, ASKS | WHEN | {"beside": True}, SIGNS), cast.ward), by=cast.admin
    )
    text = files.written(monthly(cast))
    Draft202012Validator(files.SCHEMA).validate(json.loads(text))
    assert versions.shape_of(files.read(text.encode(), cast.ward)) == versions.shape_of(routes.standing(route))


def test_the_command_prints_the_file_that_the_page_gives(client, cast):
    out = StringIO()
    call_command("export_route", cast.ward.code, "monthly", stdout=out)
    sign_in(client, cast.coordinator)
    answer = client.get(reverse("route_json", args=[monthly(cast).pk]))
    assert b"".join(answer.streaming_content).decode() == out.getvalue()
    assert "MINHXUAN-monthly-1.json" in answer["Content-Disposition"]


@pytest.mark.parametrize(("named", "told"), [(("NIRGENDS", "monthly"), "NIRGENDS"), ((None, "weekly"), "weekly")])
def test_the_command_says_which_ward_or_kind_there_is_not(cast, named, told):
    with pytest.raises(CommandError, match=told):
        call_command("export_route", named[0] or cast.ward.code, named[1], stdout=StringIO())


def test_a_file_is_shown_first_and_imported_when_confirmed(client, cast):
    shown = uploaded(client, cast, content(ASKS, SIGNS))
    words = shown.content.decode()
    assert "Thêm bước “Ý kiến”" in words
    assert "Bước “Phó Trưởng Ban” đổi tên thành “Trưởng Ban”." in words
    assert titles(monthly(cast)) == ["Phó Trưởng Ban"]
    assert confirmed(client, cast, shown).status_code == 302
    assert titles(monthly(cast)) == ["Ý kiến", "Trưởng Ban"]
    assert versions.number_of(monthly(cast)) == 2


def test_the_import_stands_in_the_trail_as_one_event(cast):
    route = monthly(cast)
    before = len(events(route))
    routes.import_route(route, files.read(content(ASKS, SIGNS), cast.ward), by=cast.admin)
    (event,) = events(monthly(cast))[before:]
    assert (event.action, event.actor, event.changes["version"]) == ("import_route", cast.admin, [1, 2])
    assert set(event.changes) == {"Phó Trưởng Ban", "Trưởng Ban", "Ý kiến", "version"}


def test_a_file_that_says_what_the_route_says_changes_nothing(client, cast):
    route = monthly(cast)
    before = len(events(route))
    shown = uploaded(client, cast, files.written(route).encode())
    assert "Không có gì để nhập" in shown.content.decode()
    confirmed(client, cast, shown)
    assert (len(events(monthly(cast))), versions.number_of(route)) == (before, 1)


def test_a_file_of_the_first_format_says_its_allowances_in_days(cast):
    asked, signed = files.read(content(ASKS | {"allowance": 3}, SIGNS, format=1), cast.ward)
    assert [(step.allowance, step.at_end) for step in (asked, signed)] == [(24, "pass"), (16, "remind")]


def test_whoever_is_told_at_the_end_travels_with_the_file(cast):
    told = {"at_end": "escalate", "to_unit": "VP", "to_office": "unit_head"}
    route = monthly(cast)
    routes.import_route(route, files.read(content(SIGNS | told), cast.ward), by=cast.admin)
    (step,) = json.loads(files.written(route))["steps"]
    assert {name: step[name] for name in told} == told
    assert versions.shape_of(files.read(files.written(route).encode(), cast.ward))[0] == step


FAULTS = {
    "not JSON": (b"{", "không phải luồng duyệt dạng JSON"),
    "no text": (b'{"format": 1, "steps": ["\\ud800"]}', "không phải luồng duyệt dạng JSON"),
    "deep": (b"[" * 100_000, "không phải luồng duyệt dạng JSON"),
    "a workbook": (b"PK\x03\x04\xff", "không phải luồng duyệt dạng JSON"),
    "another thing": (b"[1]", "không phải luồng duyệt dạng JSON"),
    "large": (b" " * (1024 * 1024 + 1), "Tệp lớn hơn 1 MB"),
    "version": (content(SIGNS, format=3), "định dạng phiên bản 3"),
    "no version": (b"{}", "định dạng phiên bản –"),
    "no steps": (content(), "Tệp không có bước nào"),
    "missing": (content({"title": "Ký"}), "Bước 1: thiếu “verb”, “unit”, “office”"),
    "strange": (content(SIGNS | {"colour": "red"}), "Bước 1: “colour” không thuộc định dạng"),
    "verb": (content(ASKS, SIGNS | {"verb": "dance"}), "Bước 2, verb: không có giá trị “dance”"),
    "office": (content(SIGNS | {"office": "king"}), "Bước 1, office: không có giá trị “king”"),
    "unit": (content(SIGNS | {"unit": "NIRGENDS"}), "không có đơn vị mang mã “NIRGENDS”"),
    "condition": (content(SIGNS | {"condition": "rain"}), "không có điều kiện “rain”"),
    "allowance": (content(SIGNS | {"allowance": 241}), "Bước 1, allowance: giá trị 241 không đúng định dạng"),
    "type": (content(SIGNS | {"beside": {"a": 1}}), "Bước 1, beside: giá trị … không đúng định dạng"),
    "blank title": (content(SIGNS | {"title": "\u200b"}), "Bước 1, Tên bước: "),
    "nobody signs": (content(ASKS), "Bước cuối là bước ký"),
    "may not sign": (content(SIGNS | WHEN), "điều kiện của bước đó có thể không thỏa"),
    "no approver": (content(SIGNS | {"office": "clerk"}), "“Trưởng Ban”: Vai trò này không ký duyệt"),
    "told unit": (content(SIGNS | {"to_unit": "NIRGENDS"}), "không có đơn vị mang mã “NIRGENDS”"),
    "end": (content(SIGNS | {"at_end": "approve"}), "Bước 1, at_end: không có giá trị “approve”"),
    "silence": (content(SIGNS | {"at_end": "pass"}), "Im lặng không phải là duyệt"),
    "told nobody": (content(SIGNS | {"at_end": "escalate"}), "Hãy chọn đơn vị và vai trò được báo"),
    "quorum": (content(SIGNS | {"need": "some", "quorum": 9}), "Cần 9 người quyết định"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_is_refused_by_the_name_of_its_fault(client, cast, fault):
    sent, told = FAULTS[fault]
    answer = uploaded(client, cast, sent)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert versions.number_of(monthly(cast)) == 1


def test_conditions_of_the_tests_are_those_of_the_product():
    assert WHEN["condition"] in CONDITIONS


def test_a_route_that_changed_after_the_file_was_shown_is_not_replaced(client, cast):
    shown = uploaded(client, cast, content(ASKS, SIGNS))
    step = routes.standing(monthly(cast))[0]
    routes.change_step(step, by=cast.admin, allowance=7)
    answer = confirmed(client, cast, shown)
    assert answer.status_code == 409
    assert "đã sửa luồng duyệt này lúc" in answer.content.decode()
    assert titles(monthly(cast)) == ["Phó Trưởng Ban"]


def test_a_unit_that_was_retired_after_the_file_was_shown_is_named(client, cast):
    unit = tree.add_unit(cast.ward, by=cast.admin, code="MOI", name="Đơn vị mới", short_name="Mới")
    shown = uploaded(client, cast, content(ASKS | {"unit": "MOI"}, SIGNS))
    tree.retire_unit(unit, by=cast.admin)
    answer = confirmed(client, cast, shown)
    assert answer.status_code == 409
    assert "không có đơn vị mang mã “MOI”" in answer.content.decode()
    assert titles(monthly(cast)) == ["Phó Trưởng Ban"]


def test_an_import_that_was_rolled_back_leaves_nothing(cast):
    route = monthly(cast)
    with undone():
        routes.import_route(route, files.read(content(ASKS, SIGNS), cast.ward), by=cast.admin)
    assert (titles(route), versions.number_of(route)) == (["Phó Trưởng Ban"], 1)


def test_only_an_administrator_imports(client, cast):
    sign_in(client, cast.coordinator)
    assert client.get(reverse("route_import", args=[monthly(cast).pk])).status_code == 403
    with pytest.raises(PermissionDenied):
        routes.import_route(monthly(cast), files.read(content(SIGNS), cast.ward), by=cast.coordinator)


def test_the_action_itself_refuses_a_route_that_nobody_signs(cast):
    with pytest.raises(NotPossible, match="Bước cuối là bước ký"):
        routes.import_route(monthly(cast), files.read(content(ASKS), cast.ward), by=cast.admin)
    assert titles(monthly(cast)) == ["Phó Trưởng Ban"]


def test_a_route_of_another_ward_answers_404(client, cast):
    ward = tree.add_ward("NONGTIEN", "Phường Nông Tiến", by=None)
    sign_in(client, cast.admin)
    route = monthly(cast)
    type(route).objects.filter(pk=route.pk).update(ward=ward)
    assert client.get(reverse("route_json", args=[route.pk])).status_code == 404
    assert client.get(reverse("route_import", args=[route.pk])).status_code == 404


def test_a_file_of_20_megabytes_is_refused_by_the_name_of_its_fault(client, cast):
    answer = uploaded(client, cast, content(SIGNS) + b" " * 20 * 1024 * 1024)
    assert (answer.status_code, versions.number_of(monthly(cast))) == (422, 1)
    assert "Tệp lớn hơn 1 MB" in answer.content.decode()
