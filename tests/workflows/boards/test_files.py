"""Every list as a file: what the page shows, with its filters."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from tests import factories
from workflows.models import UnitReport

TODAY = "2026-11-03 09:00"
MONTH = f"/periods/{factories.MONTH}/"
LISTS = [
    MONTH,
    "/periods/",
    "/reports/",
    "/reports/?of=ward",
    "/documents/",
    "/difficulties/",
    "/submissions/",
    "/trail/",
    "/timeliness/",
    "/units/",
    "/plan/",
    "/notices/",
    "/incidents/",
]


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def sheet(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return [list(row) for row in load_workbook(BytesIO(b"".join(answer))).active.iter_rows(values_only=True)]


def lines(client, address):
    return list(csv.reader(StringIO(b"".join(client.get(address)).decode("utf-8-sig"))))


@pytest.mark.starts_from(factories.in_review, on=TODAY)
@pytest.mark.parametrize("address", LISTS)
def test_both_files_have_the_same_rows_under_the_same_headings(client, cast, start, address):
    client.force_login(cast.coordinator)
    mark = "&" if "?" in address else "?"
    told, read = (found(client, f"{address}{mark}file={kind}") for kind, found in (("xlsx", sheet), ("csv", lines)))
    assert told[0] == read[0]
    assert len(told) == len(read)


@pytest.mark.starts_from(factories.in_review, on=TODAY)
def test_the_grid_as_a_file_has_the_filters_and_the_columns_of_its_page(client, cast, start):
    client.force_login(cast.coordinator)
    whole = sheet(client, f"{MONTH}?file=xlsx")
    assert len(whole) == 1 + UnitReport.objects.count()
    few = sheet(client, f"{MONTH}?file=xlsx&state=in_review&columns=state")
    assert few == [["Đơn vị", "Trạng thái"], [start.unit.name, "Đang thẩm định"]]


@pytest.mark.starts_from(factories.in_review, on=TODAY)
def test_a_file_of_a_list_needs_no_more_statements_than_its_page(client, cast, start, django_assert_max_num_queries):
    client.force_login(cast.coordinator)
    with django_assert_max_num_queries(10):
        client.get(f"{MONTH}?file=csv")


def test_nobody_gets_more_in_a_file_than_they_see(client, cast):
    factories.open_month(cast)
    client.force_login(cast["CA:drafter"])
    assert len(sheet(client, "/reports/?file=xlsx")) == 2
