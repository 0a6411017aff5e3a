"""Everything that a person may see is found by its words, whatever their tones and case, on either database."""

import unicodedata

import pytest
from django.urls import reverse
from django.utils.translation import override

from approvals import compiled as core
from approvals.models import SearchRow
from approvals.search import actions as indexing
from approvals.search.numbers import with_tokens
from approvals.search.querysets import found
from approvals.text.vietnamese import folded
from tests import factories
from tests.workflows import arrange, items
from units import compiled
from units.models import Unit
from units.rules import visible_wards
from units.tree import actions as tree
from workflows.models import WardReport
from workflows.pure.period_words import with_codes

TODAY = "2026-11-06 09:00"
pytestmark = [pytest.mark.twice, pytest.mark.starts_from(lambda cast: arrange.issued(cast), on=TODAY)]


@pytest.fixture(autouse=True)
def indexed(start, on_day):
    on_day(TODAY)
    indexing.follow()


def titles(person, words, kind=""):
    scopes = visible_wards(person).values_list("pk", flat=True)
    groups = found(person, with_tokens(folded(with_codes(words))).split(), scopes, kind, rows=compiled.rows)
    return {group.kind: [each.title for each in group.found] for group in groups}


@pytest.mark.parametrize(
    "words",
    [
        *("Công an 10/2026", "CONG AN thang 10", "cong an  10/2026", "tháng 10/2026 công"),
        unicodedata.normalize("NFD", "Công an 10/2026"),
    ],
)
def test_a_report_is_found_by_its_unit_and_month_however_they_are_typed(cast, words):
    report = factories.unit_report(cast, "CA")
    assert titles(cast["CA:drafter"], words)["unitreport"] == [str(report)]


def test_a_document_is_found_by_its_number(cast):
    (title,) = titles(cast.coordinator, "01/BC-BCĐ")["document"]
    assert title.startswith("01/BC-BCĐ: ")
    assert "document" not in titles(cast.coordinator, "99/BC-BCĐ")


def test_a_document_of_the_ward_is_found_by_its_text_and_by_nobody_who_may_not_read_it(cast, start):
    WardReport.objects.filter(pk=start.pk).update(results="Đã số hóa 12 nghìn hồ sơ; {{8}} đạt. Lũ quét ở Nà Lừa.")
    indexing.compare_all()
    assert titles(cast.coordinator, "lu quet na lua")["wardreport"] == [str(start)]
    row = SearchRow.objects.get(kind="wardreport", subject_id=start.pk)
    assert ("{{" in row.text, row.words.split().count("so")) == (False, 1)
    stranger = arrange.newcomer(cast, "stranger", tree.add_ward("AL", "Phường An Lạc", by=None), "coordinator")
    assert titles(stranger, "lu quet na lua") == {}


@pytest.mark.parametrize("words", ["Uỷ ban", "Ủy ban", "uy ban", "UY BAN"])
def test_one_word_is_found_however_it_is_accented(cast, words):
    unit = tree.add_unit(cast.ward, by=cast.admin, code="UB", name="Ủy ban Mặt trận", short_name="UBMT")
    indexing.follow()
    assert unit.name in titles(cast.admin, words)["unit"]


@pytest.mark.parametrize("words", ["%", '"', "kế % hoạch", 'công"an'])
def test_signs_that_databases_read_otherwise_are_letters(cast, words):
    assert titles(cast.coordinator, words) == {}


def test_nobody_finds_what_they_may_not_see(cast):
    assert titles(cast["CA:drafter"], "Văn phòng 10/2026").get("unitreport") is None
    assert titles(cast.coordinator, "Văn phòng 10/2026")["unitreport"]
    stranger = arrange.newcomer(cast, "stranger", arrange.second_ward(cast), "admin")
    indexing.follow()
    assert titles(stranger, "Công an 10/2026") == {}


