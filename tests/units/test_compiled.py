"""Queries compiled once give the rows that Django's own give, for everybody."""

from datetime import timedelta

import pytest
from django.db.models import F, Q

from approvals import compiled as core
from approvals.clock import now
from tests import factories
from units import compiled, grants
from units.models import Person, Unit
from workflows.boards import deeds, lines
from workflows.models import UnitReport
from workflows.submissions import desk as submissions

TODAY = "2026-11-03 09:00"
READS = [
    *(lines.unit_reports_of, lines.ward_reports_of, lines.difficulties_of, lines.strips_of),
    *(deeds._newest, submissions._cases_of),
]


def three_months(cast):
    factories.awaiting(cast)
    factories.submitted(cast, "CA", "2026-11")
    factories.open_month(cast, "2026-09")


def told(rows):
    """All that a row carries: columns, annotations, and the rows beside it; of what is no model, its values."""
    if rows and isinstance(rows[0], tuple):
        return rows
    return [{name: value for name, value in vars(row).items() if name != "_state"} | beside(row) for row in rows]


def beside(row):
    return {"beside": {name: vars(other).get("id") for name, other in row._state.fields_cache.items() if other}}


@pytest.mark.starts_from(three_months, on=TODAY)
@pytest.mark.parametrize("read", READS, ids=lambda read: read.__name__)
def test_the_rows_are_those_of_the_queryset_for_the_whole_cast(cast, on_day, read):
    on_day(TODAY)
    for person in Person.objects.all():
        found, asked = compiled.rows(read, person), list(read(person))
        assert told(found) == told(asked), person
    assert core.refused() == []


def later_ones(person):
    readable = grants.units_where(person, "view_reports")
    return UnitReport.objects.filter(state_since__gt=now() - timedelta(days=1), ward__in=readable)


def of_the_first(person):
    return Unit.objects.filter(pk=grants.units_where(person, "view_reports")[0])


def mine_and_others(person):
    return Unit.objects.filter(Q(pk__in=grants.units_where(person, "view_reports"))).annotate(
        place=F("pk") * (person.pk % 7)
    )


@pytest.mark.parametrize("build", [later_ones, of_the_first, mine_and_others], ids=lambda build: build.__name__)
def test_what_is_computed_from_an_input_is_refused_and_asked_by_django(cast, monkeypatch, caplog, build):
    monkeypatch.setattr(core, "_kept", {})
    found = compiled.rows(build, cast.coordinator)
    assert [row.pk for row in found] == [row.pk for row in build(cast.coordinator)]
    assert len(core.refused()) == 1
    assert "is built anew each time" in caplog.text


def test_the_sql_is_compiled_once_whoever_asks(cast, monkeypatch):
    monkeypatch.setattr(core, "_kept", {})
    built = []

    def counted(person):
        built.append(person)
        return Unit.objects.filter(pk__in=grants.units_where(person, "view_reports"))

    for person in (cast["CA:drafter"], cast["MTTQ:drafter"], cast["CA:drafter"]):
        assert {unit.pk for unit in compiled.rows(counted, person)} == {*grants.units_where(person, "view_reports")}
    assert len(built) == 2


def test_who_holds_nothing_has_no_rows_and_asks_nothing_more(cast, django_assert_num_queries):
    person = Person.objects.create(username="nobody", name="Không giữ vai trò")

    with django_assert_num_queries(1):
        assert compiled.rows(lines.strips_of, person) == []
