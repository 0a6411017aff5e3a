"""What is open stands in every report until it is closed, and is typed into none."""

import pytest

from approvals.clock import at
from tests import factories
from tests.factories import reread
from tests.people import instant
from tests.workflows import arrange, items
from tests.workflows.periods.arrange import asked
from tests.workflows.periods.test_requests import taken_in
from workflows.difficulties import actions as difficulties_actions
from workflows.difficulties import facts as difficulties
from workflows.models import Difficulty
from workflows.prose import actions as prose
from workflows.ward_reports import actions as ward_reports


@pytest.fixture
def on_october(on_day):
    on_day("2026-11-03 09:00")


def listed(report):
    return [row.item.text for row in difficulties.of_report(reread(report))]


def test_the_wards_report_tells_what_is_open_by_unit(cast, on_october):
    items.raised(cast, "CA", text="Thiếu máy quét.", to_unit="VHXH")
    items.raised(cast, "VP", text="Chưa có kinh phí.", to="province")
    report = arrange.consolidated(cast)
    assert report.difficulties.split("\n")[1:] == [
        f"{cast.units['CA'].name}: Thiếu máy quét.",
        f"{cast.units['VP'].name}: Chưa có kinh phí.",
    ]
    assert report.proposals.startswith("Đề nghị tỉnh xem xét, hỗ trợ tháo gỡ vướng mắc: Chưa có kinh phí (")


def test_what_was_put_together_is_told_once_with_its_units(cast, on_october):
    whole = items.merged(cast, "CA", "VP", text="Thiếu thiết bị.")
    lines = arrange.consolidated(cast).difficulties.split("\n")[1:]
    named = {f"{cast.units['CA'].name}; {cast.units['VP'].name}", f"{cast.units['VP'].name}; {cast.units['CA'].name}"}
    assert len(lines) == 1
    assert lines[0].split(": ")[0] in named
    assert whole.text.rstrip(".") in lines[0]


def test_a_part_opened_again_is_told_by_itself(cast, on_october):
    whole = difficulties_actions.answer_difficulty(items.merged(cast, "CA", "VP"), by=cast.approver, text="Được.")
    difficulties_actions.reopen_difficulty(items.source(whole, "CA"), by=cast["CA:drafter"], text="Vẫn thiếu.")
    lines = arrange.consolidated(cast).difficulties.split("\n")[1:]
    assert [line.split(": ")[0] for line in lines] == [cast.units["VP"].name, cast.units["CA"].name]
    assert "đã có ý kiến giải quyết" in "".join(lines)


def test_what_is_closed_is_told_no_more(cast):
    items.closed(cast, "CA")
    assert "không nêu khó khăn" in arrange.consolidated(cast).difficulties


def test_a_plan_without_assignments_tells_them_too(cast):
    cast.monthly.ward.plans.get().assignments.all().delete()
    items.raised(cast, "CA", text="Thiếu máy quét.")
    assert "Thiếu máy quét" in arrange.consolidated(cast).difficulties


def test_they_cost_consolidation_no_query_more(cast, statements):
    items.merged(cast, "CA", "VP")
    report = arrange.ready(cast)
    with statements() as counted:
        ward_reports.consolidate(report, by=cast.coordinator)
    assert len(counted) == 13, counted.sql


def test_what_the_coordinator_wrote_stays_when_the_text_is_drafted_anew(cast):
    items.raised(cast, "CA", text="Thiếu máy quét.")
    report = reread(arrange.consolidated(cast))
    own = f"{report.difficulties}\nĐề nghị cấp trên quan tâm."
    report = prose.edit_narrative(report, by=cast.coordinator, seen=report.edits, narrative={"difficulties": own})
    items.raised(cast, "VP", text="Chưa có kinh phí.")
    text = prose.redraft(reread(report), by=cast.coordinator).difficulties
    assert all(words in text for words in ("Thiếu máy quét", "Chưa có kinh phí", "Đề nghị cấp trên quan tâm."))


def test_a_units_report_tells_its_own_open_ones(cast):
    report = factories.unit_report(cast, "CA")
    items.raised(cast, "CA", text="Của Công an.")
    items.raised(cast, "VP", text="Của Văn phòng.")
    items.closed(cast, "CA")
    assert listed(report) == ["Của Công an."]


def test_a_report_that_was_handed_in_goes_on_telling_what_was_open_then(cast):
    with at(instant("2026-11-02 08:00")):
        item = items.raised(cast, "CA", text="Nêu trước khi nộp.")
    with at(instant("2026-11-03 08:00")):
        report = factories.submitted(cast, "CA")
    with at(instant("2026-11-04 08:00")):
        items.raised(cast, "CA", text="Nêu sau khi nộp.")
        difficulties_actions.close_difficulty(item, by=cast["CA:drafter"], text="Đã xong.")
        assert listed(report) == ["Nêu trước khi nộp."]
        assert Difficulty.objects.unclosed().count() == 1


def test_what_the_office_asked_for_tells_only_what_was_raised_in_its_own_reports(cast, on_october):
    items.raised(cast, "CA", text="Khó khăn cũ của Công an.")
    period = asked(cast, "CA", "VP")
    report = period.unit_reports.get(unit__code="CA")
    items.raised(cast, "TDP", text="Khó khăn của đơn vị không được hỏi.")
    items.raised(cast, "VP", text="Việc khác của Văn phòng.")
    items.raised(cast, "CA", text="Thiếu máy quét.", report=report)
    assert listed(report) == ["Thiếu máy quét."]
    ward_report = ward_reports.consolidate(taken_in(cast, period), by=cast.coordinator)
    assert ward_report.difficulties.split("\n")[1:] == [f"{cast.units['CA'].name}: Thiếu máy quét."]
