"""What keeps the next periods from opening stands on the desk of whoever administers the ward."""

import pytest
from django.urls import reverse

from tests import factories
from workflows.models import Step


def desk(client, person):
    client.force_login(person, backend="units.backends.GrantBackend")
    return client.get(reverse("desk")).content.decode()


@pytest.mark.parametrize(("day", "told"), [("2026-11-30 09:00", False), ("2026-12-01 09:00", True)])
def test_a_missing_plan_of_next_year_is_told_from_december_on(client, cast, on_day, day, told):
    on_day(day)
    assert ("chưa có kế hoạch năm 2027" in desk(client, cast.admin)) == told


def test_a_kind_without_steps_is_told_with_where_to_add_them(client, cast, on_day):
    on_day("2026-11-06 09:00")
    assert "chưa có bước duyệt" not in desk(client, cast.admin)
    Step.objects.filter(route__kind=cast.monthly).update(retired_at="2026-11-01T00:00:00Z")
    page = desk(client, cast.admin)
    assert "“Báo cáo tháng” của" in page
    assert reverse("routes", args=[cast.ward.pk]) in page


def test_nobody_else_is_told_and_the_desk_keeps_to_ten_statements(client, cast, on_day, django_assert_max_num_queries):
    on_day("2026-12-01 09:00")
    factories.open_month(cast)
    assert "kế hoạch năm 2027" not in desk(client, cast.coordinator)
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    with django_assert_max_num_queries(10):
        client.get(reverse("desk"))
