"""Tình hình: what each may see, each mark with its page, ten statements, and the charts as files."""

import re
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from approvals.clock import at
from tests import factories
from tests.people import instant
from tests.workflows import arrange
from units.models import Assignment
from workflows.dashboard.asked import Asked
from workflows.dashboard.board import board_of
from workflows.models import ReportingPeriod

TODAY = "2026-11-06 09:00"
CONSOLIDATED = pytest.mark.starts_from(factories.consolidated, on=TODAY)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person, backend="units.backends.GrantBackend")
    return client


def board(cast, who="VHXH:coordinator", **asked):
    return board_of(Asked(cast.ward, 2026, **asked), cast[who])


@CONSOLIDATED
def test_the_page_shows_the_year_in_ten_statements(start, cast, django_assert_max_num_queries):
    client = client_of(cast.coordinator)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("dashboard"))
    assert page.status_code == 200
    assert page.text.count('class="chart"') >= 20
    figure = reverse("ward_report_figure", args=[start.pk, 1])
    assert f'href="{figure}"' in page.text


@CONSOLIDATED
def test_who_holds_what_takes_ten_statements_and_stands_alone_without_javascript(
    start, cast, django_assert_max_num_queries
):
    client = client_of(cast.coordinator)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("dashboard_holders"))
    assert "<main" in page.text
    assert start.get_absolute_url() in page.text
    part = client.get(reverse("dashboard_holders"), headers={"HX-Request": "true"}).text
    assert "<main" not in part


@CONSOLIDATED
def test_a_drafter_sees_their_own_unit_alone(start, cast):
    own = board(cast, "CA:drafter")
    assert {line.unit.code for line in own.timeliness.lines} == {"CA"}
    assert {task.row.lead.code for task in own.tasks if task.report} == {"CA"}
    assert len(board(cast).timeliness.lines) > 1
    assert board(cast, "CA:drafter").cards[0].figures == []


@pytest.mark.starts_from(arrange.issued, on=TODAY)
def test_every_mark_opens_for_a_drafter_who_reads_what_is_issued(start, cast):
    client = client_of(cast["CA:drafter"])
    marks = set(re.findall(r'href="(/(?:reports|plan|difficulties)/[^"]*)"', client.get(reverse("dashboard")).text))
    assert f"/reports/ward/{start.pk}/" in marks
    assert {mark: client.get(mark.replace("&amp;", "&")).status_code for mark in marks} == dict.fromkeys(marks, 200)


@CONSOLIDATED
def test_the_address_narrows_to_a_unit_and_a_light(start, cast):
    every = board(cast)
    light = every.cards[0].light
    of_light = board(cast, light="amber" if light == "yellow" else light)
    assert {card.light for card in of_light.cards} == {light}
    assert {card.lead.code for card in board(cast, unit="CA").cards} == {"CA"}
    assert {task.row.lead.code for task in board(cast, unit="CA").tasks} == {"CA"}


@CONSOLIDATED
def test_a_task_past_its_day_that_is_not_finished_is_behind_schedule(start, cast):
    told = next(task.row for task in board(cast).tasks if task.status == "in_progress")
    Assignment.objects.filter(pk=told.pk).update(due_on="2026-11-05", recurring="")
    assert told.pk in {task.row.pk for task in board(cast).behind}
    assert str(told) in client_of(cast.coordinator).get(reverse("dashboard")).text


def test_of_another_ward_and_of_no_year_there_is_nothing(client, cast):
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    for query in ({"ward": "999999"}, {"year": "99999"}, {"year": "x"}):
        assert client.get(reverse("dashboard"), query).status_code == 404
    empty = client.get(reverse("dashboard"), {"year": "2031"}).text
    assert "Năm này chưa có chỉ tiêu" in empty


@CONSOLIDATED
@pytest.mark.parametrize("name", ["indicators", "timeliness", "tasks", "difficulties", "holders"])
def test_each_chart_is_a_file(start, cast, name):
    client = client_of(cast.coordinator)
    drawn = client.get(reverse("dashboard_file", args=[name, "svg"]))
    assert (drawn.headers["Content-Type"], drawn.content[:4]) == ("image/svg+xml", b"<svg")
    png = client.get(reverse("dashboard_file", args=[name, "png"])).content
    colours = Image.open(BytesIO(png)).convert("RGB").getcolors(1 << 20)
    assert colours is None or len(colours) > 2
    assert client.get(reverse("dashboard_file", args=[name, "gif"])).status_code == 404


@CONSOLIDATED
def test_the_whole_is_a_pdf_with_its_words(start, cast):
    pdf = client_of(cast.coordinator).get(reverse("dashboard_file", args=["all", "pdf"])).content
    document = pypdfium2.PdfDocument(pdf)
    said = " ".join(page.get_textpage().get_text_range() for page in document)
    assert "Tình hình" in said
    assert cast.ward.name in said


def test_the_periods_are_those_of_the_year(cast):
    factories.open_month(cast, "2026-10")
    with at(instant("2027-02-01 09:00")):
        assert [each.code for each in board(cast).timeliness.periods] == ["2026-10"]
        assert ReportingPeriod.objects.exists()
