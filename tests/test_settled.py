"""What a test commits is gone for the next one, and the cast stands as before. The order of these tests matters."""

import pytest
from django.db import connection

from tests import factories, people
from tests.remembered import known
from units.models import Membership, Unit
from workflows.models import ReportingPeriod

seen = []


def standing(cast):
    return cast.ward.pk, Unit.objects.get(code="CA").name, Membership.objects.count(), ReportingPeriod.objects.count()


def test_a_test_that_is_rolled_back_comes_first(cast, on_day):
    on_day("2026-11-01 08:00")
    seen.append(standing(cast))
    factories.unit_report(cast)
    assert known.memories


@pytest.mark.django_db(transaction=True)
def test_one_commits_what_is_new_changed_and_gone(cast, on_day):
    on_day("2026-11-01 08:00")
    assert standing(cast) == seen[0]
    factories.open_month(cast)
    Unit.objects.filter(code="CA").update(name="another")
    Membership.objects.filter(person__username="minhxuan-auditor").delete()
    assert standing(cast) != seen[0]


def test_the_next_finds_the_cast_as_it_was_settled_and_what_is_remembered(cast):
    assert standing(cast) == seen[0]
    assert people.gathered().people == cast.people
    assert known.memories
    assert known.untouched()


@pytest.mark.django_db(transaction=True)
def test_what_no_model_of_django_knows_is_put_back_too(cast):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET name = 'another'")


def test_every_table_is(cast):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE name = 'another'")
        assert cursor.fetchone()[0] == 0
