"""What is read by our own means is what Django and psycopg read by theirs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from psycopg._queries import _query2pg

from approvals import compiled
from approvals.addresses import address_of
from approvals.connections import cursor_of
from units.models import Person

MOMENTS = [
    datetime(2026, 11, 3, 2, 0, 0, 123456, tzinfo=UTC),
    datetime(2026, 11, 3, 2, 0, tzinfo=UTC),
    datetime(2026, 11, 3, 2, 0, 0, 500000, tzinfo=UTC),
    datetime(1, 1, 1, tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
]


def asked(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.mark.postgres
@pytest.mark.parametrize("moment", MOMENTS)
def test_postgresql_gives_back_each_moment_in_utc(db, moment):
    ((found,),) = asked("SELECT %s::timestamptz", moment)
    assert (found, found.tzinfo) == (moment, UTC)


@pytest.mark.postgres
def test_a_moment_of_a_connection_in_another_zone_is_in_utc_all_the_same(db):
    asked("SELECT set_config('TimeZone', 'Asia/Ho_Chi_Minh', true)")
    ((found,),) = asked("SELECT %s::timestamptz", MOMENTS[0])
    assert (found, found.utcoffset()) == (MOMENTS[0], timedelta(0))


@pytest.mark.postgres
def test_what_is_no_moment_of_python_is_refused_in_psycopgs_words(db):
    with pytest.raises(DataError), transaction.atomic():
        asked("SELECT 'infinity'::timestamptz")


def people(ids):
    return Person.objects.filter(pk__in=ids)


@pytest.mark.postgres
def test_where_the_places_of_many_values_are_is_looked_for_once(db):
    many = list(range(1, 101))
    compiled.read(people, ids=many)
    before = _query2pg.cache_info()
    compiled.read(people, ids=many)
    after = _query2pg.cache_info()
    assert (after.hits - before.hits, after.misses) == (1, before.misses)


def test_a_cursor_is_kept_and_notes_its_statements_where_they_are_noted(db):
    assert cursor_of(connection) is cursor_of(connection)
    with CaptureQueriesContext(connection) as noted:
        cursor_of(connection).execute("SELECT 1")
    assert len(noted) == 1


@pytest.mark.parametrize("page", ["unit_report", "unit_report_waive", "ward_report", "unit", "person"])
def test_an_address_is_that_of_reverse(page):
    assert address_of(page, 7) == reverse(page, args=[7])
