import pytest

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.unit_reports.test_on_behalf import CONTACT, NAME, confirm, enter, figure_of, submit
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports

TOLD = {"name": NAME, "contact": CONTACT, "told_at": "2026-11-03T08:55"}


@pytest.fixture
def draft(client, cast, on_day) -> UnitReport:
    on_day("2026-11-03 09:00")
    client.force_login(cast.coordinator)
    return arrange.draft(cast, "TDP")


def address(report, page=""):
    return f"/reports/unit/{report.pk}/on-behalf/{page}"


def typed(report, **changes):
    """What the office posts: who told it, and the fields that it changed."""
    name = f"i{figure_of(report).pk}_value"
    return {"seen": str(report.version), name: "61", f"initial-{name}": "50"} | TOLD | changes


def test_the_office_types_what_it_was_told(client, draft):
    assert client.get(address(draft)).status_code == 200
    answer = client.post(address(draft), typed(draft), follow=True)
    page = answer.content.decode()
    assert figure_of(draft).value == 61
    assert f"Nguồn: {NAME}; {CONTACT}; 03/11/2026 08:55" in page
    assert "Đơn vị chưa xác nhận" in page
    assert f"Nhập thay, nguồn: {NAME}, 03/11/2026" in page.replace("\xa0", " ")


def test_the_report_offers_it_to_the_office_alone(client, cast, draft):
    assert address(draft) in client.get(f"/reports/unit/{draft.pk}/").content.decode()
    client.force_login(cast["TDP:drafter"])
    assert address(draft) not in client.get(f"/reports/unit/{draft.pk}/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"contact": ""}, "contact"),
        ({"told_at": "2026-11-03T09:05"}, "told_at"),
        ({"told_at": "hôm qua"}, "told_at"),
    ],
)
def test_without_a_source_nothing_is_saved_and_nothing_typed_is_lost(client, draft, wrong, field):
    answer = client.post(address(draft), typed(draft, **wrong))
    assert answer.status_code == 422
    assert list(answer.context["informant_form"].errors) == [field]
    assert f'name="i{figure_of(draft).pk}_value" value="61"' in answer.content.decode()
    assert reread(draft).version == draft.version


def test_a_figure_that_is_none_is_refused_with_the_source_kept(client, draft):
    name = f"i{figure_of(draft).pk}_value"
    answer = client.post(address(draft), typed(draft, **{name: "nhiều"}))
    assert answer.status_code == 422
    assert name in answer.context["form"].errors
    assert f'value="{NAME}"' in answer.content.decode()


def test_two_versions_are_shown_and_the_source_travels_with_the_choice(client, cast, draft):
    posted = typed(draft)
    newer = enter(cast, draft, value="70")
    answer = client.post(address(draft), posted)
    assert answer.status_code == 409
    assert answer.context["save_url"] == address(draft)
    chosen = dict(answer.context["carried"]) | {
        "seen": str(newer.version),
        f"pick-i{figure_of(draft).pk}_value": "mine",
    }
    assert client.post(address(draft), chosen).status_code == 302
    assert figure_of(draft).value == 61


def test_what_was_submitted_meanwhile_is_refused_with_all_that_was_typed(client, cast, draft):
    unit_reports.submit(draft, by=cast["TDP:unit_head"], seen=draft.version)
    answer = client.post(address(draft), typed(draft))
    assert answer.status_code == 409
    assert 'value="61"' in answer.content.decode()


def test_the_office_submits_on_behalf(client, draft):
    assert client.get(address(draft, "submit/")).status_code == 200
    assert client.post(address(draft, "submit/"), {"seen": draft.version} | TOLD).status_code == 302
    assert reread(draft).state == "submitted"


def test_submitting_without_a_source_is_refused_beside_its_field(client, draft):
    answer = client.post(address(draft, "submit/"), {"seen": draft.version} | TOLD | {"name": ""})
    assert (answer.status_code, list(answer.context["informant_form"].errors)) == (422, ["name"])


def test_a_newer_version_is_not_submitted_unread(client, cast, draft):
    enter(cast, draft)
    answer = client.post(address(draft, "submit/"), {"seen": draft.version} | TOLD)
    assert answer.status_code == 409
    assert f'value="{NAME}"' in answer.content.decode()


def test_what_still_needs_a_reason_is_named_instead_of_a_button(client, cast, on_day):
    on_day("2026-11-03 09:00")
    client.force_login(cast.coordinator)
    report = factories.unit_report(cast, "TDP")
    page = client.get(address(report, "submit/"))
    assert page.context["entries"].unanswered
    assert "Người đề nghị nộp thay" not in page.content.decode()


def test_the_unit_reads_what_was_entered_and_confirms_it(client, cast, draft):
    report = enter(cast, draft)
    client.force_login(cast["TDP:drafter"])
    page = client.get(address(report, "confirm/"))
    assert [(row["old"], row["new"]) for row in page.context["rows"]] == [("50", "61")]
    assert client.post(address(report, "confirm/"), {"seen": report.version}).status_code == 302
    page = client.get(f"/reports/unit/{report.pk}/").content.decode()
    assert f"{cast['TDP:drafter'].name} xác nhận 03/11/2026 09:00" in page


def test_what_is_confirmed_has_no_page_to_confirm_it(client, cast, draft):
    report = confirm(cast, enter(cast, draft))
    client.force_login(cast["TDP:unit_head"])
    assert client.get(address(report, "confirm/")).status_code == 409


def test_the_desk_leads_the_unit_to_it(client, cast, draft):
    report = submit(cast, enter(cast, draft))
    client.force_login(cast["TDP:unit_head"])
    assert address(report, "confirm/") in client.get("/").content.decode()
    client.force_login(cast.coordinator)
    assert "Đã nhập thay, đơn vị chưa xác nhận" in client.get("/").content.decode()


def test_the_head_reads_what_the_office_entered_since_they_last_looked(client, cast, draft):
    client.force_login(cast["TDP:unit_head"])
    check = f"/reports/unit/{draft.pk}/check/"
    client.get(check)
    enter(cast, draft)
    assert [(row["old"], row["new"]) for row in client.get(check).context["news"]] == [("50", "61")]


@pytest.mark.parametrize("page", ["", "submit/"])
def test_the_unit_and_strangers_are_refused(client, cast, draft, page):
    client.force_login(cast["TDP:drafter"])
    assert client.get(address(draft, page)).status_code == 403
    client.force_login(cast["CA:drafter"])
    assert client.get(address(draft, page)).status_code == 404


@pytest.mark.parametrize("page", ["", "submit/"])
def test_what_is_with_the_office_is_not_entered_any_more(client, cast, draft, page):
    unit_reports.submit(draft, by=cast["TDP:unit_head"], seen=draft.version)
    assert client.get(address(draft, page)).status_code == 409


@pytest.mark.parametrize(
    ("page", "who"), [("", "VHXH:coordinator"), ("submit/", "VHXH:coordinator"), ("confirm/", "TDP:drafter")]
)
def test_its_pages_take_twelve_queries_at_most(client, cast, draft, page, who, django_assert_max_num_queries):
    report = enter(cast, draft)
    client.force_login(cast[who])
    with django_assert_max_num_queries(12):
        client.get(address(report, page))
