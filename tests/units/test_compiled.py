"""Queries compiled once give the rows that Django's own give, for everybody."""

from datetime import date, datetime, timedelta
from inspect import signature

import pytest
from django.db import connection
from django.db.models import F, Q, Value
from psycopg._preparing import PrepareManager

from approvals import compiled as core
from approvals.clock import now
from tests import factories, prepared
from units import compiled, grants
from units.models import Person, Unit
from units.tree import nodes
from workflows.boards import deeds, grid, lines
from workflows.boards.views import periods
from workflows.cases import pages
from workflows.cases.times import calendar_days
from workflows.difficulties import facts
from workflows.figures import consolidation
from workflows.figures.origins import readings
from workflows.models import IndicatorEntry, UnitReport
from workflows.submissions import desk as submissions
from workflows.unit_reports import field_rows, findings, past, views
from workflows.unit_reports.checking import lines as checking
from workflows.unit_reports.entries import views as autosave
from workflows.unit_reports.evidence import pieces
from workflows.unit_reports.past import place_of
from workflows.unit_reports.review import rows
from workflows.ward_reports import actions as ward_reports

TODAY = "2026-11-03 09:00"
READS = [
    *(lines.unit_reports_of, lines.ward_reports_of, lines.difficulties_of, lines.strips_of),
    *(deeds._newest, submissions._cases_of),
]
LISTS = [nodes._units, nodes._members]


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
@pytest.mark.parametrize("read", READS + LISTS, ids=lambda read: read.__name__)
def test_the_rows_are_those_of_the_queryset_for_the_whole_cast(cast, on_day, read):
    on_day(TODAY)
    for person in Person.objects.all():
        found, asked = compiled.rows(read, person), list(read(person))
        assert told(found) == told(asked), person
    assert core.refused() == []


@pytest.mark.starts_from(three_months, on=TODAY)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans a short table whatever its indexes")
def test_no_desk_reads_through_a_table_on_sqlite(cast):
    """Which it would with each year more: SQLite asks a condition that names the row around it of every row."""
    for person in (cast["CA:unit_head"], cast.coordinator, cast.approver):
        for read in READS:
            steps = [step.strip() for step in read(person).explain().splitlines()]
            whole = [step for step in steps if " SCAN " in f" {step}" and "CONSTANT ROW" not in step]
            assert whole == [], read


def of_one(report):
    """Queries about one report or period, with what else they ask for."""
    period, place = report.period, place_of(report)
    yield from ((read, {"pk": report.pk}) for read in (views._named, autosave._visible, pages._with_all_shown))
    yield from ((read, {"period": period.pk}) for read in (grid._unit_reports, grid._ward_reports))
    yield periods._of_code, {"code": period.code}
    yield pieces._of_both, {"report": report.pk}
    yield findings._all_figures, {"report": report.pk, "period": period.pk, **place}
    yield findings._all_figures, {"report": report.pk, "period": None, **place}
    yield findings._all_progress, {"report": report.pk, **place}
    yield field_rows._beside_last, {"report": report.pk, **place}
    yield past._submitted, {name: place[name] for name in ("unit", "kind", "ends")} | {"numbers": [1, 2, 3]}
    yield facts._open_at, {"unit": report.unit_id, "until": now()}
    yield rows._comments, {"report": report.pk}
    yield checking._events, {"report": report.pk, "looker": report.ward_id}
    yield calendar_days._of_one, {"ward": report.ward_id}
    yield calendar_days._of_all, {}
    yield ward_reports._standing, {"period": period.pk}
    given = {"period": period.pk, "ward": report.ward_id, "kind": period.kind_id}
    yield from ((ward_reports._reports_of, {**given, "outline": each}) for each in (None, period.outline_id))


