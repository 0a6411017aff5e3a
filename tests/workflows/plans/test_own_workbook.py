"""A version of the plan goes out as our own workbook and comes back as it was, with who only helps."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.units.workbook.workbooks import sample_plan
from units.models import Plan
from units.plans import actions as plan_actions
from units.plans import versions as plans
from units.workbook import FaultyPlan, read_plan
from workflows.plans.own_workbook import workbook_of

REASON = "Trung tâm đếm cả hồ sơ của Văn phòng"


def helped(cast):
    plan = Plan.objects.get()
    row = plan.indicators.get(number=1)
    helper = row.cooperating.order_by("code").first()
    plan_actions.set_helping(plan, by=cast.admin, helping={1: [helper.pk]}, reason=REASON)
    return plan, helper


def changed(workbook, written):
    """As read, with the first indicator's cell of who only helps written anew."""
    book = load_workbook(BytesIO(workbook))
    sheet = book["Chỉ tiêu"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, titles["Chỉ phối hợp"]).value = written
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return read_plan(file)


def import_it(content, cast):
    return plan_actions.import_plan(content, by=cast.admin)


def test_what_goes_out_comes_back_without_a_difference(cast):
    plan, helper = helped(cast)
    content = read_plan(BytesIO(workbook_of(plan)))
    assert content.indicators[0].helping == (helper.code,)
    assert plans.compare(content, plans.units_in_use(cast.ward), plan) == []
    assert not import_it(content, cast).created


def test_who_only_helps_is_changed_in_the_workbook_and_told_as_a_difference(cast, client):
    plan, helper = helped(cast)
    content = changed(workbook_of(plan), None)
    result = import_it(content, cast)
    (row,) = result.differences
    assert (row.part, row.key, [name for name, *_words in row.fields]) == ("indicator", "1", ["chỉ phối hợp"])
    assert (result.created, result.plan.indicators.get(number=1).helping.count()) == (True, 0)
    client.force_login(cast.admin)
    page = client.get(reverse("plan_differences"), {"old": plan.pk, "new": result.plan.pk}).text
    assert helper.short_name in page


def test_a_workbook_without_the_column_leaves_who_helps_as_it_was(cast):
    plan, helper = helped(cast)
    assert not import_it(sample_plan(), cast).created
    assert set(plan.indicators.get(number=1).helping.all()) == {helper}


def test_who_only_helps_has_to_cooperate(cast):
    plan, _helper = helped(cast)
    lead = plan.indicators.get(number=1).lead.code
    with pytest.raises(FaultyPlan, match="phối hợp"):
        changed(workbook_of(plan), lead)


def test_the_plan_s_page_hands_it_out(cast, client):
    client.force_login(cast.admin)
    address = reverse("plan_workbook", args=[Plan.objects.get().pk])
    assert address in client.get(reverse("plan")).text
    assert client.get(address).content[:2] == b"PK"
