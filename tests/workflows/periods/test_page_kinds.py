"""The pages of kinds of report, and the one that asks for a report."""

import pytest
from django.urls import reverse

from approvals.models import TrailEvent
from tests.pages import posted_to
from tests.workflows.periods.arrange import QUARTERLY, quarterly
from workflows.models import CalendarDay, ReportingPeriod, ReportKind
from workflows.periods import actions as periods
from workflows.periods import kinds

TODAY = "2026-11-06 09:00"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def sign_in(client, person):
    client.force_login(person, backend="units.backends.GrantBackend")


def page(cast):
    return reverse("report_kinds", args=[cast.ward.pk])


def add_page(cast):
    return reverse("report_kind_add", args=[cast.ward.pk])


def ask_page(cast):
    return reverse("ask_for_report", args=[cast.ward.pk])


def test_the_page_says_of_each_kind_how_often_who_what_and_when_next(client, cast):
    sign_in(client, cast.admin)
    text = client.get(page(cast)).content.decode()
    assert "tháng 11/2026: số liệu từ 01/11/2026 đến 30/11/2026, mở ngày 20/11/2026" in text
    assert "trước ngày 05/12" in text
    assert "Báo cáo đột xuất" in text


def test_who_reads_only_sees_no_button(client, cast):
    sign_in(client, cast["CA:drafter"])
    text = client.get(page(cast)).content.decode()
    assert "Báo cáo tháng" in text
    assert add_page(cast) not in text
    assert ask_page(cast) not in text


def test_a_quarterly_kind_is_made_as_the_form_comes_with_three_answers(client, cast):
    sign_in(client, cast.admin)
    address = f"{add_page(cast)}?like={cast.monthly.pk}"
    typed = posted_to(client.get(address), add_page(cast)) | {
        "name": "Báo cáo quý",
        "frequency": "quarterly",
        "lead_days": 20,
    }
    response = client.post(address, typed)
    assert response["Location"] == page(cast)
    kind = ReportKind.objects.get(code="bao-cao-quy")
    assert (kind.frequency, kind.lead_days, kind.symbol, kind.reporters) == ("quarterly", 20, "BC-BCĐ", "all")
    assert "quý IV/2026: số liệu từ 01/10/2026" in client.get(page(cast)).content.decode()


def test_a_copy_begins_with_the_settings_of_its_model(client, cast):
    kind = kinds.make_kind(
        cast.monthly, by=cast.admin, **QUARTERLY, reporters="chosen", units=[cast.units["CA"], cast.units["TDP"]]
    )
    sign_in(client, cast.admin)
    address = f"{add_page(cast)}?like={kind.pk}"
    fields = posted_to(client.get(address), add_page(cast))
    assert (fields["frequency"], fields["reporters"], fields["like"]) == (["quarterly"], ["chosen"], [str(kind.pk)])
    assert set(fields["units"]) == {str(cast.units[code].pk) for code in ("CA", "TDP")}
    assert fields["name"] == [""]


def test_a_kind_is_changed_on_its_page(client, cast):
    kind = quarterly(cast)
    sign_in(client, cast.admin)
    address = reverse("report_kind_change", args=[kind.pk])
    typed = posted_to(client.get(address), address) | {
        "reporters": "chosen",
        "units": [cast.units["CA"].pk],
    }
    assert client.post(address, typed)["Location"] == page(cast)
    kind.refresh_from_db()
    assert (kind.unit_day, [unit.code for unit in kind.units.all()]) == (5, ["CA"])


def test_what_does_not_go_together_is_told_and_nothing_typed_is_lost(client, cast):
    sign_in(client, cast.admin)
    address = add_page(cast)
    typed = posted_to(client.get(address), address) | {"name": "Báo cáo tuần mới", "frequency": "weekly"}
    response = client.post(address, typed)
    assert response.status_code == 409
    text = response.content.decode()
    assert "phải từ 1 đến 7" in text
    assert 'value="Báo cáo tuần mới"' in text


def test_a_kind_with_an_open_period_is_not_retired_and_the_page_says_which(client, cast):
    kind = quarterly(cast)
    periods.open_period(kind, "2026-Q3")
    sign_in(client, cast.admin)
    response = client.post(reverse("report_kind_retire", args=[kind.pk]))
    assert response.status_code == 409
    assert "Báo cáo quý III/2026" in response.content.decode()


def test_a_kind_is_retired_on_its_page(client, cast):
    kind = quarterly(cast)
    sign_in(client, cast.admin)
    address = reverse("report_kind_retire", args=[kind.pk])
    assert "Báo cáo quý" in client.get(address).content.decode()
    assert client.post(address)["Location"] == page(cast)
    assert "Các loại đã thôi dùng" in client.get(page(cast)).content.decode()
    routes = client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
    assert "Báo cáo quý" not in routes
    assert "Báo cáo tháng" in routes


