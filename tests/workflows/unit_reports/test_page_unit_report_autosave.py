import pytest

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import events, newest, operations
from tests.workflows.writing import address, entry_of
from units.models import Aggregation
from workflows.models import UnitReport
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.unit_reports.findings import entries_of


@pytest.fixture
def report(client, cast, on_day) -> UnitReport:
    """A draft of Công an phường, its drafter signed in."""
    on_day("2026-11-03 16:42")
    client.force_login(cast["CA:drafter"])
    return factories.unit_report(cast)


def autosave(client, report, **fields):
    place = address(report).replace("write", "autosave")
    return client.post(place, {"seen": report.version} | fields)


def test_a_changed_field_is_saved_and_the_answer_says_when(client, report):
    entry = entry_of(report, Aggregation.SUM)
    answer = autosave(client, report, **{f"i{entry.pk}_value": "1.234,5"}).json()
    entry.refresh_from_db()
    assert str(entry.value) == "1234.5000"
    assert (answer["state"], answer["version"], answer["words"]) == ("saved", report.version + 1, "Đã lưu 16:42")
    assert answer["saved"] == [f"i{entry.pk}_value"]


def test_only_the_difference_stands_in_the_trail(client, report):
    entry = entry_of(report, Aggregation.SUM)
    autosave(client, report, **{f"i{entry.pk}_value": "5"})
    event = events(reread(report))[-1]
    assert event.changes == {f"{entry.indicator.number}.value": [None, "5"]}


def test_what_differs_from_nothing_writes_nothing(client, report):
    before = len(events(report))
    answer = autosave(client, report, results="").json()
    assert (answer["version"], len(events(reread(report)))) == (report.version, before)


def test_what_does_not_hold_is_told_and_the_rest_is_saved(client, report):
    entry = entry_of(report, Aggregation.SUM)
    answer = autosave(client, report, **{f"i{entry.pk}_value": "mười", "results": "Đã họp"}).json()
    assert list(answer["errors"]) == [f"i{entry.pk}_value"]
    assert answer["saved"] == ["results"]
    assert reread(report).results == "Đã họp"


def test_half_a_ratio_waits_for_the_other_half(client, report):
    entry = entry_of(report, Aggregation.RATIO)
    parts = {f"i{entry.pk}_numerator": "5", f"i{entry.pk}_denominator": ""}
    answer = autosave(client, report, **parts).json()
    entry.refresh_from_db()
    assert answer["saved"] == []
    assert (entry.numerator, entry.denominator) == (None, None)


@pytest.mark.parametrize("part", ["numerator", "denominator"])
def test_half_a_ratio_that_comes_alone_waits_too(client, report, part):
    entry = entry_of(report, Aggregation.RATIO)
    answer = autosave(client, report, **{f"i{entry.pk}_{part}": "5"}).json()
    entry.refresh_from_db()
    assert answer["saved"] == []
    assert len(answer["errors"]) == 1
    assert (entry.numerator, entry.denominator) == (None, None)


def test_a_part_that_comes_alone_completes_the_one_that_is_kept(client, report):
    entry = entry_of(report, Aggregation.RATIO)
    parts = {f"i{entry.pk}_numerator": "5", f"i{entry.pk}_denominator": "10"}
    autosave(client, report, **parts)
    answer = autosave(client, reread(report), **{f"i{entry.pk}_numerator": "6"}).json()
    entry.refresh_from_db()
    assert f"i{entry.pk}_numerator" in answer["saved"]
    assert (entry.numerator, entry.denominator, entry.value) == (6, 10, 60)


def test_a_check_is_asked_at_once_with_its_numbers(client, report):
    entry = entry_of(report, Aggregation.RATIO)
    parts = {f"i{entry.pk}_numerator": "12", f"i{entry.pk}_denominator": "10"}
    answer = autosave(client, report, **parts).json()
    (asked,) = answer["rows"][f"i{entry.pk}"]["asks"]
    assert "Tử số 12 lớn hơn mẫu số 10" in asked


def test_the_count_of_what_is_missing_comes_back(client, report):
    entry = entry_of(report, Aggregation.SUM)
    total = report.indicator_entries.count() + report.assignment_entries.count()
    answer = autosave(client, report, **{f"i{entry.pk}_value": "5"}).json()
    row = answer["rows"][f"i{entry.pk}"]
    assert (answer["unanswered"], row["filled"], row["missing"]) == (total - 1, True, False)


def test_the_reason_of_a_blank_goes_when_a_figure_comes(client, cast, report):
    entry = entry_of(report, Aggregation.SUM)
    report = factories.explain(report, cast)
    answer = autosave(client, report, **{f"i{entry.pk}_value": "5"}).json()
    entry.refresh_from_db()
    assert (entry.explanation, answer["rows"][f"i{entry.pk}"]["reason"]) == ("", "")


def test_a_newer_save_of_another_is_a_conflict_and_nothing_is_written(client, cast, report):
    second = arrange.newcomer(cast, "ca-drafter-2", cast.units["CA"], "drafter")
    texts = arrange.CONTENT | {"narrative": {"results": "Bản của người thứ hai"}}
    entries.save_draft(report, by=second, seen=report.version, **texts)
    answer = autosave(client, report, results="Bản của tôi")
    assert (answer.status_code, answer.json()["state"]) == (409, "conflict")
    assert second.name in answer.json()["message"]
    assert reread(report).results == "Bản của người thứ hai"


