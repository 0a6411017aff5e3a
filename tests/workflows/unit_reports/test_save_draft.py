from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import event_of, events, newest, tells, undone
from workflows.models import IndicatorEntry
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries


@pytest.fixture
def report(cast, on_day):
    """The police's draft, blank."""
    on_day("2026-11-03 09:00")
    return factories.unit_report(cast)


def entry_of(report, number):
    return report.indicator_entries.get(indicator__number=number)


def save(report, by, *, seen=None, **content):
    seen = report.version if seen is None else seen
    return entries.save_draft(report, by=by, seen=seen, **(arrange.CONTENT | content))


def test_drafter_saves_a_value(cast, report):
    entry = entry_of(report, 9)
    saved = reread(save(report, cast["CA:drafter"], indicators={entry.pk: {"value": Decimal(12), "note": " ước "}}))
    entry.refresh_from_db()
    assert (entry.value, entry.note) == (Decimal(12), "ước")
    assert (saved.version, saved.saved_by, saved.saved_at) == (2, cast["CA:drafter"], instant("2026-11-03 09:00"))


def test_a_ratio_is_computed_from_its_parts(cast, report):
    entry = entry_of(report, 8)
    save(report, cast["CA:drafter"], indicators={entry.pk: {"numerator": Decimal(2), "denominator": Decimal(3)}})
    entry.refresh_from_db()
    assert entry.value == Decimal("66.6667")


def test_a_note_alone_leaves_the_ratio_as_it_is(cast, report):
    entry = entry_of(report, 8)
    parts = {"numerator": Decimal(1), "denominator": Decimal(2)}
    report = save(report, cast["CA:drafter"], indicators={entry.pk: parts})
    save(report, cast["CA:drafter"], indicators={entry.pk: {"note": "Số liệu ước"}})
    entry.refresh_from_db()
    assert (entry.value, entry.numerator, entry.note) == (Decimal(50), Decimal(1), "Số liệu ước")


def test_a_blanked_value_is_not_reported_rather_than_zero(cast, report):
    entry = entry_of(report, 9)
    report = save(report, cast["CA:drafter"], indicators={entry.pk: {"value": Decimal(0)}})
    save(report, cast["CA:drafter"], indicators={entry.pk: {"value": None}})
    entry.refresh_from_db()
    assert entry.value is None


def test_progress_and_prose_are_saved_tidied(cast, report):
    entry = report.assignment_entries.first()
    typed = {"status": "done", "result": "Đã xong\r\n"}
    saved = save(
        report, cast["CA:drafter"], assignments={entry.pk: typed}, narrative={"results": "Ke\u0302\u0301t qua\u0309"}
    )
    entry.refresh_from_db()
    assert (entry.status, entry.result, reread(saved).results) == ("done", "Đã xong", "Kết quả")


def test_what_is_not_given_stays(cast):
    report = arrange.draft(cast)
    saved = save(report, cast["CA:drafter"], narrative={"proposals": "Đề nghị bổ sung máy quét"})
    assert (reread(saved).results, reread(saved).proposals) == (report.results, "Đề nghị bổ sung máy quét")
    assert not report.indicator_entries.filter(value=None).exists()


def test_a_save_that_changes_nothing_writes_nothing(cast):
    report = arrange.draft(cast)
    saved = save(report, cast["CA:drafter"], narrative={"results": f"{report.results}\r\n"})
    assert (saved.version, len(events(saved))) == (report.version, len(events(report)))


def test_entries_of_another_unit_are_left_alone(cast, report):
    other = entry_of(factories.unit_report(cast, "KTHTDT"), 16)
    save(report, cast["CA:drafter"], indicators={other.pk: {"numerator": Decimal(1), "denominator": Decimal(1)}})
    assert IndicatorEntry.objects.get(pk=other.pk).value is None


@pytest.mark.parametrize("who", ["CA:unit_head", "TTDVC:drafter", "VHXH:coordinator", "BCĐ:approver", "MX:admin"])
def test_nobody_else_writes_it(cast, report, who):
    with pytest.raises(PermissionDenied):
        save(report, cast[who], narrative={"results": "Tôi viết thay"})
    assert reread(report).results == ""


def test_a_submitted_report_is_not_written(cast, report):
    report = factories.explain(report, cast)
    report = unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    with pytest.raises(NotPossible) as refused:
        save(report, cast["CA:drafter"], narrative={"results": "Thêm một ý"})
    assert tells(refused, cast["CA:unit_head"], "2026-11-03 09:00")


def test_a_returned_report_is_written_again(cast):
    saved = save(arrange.returned(cast), cast["CA:drafter"], narrative={"results": "Đã bổ sung"})
    assert reread(saved).results == "Đã bổ sung"


def test_a_save_over_a_newer_version_names_who_saved_it_and_writes_nothing(cast, report):
    second = arrange.newcomer(cast, "ca-drafter-2", cast.units["CA"], "drafter")
    save(report, second, narrative={"results": "Bản của người thứ hai"})
    with pytest.raises(entries.StaleSave, match=second.name) as refused:
        save(report, cast["CA:drafter"], narrative={"results": "Bản cũ"})
    assert refused.value.report.results == reread(report).results == "Bản của người thứ hai"


def test_what_changed_stands_in_the_trail_old_and_new(cast, report):
    entry = entry_of(report, 9)
    content = {"indicators": {entry.pk: {"value": Decimal("12.5000")}}, "narrative": {"results": "Tốt"}}
    saved = save(report, cast["CA:drafter"], **content)
    assert newest(saved) == event_of(cast["CA:drafter"], "save_draft")
    assert events(saved)[-1].changes == {"9.value": [None, "12.5"], "results": ["", "Tốt"]}


def test_who_saved_is_an_author(cast, report):
    save(report, cast["CA:drafter"], narrative={"results": "Tốt"})
    assert list(report.authors.all()) == [cast["CA:drafter"]]


def test_a_save_that_was_rolled_back_leaves_nothing(cast, report):
    with undone():
        save(report, cast["CA:drafter"], narrative={"results": "Tốt"})
    assert (reread(report).results, reread(report).version) == ("", 1)


def test_saving_every_entry_costs_ten_statements_at_most(cast, report, statements):
    indicators = {entry.pk: {"note": "Số liệu ước"} for entry in report.indicator_entries.all()}
    assignments = {entry.pk: {"status": "done", "result": "Xong"} for entry in report.assignment_entries.all()}
    with statements() as counted:
        save(report, cast["CA:drafter"], indicators=indicators, assignments=assignments, narrative={"results": "Tốt"})
    assert len(counted) <= 10, counted.sql