def test_what_is_changed_is_found_by_its_new_words_and_what_is_gone_no_more(cast):
    tree.change_unit(cast.units["CA"], by=cast.admin, name="Đồn Biên phòng")
    assert indexing.follow() >= 1
    assert titles(cast.admin, "don bien phong")["unit"] == ["Đồn Biên phòng"]
    SearchRow.objects.create(kind="unit", subject_id=0, scope=0, title="x", address="/", words="x", at=TODAY + "+07:00")
    assert indexing.compare_all() == 0
    assert not SearchRow.objects.filter(subject_id=0).exists()
    assert SearchRow.objects.filter(kind="unit").count() == Unit.objects.count()


def test_the_page_shows_each_kind_and_help_and_one_kind_alone(client, cast, django_assert_max_num_queries):
    client.force_login(cast.coordinator)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("search_everything"), {"q": "bao cao"})
    kinds = [group.kind for group in page.context["groups"]]
    assert {"unitreport", "wardreport", "help"} <= set(kinds)
    alone = client.get(reverse("search_everything"), {"q": "bao cao", "kind": "unitreport"}).context["groups"]
    assert [group.kind for group in alone] == ["unitreport"]
    with override("vi"):
        assert "Không có kết quả" in client.get(reverse("search_everything"), {"q": "zzzz"}).content.decode()


@pytest.mark.parametrize("narrow", [3, 0])
def test_what_is_found_by_a_kept_statement_is_what_django_finds(cast, monkeypatch, narrow):
    monkeypatch.setattr("approvals.search.querysets.NARROW", narrow)
    for person in (cast["CA:drafter"], cast.coordinator, cast.clerk, cast.admin):
        scopes = [*visible_wards(person).values_list("pk", flat=True)]
        kept, built = (found(person, ["bao", "cao"], scopes, **way) for way in ({"rows": compiled.rows}, {}))
        assert [(each.kind, [*each.found]) for each in kept] == [(each.kind, [*each.found]) for each in built]
    assert core.refused() == []


def test_a_faulty_address_finds_nothing(client, cast):
    client.force_login(cast.coordinator)
    assert client.get(reverse("search_everything"), {"q": "a" * 200, "kind": "x"}).status_code == 200
    assert client.get(reverse("search_everything"), {"q": "%'"}).status_code == 200


@pytest.mark.parametrize("words", ["chỉ tiêu 1", "Chi tieu so 1", "CT 1", "ct1"])
def test_an_indicator_is_found_by_its_number_alone(cast, words):
    (title,) = titles(cast.coordinator, words)["indicator"]
    assert title.startswith("1. ")


@pytest.mark.parametrize("words", ["nhiệm vụ 1", "NV 1", "nhiem vu so 1"])
def test_an_assignment_is_found_by_its_number_alone(cast, words):
    found = titles(cast.coordinator, words)["assignment"]
    assert [title.split(".")[0] for title in found] == ["1"], found


@pytest.mark.parametrize("words", ["chỉ tiêu 1", "nhiệm vụ 1"])
def test_what_is_found_by_its_number_leads_to_its_row_of_the_plan(client, cast, words):
    client.force_login(cast.coordinator)
    page = client.get(reverse("search_everything"), {"q": words})
    (group,) = [group for group in page.context["groups"] if group.kind in ("indicator", "assignment")]
    address, _sign, row = group.found[0].address.partition("#")
    assert f'<tr id="{row}">' in client.get(address).content.decode()


def test_a_text_that_names_an_indicator_is_found_beside_it(cast):
    items.raised(cast, "CA", text="Chưa có số liệu của chỉ tiêu 1 vì thiếu máy.")
    indexing.follow()
    assert {"indicator", "difficulty"} <= set(titles(cast.coordinator, "CT 1"))


def test_the_page_marks_what_matched_and_shows_where_in_the_text(client, cast):
    long = "Đơn vị chưa được cấp máy quét. " * 5 + "Đường truyền ở tổ dân phố chập chờn. " + "Đề nghị hỗ trợ. " * 9
    items.raised(cast, "CA", text=f"Thiếu thiết bị\n{long}")
    indexing.follow()
    client.force_login(cast.coordinator)
    page = client.get(reverse("search_everything"), {"q": "duong truyen"}).content.decode()
    assert "<mark>Đường</mark> <mark>truyền</mark> ở tổ dân phố" in page