def test_a_save_whose_answer_was_lost_comes_again_and_is_done(client, report):
    first = autosave(client, report, results="Đã họp").json()
    again = autosave(client, report, results="Đã họp")
    assert (again.status_code, again.json()["version"]) == (200, first["version"])


def test_ones_own_newer_save_from_elsewhere_is_a_conflict_too(client, report):
    autosave(client, report, results="Bản một")
    assert autosave(client, report, results="Bản hai").status_code == 409


def test_what_is_submitted_is_not_saved_and_the_answer_says_who_handled_it(client, cast, report):
    report = factories.explain(report, cast)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    answer = autosave(client, report, results="Gõ muộn")
    assert (answer.status_code, answer.json()["state"]) == (409, "refused")
    assert cast["CA:unit_head"].name in answer.json()["message"]


@pytest.mark.parametrize(("who", "status"), [("CA:unit_head", 403), ("VP:drafter", 404)])
def test_nobody_else_saves(client, cast, report, who, status):
    client.force_login(cast[who])
    assert autosave(client, report, results="Tôi").status_code == status
    assert reread(report).results == ""


@pytest.mark.parametrize("fields", [{"results": "Tôi"}, {"seen": ""}], ids=["typed", "without a version"])
def test_whoever_does_not_see_the_report_learns_nothing_of_what_became_of_it(client, cast, report, fields):
    report = factories.explain(report, cast)
    unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    client.force_login(cast["VP:drafter"])
    assert autosave(client, report, **fields).status_code == 404


def test_each_who_saves_is_an_author_however_often_they_take_turns(cast, report):
    second = arrange.newcomer(cast, "ca-drafter-2", cast.units["CA"], "drafter")
    for number, by in enumerate((cast["CA:drafter"], cast["CA:drafter"], second, second, cast["CA:drafter"])):
        texts = arrange.CONTENT | {"narrative": {"results": f"Bản {number}"}}
        report = entries.save_draft(report, by=by, seen=report.version, **texts)
        assert by in report.authors.all()
    assert report.authors.count() == 2


def test_who_is_signed_out_is_sent_to_sign_in(client, report):
    client.logout()
    assert autosave(client, report, results="Tôi").status_code == 302


def test_entries_of_another_unit_are_left_alone(client, cast, report):
    other = entry_of(factories.unit_report(cast, "KTHTDT"), Aggregation.LATEST)
    autosave(client, report, **{f"i{other.pk}_value": "5"})
    other.refresh_from_db()
    assert other.value is None


def test_saving_one_field_costs_ten_statements(client, report, statements):
    entry = entry_of(report, Aggregation.SUM)
    autosave(client, report, **{f"i{entry.pk}_value": "4"})
    report = reread(report)
    with statements() as counted:
        autosave(client, report, **{f"i{entry.pk}_value": "5"})
    assert len(operations(counted)) == 10, counted.sql


def test_the_first_save_of_a_report_reads_all_of_it_for_twelve_statements(client, report, statements):
    entry = entry_of(report, Aggregation.SUM)
    with statements() as counted:
        autosave(client, report, **{f"i{entry.pk}_value": "5"})
    assert len(operations(counted)) == 12, counted.sql


def test_what_is_counted_field_by_field_is_what_the_whole_report_asks(client, report):
    """However it is typed, the count of the row is that of all its entries."""
    ratio, plain = entry_of(report, Aggregation.RATIO), entry_of(report, Aggregation.SUM)
    task = report.assignment_entries.first()
    steps = (
        {f"i{plain.pk}_value": "5"},
        {f"i{ratio.pk}_numerator": "12", f"i{ratio.pk}_denominator": "10"},
        {f"i{ratio.pk}_explanation": "Tính cả hồ sơ kỳ trước"},
        {f"a{task.pk}_status": "done"},
        {f"a{task.pk}_result": "Đã ban hành kế hoạch"},
        {f"i{plain.pk}_value": ""},
        {f"i{plain.pk}_explanation": "Chưa phát sinh"},
    )
    for typed in steps:
        answer = autosave(client, reread(report), **typed).json()
        assert answer["unanswered"] == len(entries_of(reread(report)).unanswered), typed


def test_the_last_reason_given_is_counted_in_the_whole_report(client, cast, report):
    """A count that comes to nothing by differences is not believed: the head submits by it."""
    entry = entry_of(report, Aggregation.SUM)
    report = factories.explain(report, cast)
    autosave(client, report, **{f"i{entry.pk}_explanation": ""})
    report.indicator_entries.exclude(pk=entry.pk).update(explanation="")
    answer = autosave(client, reread(report), **{f"i{entry.pk}_explanation": "Chưa phát sinh"}).json()
    assert answer["unanswered"] == report.indicator_entries.count() - 1


def test_findings_are_counted_when_it_is_submitted(client, cast, report):
    report = factories.explain(report, cast)
    entry = entry_of(report, Aggregation.SUM)
    autosave(client, report, **{f"i{entry.pk}_note": "Ghi thêm"})
    assert reread(report).found is None
    report = reread(report)
    report = reread(unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version))
    assert report.found == len(entries_of(report).to_look_at)


def test_the_trail_names_who_saved(client, cast, report):
    autosave(client, report, results="Đã họp")
    assert (newest(reread(report))["by"], newest(reread(report))["action"]) == (cast["CA:drafter"], "save_draft")
