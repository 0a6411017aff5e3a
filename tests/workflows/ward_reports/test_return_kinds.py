"""After each kind of return exactly the parts that it names are open, and the round is listed."""

from decimal import Decimal

import pytest

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.corrections import hand_in
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.unit_reports.review.rows import events_to_show, rounds_of
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction

REASON = "Xem lại"
EVERYTHING = {"8", "9", "results"}


def in_part(cast, report, *parts):
    opened = dict.fromkeys(parts, "")
    return reread(unit_reports.return_for_revision(report, by=cast.coordinator, reason=REASON, parts=opened))


def in_whole(cast, report):
    return reread(unit_reports.return_for_revision(report, by=cast.coordinator, reason=REASON))


def again(cast, report):
    """Handed in and taken by the office once more."""
    report = unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    return reread(unit_reports.take(report, by=cast.coordinator))


def consolidated(cast, report):
    hand_in(cast, report)
    arrange.waive_others(cast, "CA")
    ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator)
    return reread(report)


def out_of_the_wards_report(cast, report):
    return reread(correction.return_consolidated(consolidated(cast, report), by=cast.coordinator, reason=REASON))


def after_reopening(cast, report):
    report = consolidated(cast, report)
    ward_reports.reopen(factories.ward_report(cast), by=cast.coordinator, reason=REASON)
    return in_part(cast, reread(report), "9")


KINDS = {
    "in part": (lambda cast, report: in_part(cast, again(cast, report), "9"), {"9"}),
    "in whole": (lambda cast, report: in_whole(cast, again(cast, report)), EVERYTHING),
    "out of the ward's report": (out_of_the_wards_report, EVERYTHING),
    "after the ward's report was reopened": (after_reopening, {"9"}),
}


def opens(cast, report, part):
    """Whether the drafter may change the part; nothing stays changed."""
    content = dict(arrange.CONTENT)
    if part == "results":
        content["narrative"] = {"results": f"Viết lại {report.version}"}
    else:
        entry = report.indicator_entries.get(indicator__number=int(part))
        typed = {"numerator": Decimal(7), "denominator": Decimal(9)} if part == "8" else {"value": Decimal(7)}
        content["indicators"] = {entry.pk: typed}
    try:
        entries.save_draft(report, by=cast["CA:drafter"], seen=reread(report).version, **content)
    except NotPossible:
        return False
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_a_return_opens_what_it_names_whatever_the_one_before_it_locked(cast, on_day, kind):
    on_day("2026-11-03 09:00")
    turn, named = KINDS[kind]
    report = turn(cast, in_part(cast, factories.in_review(cast), "8"))
    assert {part for part in EVERYTHING if opens(cast, report, part)} == named


@pytest.mark.parametrize("kind", KINDS)
def test_each_round_is_listed_with_the_parts_it_named(cast, on_day, kind):
    on_day("2026-11-03 09:00")
    turn, named = KINDS[kind]
    report = turn(cast, in_part(cast, factories.in_review(cast), "8"))
    second, first = rounds_of(events_to_show(report))
    assert [name for name, _words in first.parts] == ["Chỉ tiêu 8"]
    assert [name for name, _words in second.parts] == ([] if named == EVERYTHING else ["Chỉ tiêu 9"])
    assert report.returns == second.number == 2


def test_what_changed_is_told_from_the_last_return_on(cast, on_day):
    on_day("2026-11-03 09:00")
    report = in_part(cast, factories.in_review(cast), "9")
    assert opens(cast, report, "9")
    assert out_of_the_wards_report(cast, reread(report)).was == {}
