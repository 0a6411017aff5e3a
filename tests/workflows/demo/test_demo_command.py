from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from approvals.clock import at
from tests.people import instant
from units.models import Person
from workflows.demo import play
from workflows.models import ReportingPeriod


def test_between_two_months_the_next_is_open_already(cast):
    with at(instant("2026-09-12 10:00")):
        play.perform(cast, lambda line: None, first_month=9)
    assert list(ReportingPeriod.objects.filter(kind__code="monthly").values_list("code", flat=True)) == ["2026-09"]


def test_command_leaves_a_demo_that_is_there_alone(cast, settings):
    settings.DEMO = True
    before = Person.objects.count()
    call_command("demo", stdout=StringIO())
    assert Person.objects.count() == before


def test_command_refuses_a_database_of_its_own(cast, settings):
    settings.DEMO = True
    Person.objects.update(email="")
    with pytest.raises(CommandError, match="--empty"):
        call_command("demo", stdout=StringIO())


def test_command_refuses_where_demo_mode_is_off(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo", stdout=StringIO())


def test_a_start_without_demo_data_refuses_the_demo_and_leaves_all_else_alone(cast, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DATA_DIR=own deploy/run --empty"):
        call_command("demo", "--absent")
    Person.objects.update(email="")
    before = Person.objects.count()
    call_command("demo", "--absent")
    assert Person.objects.count() == before
