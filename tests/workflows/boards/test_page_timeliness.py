"""How often each unit was in time over twelve periods, told by shape and words, not by colour alone."""

import pytest
from django.test import Client
from django.urls import reverse

from approvals.clock import at
from tests import factories
from tests.people import instant
from tests.workflows import arrange
from workflows.boards.timeliness import Timing, timeliness_of


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


def timings(cast, who="VHXH:coordinator") -> dict[str, list[Timing]]:
    shown = timeliness_of(cast[who], cast.monthly)
    return {line.unit.code: [cell.timing for cell in line.cells] for line in shown.lines}


def test_each_report_is_in_time_late_missing_open_or_not_asked(cast):
    factories.submitted(cast, "CA")
    assert timings(cast)["CA"] == [Timing.IN_TIME]
    assert timings(cast)["VP"] == [Timing.OPEN]
    arrange.waive_others(cast, "CA", "VP", "TDP")
    with at(instant("2026-11-20 09:00")):
        factories.submitted(cast, "TDP")
        found = timings(cast)
    assert (found["VP"], found["TDP"]) == ([Timing.MISSING], [Timing.LATE])
    assert next(found[code] for code in found if code not in ("CA", "VP", "TDP")) == [Timing.NOT_ASKED]


def test_one_sees_the_units_whose_reports_one_reads(cast):
    factories.open_month(cast)
    assert set(timings(cast, "CA:drafter")) == {"CA"}


def test_the_page_has_the_chart_with_words_beside_it_in_ten_statements(cast, django_assert_max_num_queries):
    factories.submitted(cast, "CA")
    client = Client()
    client.force_login(cast.coordinator)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("timeliness"))
    assert "đúng hạn 1 trên 1" in page.text
    assert page.text.count('<th scope="row">') == len(timings(cast))
    assert client.get(reverse("timeliness"), {"kind": "999999"}).status_code == 404
