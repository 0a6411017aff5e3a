"""What an arrangement left comes back where nothing has changed, and nowhere else. The order of these tests matters."""

import pytest
from django.conf import settings as of_django
from django.db import connection, transaction

from approvals import clock
from approvals.files import store
from tests import factories, people, remembered
from tests.remembered import known
from tests.workflows import arrange
from units.models import Membership, Unit
from workflows.models import ReportingPeriod, UnitReport

TODAY, LATER = "2026-11-03 09:00", "2026-11-03 10:00"
ran = []


@remembered.remembered
def arranged(cast, name="Công an của phường"):
    """Rows that are new, changed and gone, and a file."""
    ran.append(name)
    period = factories.open_month(cast)
    Unit.objects.filter(pk=cast.units["CA"].pk).update(name=name)
    Membership.objects.filter(person=cast["MX:auditor"]).delete()
    period.sha256 = store.keep(b"%PDF written by the arrangement")
    return period


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(TODAY)


def standing(cast):
    return (
        list(ReportingPeriod.objects.values_list("code", "opened_at")),
        UnitReport.objects.count(),
        Unit.objects.get(code="CA").name,
        Membership.objects.filter(person__username="minhxuan-auditor").count(),
    )


def test_the_first_call_runs(cast):
    period = arranged(cast)
    assert ran == ["Công an của phường"]
    ran.append(standing(cast))
    period.code = "of the first test"


def test_the_next_one_does_not_and_leaves_the_same_rows_and_files_and_a_copy_of_what_was_given(cast):
    sha256 = store.keep(b"%PDF written by the arrangement")
    store.pdf_path(sha256).unlink()
    period = arranged(cast)
    assert ran[1:] == [standing(cast)]
    assert period == ReportingPeriod.objects.get()
    assert period.code == factories.MONTH
    assert store.content(store.pdf_path(period.sha256), period.sha256).startswith(b"%PDF")


def test_the_cast_is_a_copy_for_each_test(cast):
    again = people.cast()
    assert again.people == people.gathered().people == cast.people
    assert again.units == cast.units
    assert again.admin is not cast.admin
    assert again.monthly.ward == again.ward


def test_the_cast_is_gathered_where_something_was_written(cast):
    arrange.newcomer(cast, "third-clerk", cast.units["VP"], "clerk")
    Unit.objects.filter(code="MINHXUAN").update(name="Phường khác")
    assert people.cast().ward.name == "Phường khác"


def test_an_arrangement_that_begins_with_it_goes_on_from_there(cast):
    report = factories.unit_report(cast)
    assert report.state == "draft"
    assert len(ran) == 2


@remembered.remembered
def and_then(cast, code):
    """Goes on from what `arranged` left: changes a row of its, and takes one away."""
    ran.append(code)
    ReportingPeriod.objects.update(code=code)
    UnitReport.objects.filter(unit__code="VP").delete()


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_follows_an_arrangement_comes_back_as_well(cast, time):
    arranged(cast)
    before = UnitReport.objects.count()
    assert runs_now(lambda: and_then(cast, "2026-09")) == (time == "first")
    assert ReportingPeriod.objects.get().code == "2026-09"
    assert UnitReport.objects.count() == before - 1


def test_it_runs_after_another_arrangement(cast):
    arrange.newcomer(cast, "second-clerk", cast.units["VP"], "clerk")
    assert runs_now(lambda: arranged(cast))


def test_it_runs_after_an_arrangement_that_was_taken_back(cast):
    with transaction.atomic():
        arranged(cast)
        transaction.set_rollback(True)
    assert runs_now(lambda: and_then(cast, "2026-09"))


def runs_now(call):
    """Whether the call runs; it has rows of its own after."""
    before = len(ran)
    call()
    return len(ran) == before + 1


def test_it_runs_at_another_instant(cast, on_day):
    on_day(LATER)
    assert runs_now(lambda: arranged(cast))


def test_it_runs_for_other_arguments(cast):
    assert runs_now(lambda: arranged(cast, name="Công an"))


def test_it_runs_under_other_settings(cast, settings):
    settings.SIGNER = "stored" if of_django.SIGNER != "stored" else "none"
    assert runs_now(lambda: arranged(cast))


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_folder_of_the_tests_own_that_it_leaves_alone_is_as_good_as_another(cast, settings, tmp_path, time):
    settings.FILES_DIR = tmp_path
    assert runs_now(lambda: arranged(cast)) == (time == "first")


def test_it_runs_where_it_writes_into_the_tests_own_folder_and_is_not_remembered(cast, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    before = len(known.memories)
    assert runs_now(lambda: arranged(cast))
    assert len(known.memories) == before


def test_it_runs_where_a_setting_names_another_folder_of_the_run_and_is_not_remembered(
    cast, settings, tmp_path_factory
):
    settings.FILES_DIR = tmp_path_factory.mktemp("files")
    before = len(known.memories)
    assert runs_now(lambda: arranged(cast))
    assert len(known.memories) == before


def test_it_runs_where_something_is_replaced(cast, monkeypatch):
    monkeypatch.setattr(factories, "MONTH", "2026-10")
    assert runs_now(lambda: arranged(cast))


def test_it_runs_where_statements_are_counted(cast, statements):
    with statements():
        assert runs_now(lambda: arranged(cast))


def test_it_runs_where_something_was_written_before(cast):
    Unit.objects.filter(code="VP").update(name="Văn phòng của phường")
    assert runs_now(lambda: arranged(cast))


def test_it_comes_back_to_who_has_signed_in_before(cast, client):
    client.force_login(cast.coordinator)
    assert not runs_now(lambda: arranged(cast))
    assert client.get("/periods/").status_code == 200


def test_where_the_clock_is_not_set_what_was_arranged_within_the_hour_comes_back(cast, monkeypatch):
    real = clock._set_to.set(None)
    told = []
    for minute in ("2026-11-03 09:05", "2026-11-03 09:55", "2026-11-03 10:05"):
        monkeypatch.setattr(clock.timezone, "now", lambda minute=minute: people.instant(minute))
        told.append(remembered._circumstances(cast, (), {}))
    clock._set_to.reset(real)
    assert told[0] == told[1] != told[2]


def test_it_comes_back_after_all_of_these(cast):
    assert not runs_now(lambda: arranged(cast))


@pytest.mark.parametrize("sql", ["DELETE FROM units_unit", "CREATE TABLE x (id integer)"])
def test_whatever_is_no_reading_counts_as_written(cast, sql):
    known.note(lambda *_call: None, sql, None, False, {})
    assert not known.untouched()


def test_a_cast_that_is_settled_anew_is_remembered_anew(cast):
    remembered.watch()
    assert known.memories == {}
    assert connection.execute_wrappers.count(known.note) == 1
