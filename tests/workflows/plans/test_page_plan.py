from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from tests import factories
from tests.units.workbook.workbooks import sample_plan
from units.models import Plan
from units.offices import actions as offices
from units.people import actions as people
from units.plans import actions as plans
from units.tree import actions as tree

TODAY = "2026-11-06 09:00"
CONSOLIDATED = pytest.mark.starts_from(factories.consolidated, on=TODAY)


def sign_in(client, person) -> None:
    client.force_login(person, backend="units.backends.GrantBackend")


def page(client, person, **query) -> str:
    sign_in(client, person)
    return client.get(reverse("plan"), query).content.decode()


def second_version(cast) -> Plan:
    first, *others = sample_plan().indicators
    content = replace(sample_plan(), indicators=(replace(first, goal=Decimal(90)), *others))
    return plans.import_plan(content, by=cast.admin).plan


def test_plan_shows_twenty_indicators_and_thirty_assignments(client, cast):
    sign_in(client, cast["CA:drafter"])
    context = client.get(reverse("plan")).context
    assert len(context["progress"]) == 20
    assert sum(len(group["assignments"]) for group in context["groups"]) == 30
    assert [str(group["group"].code) for group in context["groups"]][:3] == ["I", "II", "III"]


def test_six_things_that_must_be_clear_are_spelled_out(client, cast):
    words = page(client, cast["CA:drafter"])
    for heading in ("Rõ người", "Rõ việc", "Rõ trách nhiệm", "Rõ thời gian", "Rõ sản phẩm", "Rõ thẩm quyền"):
        assert heading in words


def test_a_unit_s_part_is_shown_alone(client, cast):
    sign_in(client, cast["CA:drafter"])
    context = client.get(reverse("plan"), {"unit": "CA"}).context
    parts = [row.indicator for row in context["progress"]]
    assert 0 < len(parts) < 20
    assert all("CA" in {part.lead.code, *(unit.code for unit in part.cooperating.all())} for part in parts)


def test_before_any_consolidation_nothing_has_a_value(client, cast):
    sign_in(client, cast.admin)
    assert all(row.figure is None for row in client.get(reverse("plan")).context["progress"])


@CONSOLIDATED
def test_newest_consolidated_figures_stand_beside_the_goals(client, cast, start, on_day):
    on_day(TODAY)
    sign_in(client, cast.coordinator)
    rows = client.get(reverse("plan")).context["progress"]
    assert {row.figure.report_id for row in rows} == {start.pk}
    assert rows[0].value == "50"
    assert rows[0].light == "red"


@CONSOLIDATED
def test_figures_not_issued_are_hidden_from_the_units(client, cast, on_day):
    on_day(TODAY)
    sign_in(client, cast["CA:drafter"])
    assert all(row.figure is None for row in client.get(reverse("plan")).context["progress"])


@CONSOLIDATED
def test_plan_takes_ten_queries(client, cast, on_day, django_assert_max_num_queries):
    on_day(TODAY)
    sign_in(client, cast.coordinator)
    with django_assert_max_num_queries(10):
        client.get(reverse("plan"))


def test_versions_stand_beside_the_plan_and_the_older_says_so(client, cast):
    second_version(cast)
    old = Plan.objects.get(version=1)
    assert "Đây không phải phiên bản mới nhất" in page(client, cast.auditor, version=old.pk)
    assert "Đây không phải phiên bản mới nhất" not in page(client, cast.auditor)


def test_what_a_version_changed_is_shown(client, cast):
    new, old = second_version(cast), Plan.objects.get(version=1)
    sign_in(client, cast["CA:drafter"])
    words = client.get(reverse("plan_differences"), {"old": old.pk, "new": new.pk}).content.decode()
    assert "<del>85</del> <ins>90</ins>" in words


def test_versions_that_do_not_belong_together_answer_404(client, cast):
    sign_in(client, cast.admin)
    own = Plan.objects.get()
    other = plans.import_plan(replace(sample_plan(), ward_name="Nông Tiến"), by=None).plan
    for query in ({}, {"old": "x", "new": "1"}, {"old": own.pk, "new": other.pk}, {"old": own.pk}):
        assert client.get(reverse("plan_differences"), query).status_code == 404


def test_a_version_that_is_not_there_answers_404(client, cast):
    sign_in(client, cast.admin)
    assert client.get(reverse("plan"), {"version": "999"}).status_code == 404


def test_without_a_plan_the_page_says_what_to_do(client, cast):
    ward = tree.add_ward("NONGTIEN", "Phường Nông Tiến", by=None)
    person = people.add_person(ward, by=None, username="qt", name="Quản trị, Nông Tiến")
    offices.start_membership(person, by=None, unit=ward, office="admin", starts_at=Plan.objects.get().imported_at)
    words = page(client, person)
    assert "Chưa có kế hoạch" in words
    assert reverse("plan_import") in words
