"""What numerator and denominator count is said by the plan, and told where the two are typed."""

from dataclasses import replace

import pytest
from django.urls import reverse

from tests import factories
from tests.units.workbook.workbooks import sample_plan
from units.models import Plan
from units.plans import actions as plans

pytestmark = pytest.mark.twice
WORDS = ("hồ sơ tiếp nhận trực tuyến", "hồ sơ tiếp nhận")


def counted(plan: Plan, number: int = 1) -> tuple[str, str]:
    row = plan.indicators.get(number=number)
    return row.numerator_words, row.denominator_words


def test_the_sample_plan_says_what_is_counted(cast):
    plan = Plan.objects.get()
    assert counted(plan) == WORDS
    assert counted(plan, 9) == ("", "")


def test_the_words_stand_at_the_fields_where_the_two_are_typed(cast, client):
    report = factories.unit_report(cast, "TTPVHCC")
    client.force_login(cast["TTPVHCC:drafter"])
    page = client.get(reverse("unit_report_write", args=[report.pk])).text
    assert f">{WORDS[0]}</label>" in page
    assert f">{WORDS[1]}</label>" in page
    factories.fill(report, cast)
    client.force_login(cast["TTPVHCC:unit_head"])
    check = client.get(reverse("unit_report_check", args=[report.pk])).text
    assert " / ".join(WORDS) in check
    client.force_login(cast.coordinator)
    assert " / ".join(WORDS) in client.get(reverse("unit_report", args=[report.pk])).text


def test_a_coordinator_changes_the_words_and_the_trail_tells_it(cast, client):
    plan = Plan.objects.get()
    client.force_login(cast.coordinator)
    address = reverse("plan_counts", args=[plan.pk])
    assert address in client.get(reverse("plan")).text
    fields = {field.html_name: field.value() or "" for field in client.get(address).context["form"]}
    assert "i9-numerator_words" not in fields
    assert client.post(address, fields | {"reason": ""}).status_code == 422
    typed = fields | {"i1-numerator_words": "hồ sơ nộp qua mạng", "reason": "Theo cách gọi của Trung tâm"}
    assert client.post(address, typed).status_code == 302
    assert counted(plan) == ("hồ sơ nộp qua mạng", WORDS[1])


def test_somebody_else_does_not_change_them(cast, client):
    client.force_login(cast["CA:drafter"])
    assert client.get(reverse("plan_counts", args=[Plan.objects.get().pk])).status_code == 404


def test_a_workbook_without_the_columns_keeps_what_was_said(cast):
    content = sample_plan()
    silent = replace(content.indicators[0], numerator_words=None, denominator_words=None, name="Tỷ lệ hồ sơ trực tuyến")
    cleared = replace(content.indicators[1], numerator_words="", denominator_words="")
    changed = replace(content, indicators=(silent, cleared, *content.indicators[2:]))
    plan = plans.import_plan(changed, by=cast.admin).plan
    assert (plan.version, counted(plan), counted(plan, 2)) == (2, WORDS, ("", ""))