@pytest.mark.parametrize("name", ["report_kind_change", "report_kind_retire"])
def test_the_forms_are_the_administrators_alone(client, cast, name):
    kind = quarterly(cast)
    sign_in(client, cast.coordinator)
    assert client.get(reverse(name, args=[kind.pk])).status_code == 403
    assert client.get(add_page(cast)).status_code == 403


def asking(cast, **others):
    told = {"title": "Rà soát hạ tầng số", "brief": "Số điểm phát wifi", "units": [cast.units["CA"].pk]}
    return told | {"unit_day": "2026-11-10", "ward_day": "2026-11-12"} | others


def test_the_office_asks_for_a_report_and_comes_to_its_period(client, cast):
    sign_in(client, cast.coordinator)
    assert ask_page(cast) in client.get(reverse("periods")).content.decode()
    response = client.post(ask_page(cast), asking(cast))
    period = ReportingPeriod.objects.get()
    assert response["Location"] == f"/periods/{period.code}/?kind=dot-xuat&ward={cast.ward.pk}"
    assert "Báo cáo đột xuất: Rà soát hạ tầng số" in client.get(response["Location"]).content.decode()
    assert period.unit_due_at.isoformat() == "2026-11-09T17:00:00+00:00"


def test_the_form_comes_with_all_units_ticked_and_days_that_can_be_kept(client, cast):
    sign_in(client, cast.coordinator)
    fields = posted_to(client.get(ask_page(cast)), ask_page(cast))
    assert len(fields["units"]) == cast.ward.members.filter(reports=True).count()
    assert (fields["unit_day"], fields["ward_day"]) == (["12/11/2026"], ["14/11/2026"])  # from a Friday on


def test_the_days_of_a_request_are_working_days_of_the_ward(client, cast):
    for day in ("2026-11-10", "2026-11-11"):
        CalendarDay.objects.create(ward=cast.ward, day=day, working=False, name="Nghỉ bù")
    sign_in(client, cast.coordinator)
    fields = posted_to(client.get(ask_page(cast)), ask_page(cast))
    assert (fields["unit_day"], fields["ward_day"]) == (["14/11/2026"], ["18/11/2026"])


def test_the_unit_reads_what_is_asked_above_its_form(client, cast):
    sign_in(client, cast.coordinator)
    client.post(ask_page(cast), asking(cast))
    report = ReportingPeriod.objects.get().unit_reports.get()
    sign_in(client, cast["CA:drafter"])
    for name in ("unit_report", "unit_report_write"):
        text = client.get(reverse(name, args=[report.pk])).content.decode()
        assert "Nội dung yêu cầu" in text
        assert "Số điểm phát wifi" in text
        assert "Chỉ tiêu" not in text
    assert "Chỉ tiêu" not in client.get(reverse("unit_report_check", args=[report.pk])).content.decode()


def test_the_wards_page_tells_what_was_asked_and_of_whom(client, cast):
    sign_in(client, cast.coordinator)
    client.post(ask_page(cast), asking(cast))
    report = ReportingPeriod.objects.get().ward_reports.get()
    text = client.get(reverse("ward_report", args=[report.pk])).content.decode()
    assert "yêu cầu các đơn vị lập báo cáo đột xuất: Rà soát hạ tầng số" in text
    assert "Số điểm phát wifi" in text


def test_the_trail_tells_how_a_kind_was_made(client, cast):
    kind = kinds.make_kind(cast.monthly, by=cast.admin, **QUARTERLY, reporters="chosen", units=[cast.units["CA"]])
    event = TrailEvent.objects.get(action="make_kind", subject_id=kind.route.pk)
    sign_in(client, cast.admin)
    text = client.get(reverse("trail_event", args=[event.pk])).content.decode()
    assert "Hằng quý" in text
    assert "tạo loại báo cáo: báo cáo quý" in text


def test_a_request_that_is_late_at_birth_is_refused_and_nothing_typed_is_lost(client, cast):
    sign_in(client, cast.coordinator)
    response = client.post(ask_page(cast), asking(cast, unit_day="2026-11-01"))
    assert response.status_code == 409
    assert "Số điểm phát wifi" in response.content.decode()
    assert not ReportingPeriod.objects.exists()


def test_only_the_office_asks(client, cast):
    for person in (cast.admin, cast["CA:drafter"]):
        sign_in(client, person)
        assert client.get(ask_page(cast)).status_code == 403
        assert ask_page(cast) not in client.get(reverse("periods")).content.decode()


def test_periods_of_the_same_code_are_told_apart_by_their_kind(client, cast):
    other = kinds.make_kind(cast.monthly, by=cast.admin, name="Báo cáo tháng thứ hai", frequency="monthly")
    opened = [periods.open_period(kind, "2026-10") for kind in (cast.monthly, other)]
    sign_in(client, cast.coordinator)
    for period in opened:
        text = client.get(f"/periods/2026-10/?kind={period.kind.code}").content.decode()
        assert f"<h1>{period}</h1>" in text
