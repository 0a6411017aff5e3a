"""Every figure opens to its makings: as they were taken in, beside what they are by now."""

import pytest

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.corrections import correct, give_back, override
from workflows.figures.origins.provenance import provenance
from workflows.models import IndicatorFigure
from workflows.ward_reports.correction import actions as correction


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def report(cast):
    return arrange.consolidated(cast)


def makings(cast, report, number=9, who=None):
    return provenance(report.pk, number, who or cast.coordinator)


def part(found, name):
    return next(part for part in found.parts if part.unit == name)


def test_each_unit_is_told_with_version_and_who_accepted_it(cast, report):
    unit = factories.unit_report(cast)
    found = part(makings(cast, report), cast.units["CA"].name)
    assert found.value.startswith("50 ")
    assert (found.version, found.accepted_by, found.accepted_at) == (
        unit.version,
        cast.coordinator.name,
        unit.accepted_at,
    )


def test_a_ratio_tells_its_parts(cast, report):
    found = makings(cast, report, 8)
    assert part(found, cast.units["CA"].name).fraction == "50/100"
    assert (found.value, found.fraction) == ("50%", "50/100")


def test_a_unit_that_did_not_report_is_told_as_such_not_as_zero(cast, report):
    found = part(makings(cast, report), cast.units["TTPVHCC"].name)
    assert (found.value, found.is_reported, found.version) == ("", False, None)


def test_the_lead_unit_comes_first(cast, report):
    found = makings(cast, report)
    assert [each.is_lead for each in found.parts] == [True, False]


def test_a_later_correction_stands_beside_what_was_taken_in(cast, report):
    before = makings(cast, report)
    after = part(makings(cast, correct(cast, report, "60")), cast.units["CA"].name)
    assert after.value == part(before, cast.units["CA"].name).value
    assert after.version == part(before, cast.units["CA"].name).version
    assert after.now.startswith("60 ")


def test_while_a_unit_corrects_its_reading_is_unknown(cast, report):
    give_back(cast, report)
    assert part(makings(cast, reread(report)), cast.units["CA"].name).now == "chưa có số liệu"


def test_once_taken_in_the_new_version_is_told(cast, report):
    taken = correction.refresh_figures(correct(cast, report, "60"), by=cast.coordinator)
    found = part(makings(cast, taken), cast.units["CA"].name)
    assert (found.value.split(" ")[0], found.now, found.version) == ("60", "", factories.unit_report(cast).version)


def test_the_years_earlier_months_are_told(cast):
    arrange.consolidated(cast, "2026-09")
    found = makings(cast, arrange.consolidated(cast))
    assert [each.value.split(" ")[0] for each in found.earlier] == ["50"]
    assert found.year_value.startswith("100 ")


def test_an_adjusted_figure_tells_both(cast, report):
    override(cast, report)
    found = makings(cast, report)
    assert (found.value.split(" ")[0], found.computed.split(" ")[0]) == ("77", "50")


@pytest.mark.parametrize("who", ["CA:unit_head", "CA:drafter"])
def test_who_does_not_read_all_units_sees_no_makings(cast, report, who):
    with pytest.raises(IndicatorFigure.DoesNotExist):
        makings(cast, report, who=cast[who])


@pytest.mark.parametrize("who", ["BCĐ:approver", "MX:auditor"])
def test_approver_and_auditor_see_them(cast, report, who):
    assert makings(cast, report, who=cast[who]).parts


def test_the_makings_of_a_figure_cost_three_statements_whatever_the_number_of_units(cast, statements):
    small, large = arrange.consolidated(cast, "2026-09"), factories.consolidated(cast)
    for report in (small, large):
        with statements() as counted:
            makings(cast, report)
        assert len(counted) == 3, counted.sql
