"""What the pages tell of a report after it went back, and after it is done: nobody loses sight of it."""

import re

import pytest
from django.urls import reverse

from approvals.clock import at
from approvals.register import actions as register
from tests import factories
from tests.people import instant
from tests.workflows import arrange, items
from units.models import Office
from workflows.boards.desk import desk_of
from workflows.cases import standing
from workflows.difficulties.facts import aged, of_report
from workflows.models import Difficulty
from workflows.pure.calendar import Calendar


def test_a_returned_report_stays_on_the_coordinators_desk(cast):
    report = arrange.returned(cast)
    waiting = {task.report: task for task in desk_of(cast["VHXH:coordinator"]).waiting}
    assert waiting[report].holder == cast.units["CA"].short_name
    assert waiting[report].reason == "Thiếu số liệu"


def test_a_returned_report_of_ones_own_unit_is_told_once(cast):
    report = arrange.returned(cast, unit="VHXH")
    arrange.join(cast["VHXH:coordinator"], cast.units["VHXH"], Office.DRAFTER)
    assert [task.report for task in desk_of(cast["VHXH:coordinator"]).tasks].count(report) == 1


def test_a_report_that_was_returned_stays_counted_as_handed_in(cast, client):
    arrange.returned(cast)
    client.force_login(cast["VHXH:coordinator"])
    assert (cast.units["CA"].short_name, "returned") in [
        (unit, state) for unit, state, _at in desk_of(cast["VHXH:coordinator"]).strips[0].units
    ]
    page = client.get(reverse("period", args=[factories.MONTH])).content.decode()
    assert re.search(r"<strong>1</strong> bị trả lại", page)


@pytest.mark.parametrize(("who", "unit"), [("VHXH:coordinator", "VHXH"), ("BCĐ:approver", "BCĐ")])
def test_whoever_coordinates_or_approves_raises_a_difficulty_and_closes_it(cast, client, who, unit):
    client.force_login(cast[who])
    kind = cast.ward.difficulty_kinds.get(name="Nhân lực").pk
    answer = client.post(reverse("difficulty_raise"), {"text": "Thiếu người.", "kind": kind, "to": "province"})
    assert answer.status_code == 302
    raised = Difficulty.objects.get()
    assert raised.unit == cast.units[unit]
    answer = client.post(reverse("difficulty_close", args=[raised.pk]), {"text": "Đã đủ."})
    assert answer.status_code == 302
    raised.refresh_from_db()
    assert raised.state == "closed"


def test_a_difficulty_is_as_old_for_everybody(cast, on_day):
    on_day("2026-10-01 09:00")
    raised = items.raised(cast)
    on_day("2026-11-03 09:00")
    report = factories.submitted(cast)
    on_day("2026-11-20 09:00")
    assert [each.words for each in of_report(report)] == [each.words for each in aged([raised])]


def test_a_finished_period_has_no_time_left(cast, client, on_day):
    on_day("2026-11-02 09:00")
    report = arrange.ready(cast)
    client.force_login(cast["VHXH:coordinator"])
    page = client.get(reverse("period", args=[report.period.code])).content.decode()
    head = re.search(r'<header class="page-head">.*?</header>', page, re.DOTALL).group()
    assert "slack" not in head


def test_the_head_of_an_issued_report_says_its_number(cast, client):
    report = arrange.issued(cast)
    line = register.document_of(report)
    client.force_login(cast["VHXH:coordinator"])
    page = client.get(reverse("ward_report", args=[report.pk])).content.decode()
    assert f"Số {line.code} ngày {line.issued_on:%d/%m/%Y}" in page


def test_two_due_times_of_one_day_are_told_apart_as_their_working_days_are():
    with at(instant("2026-11-30 09:00")):
        morning = standing.due(instant("2026-12-04 00:00"), Calendar())
        afternoon = standing.due(instant("2026-12-04 15:00"), Calendar())
    assert (morning.before, morning.words) == ("ngày 04/12/2026", "còn 3 ngày làm việc")
    assert (afternoon.before, afternoon.words) == ("15:00 ngày 04/12/2026", "còn 4 ngày làm việc")