def of_the_year(report):
    """The same of what belongs to a year, which is given apart."""
    yield from ((readings._entries, readings._place_of(report.period) | ends) for ends in ({}, {"ends": None}))
    for last, same in (("2026-10", ""), ("2026-09", "2025-11"), ("", "")):
        yield consolidation._told_before, {"last": last, "same": same, **consolidation._place_of(report.period)}


@pytest.mark.starts_from(three_months, on=TODAY)
def test_so_are_those_of_a_year(cast, on_day):
    on_day(TODAY)
    UnitReport.objects.filter(period__code="2026-10").update(state="accepted")
    IndicatorEntry.objects.filter(report__period__code="2026-10").update(value=5, denominator=7)
    found = []
    for report in UnitReport.objects.filter(unit=cast.units["CA"]).select_related("period__plan"):
        for read, given in of_the_year(report):
            found.append(core.read(read, apart={"year": report.period.year}, **given))
            assert sorted(map(str, found[-1])) == sorted(map(str, read(**given, year=report.period.year))), read
    assert core.refused() == []
    assert {len({row.period for row in rows}) for rows in found if rows and hasattr(rows[0], "its_value")} == {1, 2}


@pytest.mark.starts_from(three_months, on=TODAY)
def test_so_are_those_about_one_report(cast, on_day):
    on_day(TODAY)
    first = UnitReport.objects.filter(period__code="2026-10").order_by("pk").first()
    for report in (first, UnitReport.objects.get(period__code="2026-11", unit=cast.units["CA"])):
        for read, given in of_one(report):
            of_a_person = "person" in signature(read).parameters or "reader" in signature(read).parameters
            for person in Person.objects.order_by("pk") if of_a_person else [None]:
                found = compiled.rows(read, person, **given) if person else core.read(read, **given)
                asked = list(read(person, **given) if person else read(**given))
                assert told(found) == told(asked), (read, person)
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


def between(unit: int, text: str, day: date, moment: datetime, ids: list[int], others: bool | None):
    found = UnitReport.objects.filter(Q(unit=unit) | Q(pk__in=ids), period__ends=day, state_since__lte=moment)
    return found.filter(state=text) if others else found


@pytest.mark.starts_from(three_months, on=TODAY)
def test_days_moments_texts_and_lists_are_inputs_too(cast, on_day):
    on_day(TODAY)
    report = UnitReport.objects.filter(state="submitted").select_related("period").first()
    every = list(UnitReport.objects.values_list("pk", flat=True))
    for day in (report.period.ends, date(2026, 9, 30)):
        for ids in ([], every, every[:1]):
            for others in (True, False, None):
                for text in ("submitted", "draft' OR '%s'='"):
                    given = {"unit": report.unit_id, "text": text, "day": day, "moment": now(), "ids": ids}
                    found = core.read(between, **given, others=others)
                    assert {row.pk for row in found} == {row.pk for row in between(**given, others=others)}
    assert core.refused() == []


def named(text: str):
    return Unit.objects.filter(name=text).annotate(sign=Value("100 % của 'đơn vị'"))


def test_what_stands_in_the_text_is_quoted(cast):
    (found,) = core.read(named, text=cast.ward.name)
    assert found.sign == "100 % của 'đơn vị'"
    assert core.read(named, text="' OR 1=1 --") == []


@pytest.fixture
def as_installed(cast):
    """The connection prepares and plans as it does outside of tests (tests/prepared.py)."""
    own = connection.connection
    own._prepared = PrepareManager()
    own.execute("DEALLOCATE ALL")
    own.execute("SET plan_cache_mode = auto")
    yield
    own.execute("DEALLOCATE ALL")
    prepared.keep(connection)


@pytest.mark.postgres
@pytest.mark.usefixtures("as_installed")
def test_postgresql_keeps_one_plan_of_a_compiled_query(cast):
    for _turn in range(20):
        compiled.rows(lines.unit_reports_of, cast.approver)
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE length(statement) > 20000")
        plans = cursor.fetchall()
    assert [kept > 0 for kept, _made in plans] == [True], plans
