"""What a figure comes to over the year, and a figure that is typed as that."""

import re
from decimal import Decimal

import pytest

from tests import factories
from tests.workflows.writing import address, entry_of, typed
from units.models import Aggregation
from workflows.unit_reports.findings import entries_of


@pytest.fixture
def report(client, cast):
    """October's draft of Công an phường, which reported 50 (and 50 of 100) in September; its drafter signed in."""
    factories.submitted(cast, code="2026-09")
    client.force_login(cast["CA:drafter"])
    return factories.unit_report(cast)


def flow(report, aggregation):
    """An entry that adds up over the year."""
    entry = entry_of(report, aggregation)
    type(entry.indicator).objects.filter(pk=entry.indicator_id).update(stock=False, cumulative=False)
    return entry


def row_of(report, entry):
    return next(row for row in entries_of(factories.reread(report)).indicators if row.entry.pk == entry.pk)


def post(client, report, **fields):
    return client.post(address(report), typed(client, report, **fields))


def test_the_year_is_shown_with_this_period(client, report):
    entry = flow(report, Aggregation.RATIO)
    post(client, report, **{f"i{entry.pk}_numerator": "30", f"i{entry.pk}_denominator": "60"})
    assert row_of(report, entry).year_words == "50 (80/160)"


def test_what_is_told_at_a_point_of_time_has_no_year_that_adds_up(report):
    entry = entry_of(report, Aggregation.LATEST) or entry_of(report, Aggregation.SUM)
    type(entry.indicator).objects.filter(pk=entry.indicator_id).update(stock=True)
    assert (row_of(report, entry).year_words, row_of(report, entry).before) == ("", {})


def test_a_year_to_date_becomes_what_is_new_in_it(client, report):
    entry = flow(report, Aggregation.RATIO)
    totals = {f"i{entry.pk}_numerator_total": "90", f"i{entry.pk}_denominator_total": "180"}
    assert post(client, report, **totals).status_code == 302
    entry.refresh_from_db()
    assert (entry.numerator, entry.denominator) == (Decimal(40), Decimal(80))


def test_a_year_to_date_below_the_months_before_asks_and_saves_nothing(client, report):
    entry = flow(report, Aggregation.RATIO)
    totals = {f"i{entry.pk}_numerator_total": "40", f"i{entry.pk}_denominator_total": "180"}
    answer = post(client, report, **totals)
    assert answer.status_code == 422
    assert "Lũy kế 40 thấp hơn 50" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.numerator is None


def test_a_year_to_date_that_is_no_number_is_told_at_its_field(client, report):
    entry = flow(report, Aggregation.RATIO)
    answer = post(client, report, **{f"i{entry.pk}_numerator_total": "chín mươi"})
    page = answer.content.decode()
    assert "“chín mươi” không phải là số" in page
    assert re.search(rf'name="i{entry.pk}_numerator_total"[^>]*value="chín mươi"', page)
    assert not re.search(rf'name="i{entry.pk}_numerator" value="chín mươi"', page)


def test_the_first_period_of_a_year_offers_no_year_to_date(client, cast):
    report = factories.unit_report(cast)
    client.force_login(cast["CA:drafter"])
    assert "_total" not in client.get(address(report)).content.decode()
