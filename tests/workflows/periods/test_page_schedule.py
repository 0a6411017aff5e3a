"""The page of a kind's schedule, with the next twelve periods as they would fall."""

from decimal import Decimal

import pytest
from django.urls import reverse

from approvals.models import TrailEvent
from tests import factories
from tests.pages import posted_to
from tests.workflows.official_days import lay_nation
from workflows.models import ReportingPeriod, ReportKind

TODAY = "2026-11-03 09:00"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def address(cast, name="report_kind_schedule"):
    return reverse(name, args=[cast.monthly.pk])


def sign_in(client, person):
    client.force_login(person, backend="units.backends.GrantBackend")


def typed(client, cast, **others):
    fields = posted_to(client.get(address(cast)), address(cast))
    fields.pop("preview", None)
    return fields | others


def test_it_shows_twelve_periods_with_their_dates(client, cast):
    factories.open_month(cast)
    sign_in(client, cast.admin)
    response = client.get(address(cast))
    coming = response.context["preview"].coming
    assert [each.period for each in (coming[0], coming[-1])] == ["tháng 11/2026", "tháng 10/2027"]
    assert "trước ngày 05/12" in response.content.decode()


def test_the_preview_shows_what_is_typed_and_saves_nothing(client, cast):
    period = factories.open_month(cast)
    sign_in(client, cast.admin)
    fields = typed(client, cast, unit_day=7, inclusive="1", preview="1")
    for name in ("report_kind_schedule", "report_kind_schedule_preview"):
        text = client.post(address(cast, name), fields).content.decode()
        assert "chậm nhất ngày 07/12" in text
        assert "trước ngày 08/11/2026 thay cho trước ngày 05/11/2026" in text
    assert ReportKind.objects.get(pk=cast.monthly.pk).unit_day == 5
    assert ReportingPeriod.objects.get(pk=period.pk).unit_due_at == period.unit_due_at


def test_a_due_day_within_tet_is_said_to_move(client, cast):
    lay_nation()  # a test that commits has emptied the table
    sign_in(client, cast.admin)
    fields = typed(client, cast, unit_day=7, day_off="previous", preview="1")
    row = next(each for each in client.post(address(cast), fields).context["preview"].coming if "1/2027" in each.period)
    assert (row.units, row.ward) == ("trước ngày 06/02", "trước ngày 06/02")
    assert "06/02 là ngày nghỉ" in row.notes[0]


def test_a_day_31_is_told_in_the_preview_and_on_saving_and_what_was_typed_stands(client, cast):
    sign_in(client, cast.admin)
    for others in ({"preview": "1"}, {}):
        response = client.post(address(cast), typed(client, cast, unit_day=31, ward_day=32, **others))
        assert response.status_code == 409
        assert "từ 1 đến 28" in response.content.decode()
        assert 'value="31"' in response.content.decode()


def test_open_periods_are_moved_with_a_reason_alone(client, cast):
    factories.open_month(cast)
    sign_in(client, cast.admin)
    fields = typed(client, cast, unit_day=7, reach="open")
    response = client.post(address(cast), fields)
    assert response.status_code == 422
    assert "đọc lý do" in response.content.decode()
    assert client.post(address(cast), fields | {"reason": "Tỉnh đổi ngày"})["Location"] == address(cast)
    assert f"{ReportingPeriod.objects.get().unit_due_at:%d}" == "06"


def test_a_ward_without_periods_chooses_its_first_and_none_is_late_at_birth(client, cast):
    sign_in(client, cast.admin)
    choices = dict(client.get(address(cast)).context["form"].fields["opens_from"].choices)
    assert next(iter(choices.values())) in ("tháng 10/2026", "tháng 1/2026")
    client.post(address(cast), typed(client, cast, opens_from="2026-12-01"))
    assert ReportKind.objects.get(pk=cast.monthly.pk).opens_from.isoformat() == "2026-12-01"
    assert client.get(address(cast)).context["preview"].coming[0].period == "tháng 12/2026"


def test_the_page_is_the_administrators_alone(client, cast):
    sign_in(client, cast.coordinator)
    assert client.get(address(cast)).status_code == 403
    assert client.post(address(cast, "report_kind_schedule_preview")).status_code == 403


def thresholds(client, cast, **changes):
    return client.post(address(cast), typed(client, cast, **changes))


def test_from_where_on_figures_are_red_or_asked_about_is_set_on_the_page(client, cast):
    sign_in(client, cast.admin)
    assert thresholds(client, cast, green="0,95", amber="0,7", jump_percent="40").status_code == 302
    kind = ReportKind.objects.get(pk=cast.monthly.pk)
    assert (kind.green, kind.amber, kind.jump_percent, kind.limits.percent) == (
        *map(Decimal, ("0.95", "0.7", "40", "40")),
    )
    event = TrailEvent.objects.get(action="change_kind")
    assert event.changes["amber"] == ["0.8", "0.7"]
    assert "vàng từ" in client.get(reverse("trail")).content.decode()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("amber", "1", "phải nhỏ hơn ngưỡng xanh"),
        ("amber", "0", "lớn hơn 0"),
        ("green", "1,005", "2 chữ số"),
        ("green", "cao", "không phải là số"),
        ("jump_percent", "1000", "999"),
        ("jump_deviations", "", "bắt buộc"),
    ],
)
def test_a_threshold_that_is_none_is_said_at_its_field(client, cast, name, text, said):
    sign_in(client, cast.admin)
    answer = thresholds(client, cast, **{name: text})
    words = answer.content.decode()
    assert (answer.status_code, f'id="id_{name}_error"' in words, said in words) == (422, True, True)
    assert str(ReportKind.objects.get(pk=cast.monthly.pk).amber) == "0.80"


def test_a_ward_that_is_due_before_its_units_reads_a_sentence(client, cast):
    sign_in(client, cast.admin)
    answer = client.post(address(cast), typed(client, cast, unit_day=12, ward_day=10))
    assert answer.status_code == 409
    assert "Ngày đơn vị gửi báo cáo phải trước ngày gửi báo cáo tổng hợp" in answer.content.decode()
    assert "onstraint" not in answer.content.decode()


def test_the_preview_shows_from_when_on_the_first_period_s_data_are(client, cast):
    sign_in(client, cast.admin)
    fields = typed(client, cast, first_covers_year="on", preview="1")
    coming = client.post(address(cast), fields).context["preview"].coming
    assert [f"{each.starts:%d/%m/%Y}" for each in coming[:2]] == ["01/01/2026", "01/12/2026"]
