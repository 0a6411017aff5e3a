"""Whoever holds an office in two wards chooses the ward that a page is about; whoever has one sees no choice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories import open_month
from tests.units.workbook import mapping_workbooks, workbooks
from tests.workflows import arrange, items
from units.models import IndicatorMapping, Office, Plan, Unit
from workflows.difficulties import actions as difficulties_actions
from workflows.difficulties.actions import Addressee, Raised
from workflows.models import Difficulty
from workflows.periods import actions as periods

PAGES = [
    ("plan_import", "MX:admin"),
    ("unit_add", "MX:admin"),
    ("mapping_import", "VHXH:coordinator"),
    ("difficulties_merge", "VHXH:coordinator"),
]


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def second(cast):
    return arrange.second_ward(cast)


@pytest.fixture
def signed_in(client, cast):
    def sign_in(who: str):
        client.force_login(cast[who], backend="units.backends.GrantBackend")
        return client

    return sign_in


def of(ward, name, *args):
    return f"{reverse(name, args=args)}?ward={ward.pk}"


def upload(client, address, content):
    return client.post(address, {"workbook": SimpleUploadedFile("tep.xlsx", content)})


def plan_of(name: str) -> bytes:
    """The sample, for the ward of this name, with another goal for its first indicator."""
    workbook = workbooks.sample()
    workbook["Chỉ tiêu"]["D2"] = 91
    for row in workbook["Kế hoạch"].iter_rows(max_col=2):
        if row[0].value == "Phường":
            row[1].value = name
    return workbooks.saved(workbook).getvalue()


def raised(ward, text="Thiếu người"):
    unit = ward.members.get(code="CA")
    drafter = arrange.drafter_of(unit)
    words = Raised(ward.difficulty_kinds.get(name="Kinh phí"), text, Addressee("leaders"))
    return difficulties_actions.raise_difficulty(unit, by=drafter, raised=words)


@pytest.mark.parametrize(("page", "who"), PAGES)
def test_who_has_two_wards_chooses_first_and_reads_which_it_is(cast, second, signed_in, page, who):
    client = signed_in(who)
    choice = client.get(reverse(page), {"pick": "7"})
    assert "Việc này của đơn vị cấp xã nào?" in choice.content.decode()
    for ward in (cast.ward, second):
        assert f"pick=7&amp;ward={ward.pk}" in choice.content.decode()
        assert f"{ward}" in client.get(of(ward, page)).content.decode().partition("page-kicker")[2][:60]


@pytest.mark.parametrize(("page", "who"), PAGES)
def test_who_has_one_ward_is_not_asked(cast, signed_in, page, who):
    answer = signed_in(who).get(reverse(page)).content.decode()
    assert "Việc này của đơn vị cấp xã nào?" not in answer
    assert "ward=" not in answer
    assert "page-kicker" not in answer


@pytest.mark.parametrize(("page", "who"), PAGES)
def test_the_page_of_anothers_ward_is_not_there(cast, signed_in, page, who):
    stranger = Unit.objects.create(code="XA", name="Xã Xa", short_name="Xa")
    client = signed_in(who)
    for ward in (stranger, cast.units["CA"]):
        assert client.get(of(ward, page)).status_code == 404
    assert client.get(of(cast.ward, page)).status_code == 200
    assert client.get(reverse(page), {"ward": "x"}).status_code == 404


@pytest.mark.parametrize("page", ["plan_import_confirm", "mapping_import_confirm"])
def test_what_is_confirmed_needs_its_ward_too(cast, second, signed_in, page):
    stranger = Unit.objects.create(code="XA", name="Xã Xa", short_name="Xa")
    client = signed_in("MX:admin")
    assert client.post(reverse(page, args=["0" * 64])).status_code == 404
    assert client.post(of(stranger, page, "0" * 64)).status_code == 404
    assert client.post(of(second, page, "0" * 64)).status_code == 409


def test_a_plan_is_imported_for_the_second_ward(cast, second, signed_in):
    client = signed_in("MX:admin")
    checked = upload(client, of(second, "plan_import"), plan_of("Nông Tiến"))
    confirm = of(second, "plan_import_confirm", checked.context["sha256"])
    assert f'action="{confirm}"' in checked.content.decode()
    client.post(confirm)
    assert [Plan.objects.filter(ward=ward).count() for ward in (cast.ward, second)] == [1, 2]
    assert upload(client, of(cast.ward, "plan_import"), plan_of("Nông Tiến")).status_code == 422


def test_forms_are_imported_for_the_second_ward(cast, second, signed_in):
    client = signed_in("VHXH:coordinator")
    checked = upload(client, of(second, "mapping_import"), mapping_workbooks.SAMPLE.read_bytes())
    confirm = of(second, "mapping_import_confirm", checked.context["sha256"])
    assert f'action="{confirm}"' in checked.content.decode()
    client.post(confirm)
    assert IndicatorMapping.objects.get().ward == second


def test_difficulties_of_the_second_ward_are_put_together(cast, second, signed_in):
    own, first, other = items.raised(cast), raised(second), raised(second, "Thiếu xe")
    client, page = signed_in("VHXH:coordinator"), of(second, "difficulties_merge")
    offered = client.get(page)
    assert {row.item for row in offered.context["rows"]} == {first, other}
    kind = second.difficulty_kinds.get(name="Nhân lực").pk
    picks = [first.pk, other.pk, own.pk]
    client.post(page, {"text": "Thiếu nhiều", "kind": kind, "to": "leaders", "pick": picks})
    whole = Difficulty.objects.get(unit=None)
    assert (whole.ward, set(whole.sources.all())) == (second, {first, other})
    assert (
        f"?ward={cast.ward.pk}&amp;pick={own.pk}" in client.get(reverse("difficulty", args=[own.pk])).content.decode()
    )


def test_a_unit_is_added_to_the_second_ward(cast, second, signed_in):
    client = signed_in("MX:admin")
    entered = {"code": "TYT", "name": "Trạm Y tế phường", "short_name": "Trạm Y tế", "reports": "on"}
    client.post(of(second, "unit_add"), entered)
    assert Unit.objects.get(code="TYT").ward == second


def test_who_administers_two_wards_finds_the_routes_and_kinds_of_both(cast, second, signed_in):
    client = signed_in("MX:admin")
    units, difficulties = (client.get(reverse(page)).content.decode() for page in ("units", "difficulties"))
    for ward in (cast.ward, second):
        assert reverse("routes", args=[ward.pk]) in units
        assert reverse("difficulty_kinds", args=[ward.pk]) in difficulties


def test_who_writes_in_two_wards_raises_a_difficulty_in_either(cast, second, signed_in):
    arrange.join(cast["CA:drafter"], second.members.get(code="CA"), Office.DRAFTER)
    client, page = signed_in("CA:drafter"), reverse("difficulty_raise")
    assert "Việc này của đơn vị cấp xã nào?" in client.get(page).content.decode()
    kind = second.difficulty_kinds.get(name="Nhân lực").pk
    client.post(of(second, "difficulty_raise"), {"text": "Thiếu người", "kind": kind, "to": "leaders"})
    assert Difficulty.objects.get().unit.ward == second


def test_each_ward_has_its_own_grid_of_a_month(cast, second, signed_in):
    mine, theirs = open_month(cast), periods.open_period(second.report_kinds.get(code="monthly"), "2026-10")
    client, page = signed_in("VHXH:coordinator"), reverse("period", args=["2026-10"])
    for period in (mine, theirs):
        shown = client.get(page, {"kind": "monthly", "ward": period.ward_id})
        assert shown.context["period"] == period
        listed = client.get(reverse("periods")).content.decode()
        assert f"?kind=monthly&amp;ward={period.ward_id}" in listed
        assert str(period.ward) in listed
    assert client.get(page, {"ward": "999999"}).status_code == 404
    accepting = client.post(reverse("period_accept", args=["2026-10"]), {"kind": "monthly", "ward": second.pk})
    assert f"ward={second.pk}" in accepting.url


def test_the_head_of_a_page_names_the_only_ward_and_counts_several(cast, signed_in):
    page = '<span class="brand-ward">{}</span>'
    assert page.format("Phường Minh Xuân") in signed_in("MX:admin").get("/").content.decode()
    arrange.second_ward(cast)
    assert page.format("2 đơn vị cấp xã") in signed_in("MX:admin").get("/").content.decode()
