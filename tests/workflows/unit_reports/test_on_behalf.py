"""The office enters and submits what a unit told it by telephone: marked with its source until the unit confirms it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from approvals.clock import now
from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, events, mails, newest, tells, undone
from units.models import Aggregation
from workflows.boards.asks import CONFIRM, UNCONFIRMED
from workflows.boards.desk import desk_of
from workflows.documents.source import content_of, with_source
from workflows.models import UnitReport, WardReport
from workflows.pure.informants import Informant
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.unit_reports.on_behalf import actions as on_behalf
from workflows.ward_reports import actions as ward_reports

NAME, CONTACT = "Bà Tổ trưởng tổ 5", "0912 000 005"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


@pytest.fixture
def draft(cast) -> UnitReport:
    """The tổ dân phố's report, filled in but for what it will say by telephone."""
    return arrange.draft(cast, "TDP")


def informant(**changes) -> Informant:
    return Informant(**({"name": NAME, "contact": CONTACT, "at": now() - timedelta(minutes=5)} | changes))


def figure_of(report):
    return (
        report.indicator_entries.exclude(indicator__aggregation=Aggregation.RATIO).select_related("indicator").first()
    )


def enter(cast, report, who="VHXH:coordinator", value="61", **changes):
    content = arrange.CONTENT | {"indicators": {figure_of(report).pk: {"value": Decimal(value)}}}
    source = informant(**changes)
    return reread(entries.save_draft(report, by=cast[who], seen=report.version, informant=source, **content))


def submit(cast, report, who="VHXH:coordinator", **changes):
    return on_behalf.submit_on_behalf(report, by=cast[who], seen=report.version, informant=informant(**changes))


def confirm(cast, report, who="TDP:drafter"):
    return on_behalf.confirm_on_behalf(report, by=cast[who], seen=report.version)


def test_what_is_told_is_saved_and_marked_with_its_source(cast, draft):
    report = enter(cast, draft)
    entry = figure_of(report)
    assert (entry.value, entry.informant) == (61, f"{NAME}, 03/11/2026")
    assert [(each.informant.name, each.by) for each in report.on_behalf] == [(NAME, cast.coordinator.name)]
    assert report.unconfirmed_since == now()
    assert report.state == "draft"


def test_entries_that_were_not_told_bear_no_mark(cast, draft):
    report = enter(cast, draft)
    assert report.indicator_entries.exclude(informant="").count() == 1
    assert not report.assignment_entries.exclude(informant="").exists()


def test_what_the_office_returned_can_be_entered_too(cast):
    assert enter(cast, arrange.returned(cast, "TDP")).state == "returned"


def test_entering_stands_in_the_trail_with_the_source(cast, draft):
    report = enter(cast, draft)
    reason = f"{NAME}; {CONTACT}; 03/11/2026 08:55"
    assert newest(report) == event_of(cast.coordinator, "save_on_behalf", reason=reason)
    assert events(report)[-1].changes == {f"{figure_of(report).indicator.number}.value": ["50", "61"]}


@pytest.mark.parametrize("who", ["TDP:drafter", "TDP:unit_head", "BCĐ:approver", "VP:clerk", "MX:admin", "CA:drafter"])
def test_nobody_but_the_office_enters_or_submits_on_behalf(cast, draft, who):
    for act in (enter, submit):
        with pytest.raises(PermissionDenied):
            act(cast, draft, who)
    assert reread(draft).version == draft.version


def test_what_is_submitted_is_entered_no_more(cast):
    report = factories.submitted(cast, "TDP")
    for act in (enter, submit):
        with pytest.raises(NotPossible) as refused:
            act(cast, report)
        assert tells(refused, cast["TDP:unit_head"], "2026-11-03 09:00")


@pytest.mark.parametrize("wrong", [{"name": "  "}, {"contact": ""}, {"at": now() + timedelta(days=9000)}])
def test_the_source_is_named_and_has_spoken(cast, draft, wrong):
    for act in (enter, submit):
        with pytest.raises(NotPossible):
            act(cast, draft, **wrong)
    assert reread(draft).informants == []


def test_a_newer_version_is_not_overwritten(cast, draft):
    enter(cast, draft)
    with pytest.raises(entries.StaleSave):
        enter(cast, draft, value="62")


def test_the_unit_is_told_once_it_commits_and_once(cast, draft):
    enter(cast, enter(cast, draft), value="62")
    assert mails("on_behalf") == [("view_reports", draft.unit_id)]


def test_nothing_of_it_outlives_a_rollback(cast, draft):
    with undone():
        enter(cast, draft)
    assert (reread(draft).informants, figure_of(draft).informant) == ([], "")


def test_one_telephone_call_is_noted_once(cast, draft):
    report = enter(cast, enter(cast, draft), value="62")
    assert len(report.on_behalf) == 1
    assert len(enter(cast, report, value="63", name="Ông Tổ phó").on_behalf) == 2


def test_what_the_unit_types_afterwards_is_its_own(cast, draft):
    report = enter(cast, draft)
    content = arrange.CONTENT | {"indicators": {figure_of(report).pk: {"value": Decimal(7)}}}
    entries.save_draft(report, by=cast["TDP:drafter"], seen=report.version, **content)
    assert figure_of(report).informant == ""


def test_the_office_submits_on_behalf_and_a_colleague_accepts(cast, draft):
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    report = submit(cast, draft)
    assert (report.state, report.submitted_by) == ("submitted", cast.coordinator)
    report = unit_reports.take(reread(report), by=cast.coordinator)
    with pytest.raises(PermissionDenied):
        unit_reports.accept(report, by=cast.coordinator, seen=report.version)
    assert unit_reports.accept(reread(report), by=colleague, seen=report.version).state == "accepted"


def test_whoever_entered_alone_may_not_accept_either(cast, draft):
    report = enter(cast, draft)
    report = unit_reports.submit(report, by=cast["TDP:unit_head"], seen=report.version)
    report = unit_reports.take(reread(report), by=cast.coordinator)
    with pytest.raises(PermissionDenied):
        unit_reports.accept(report, by=cast.coordinator, seen=report.version)


def test_submitting_on_behalf_stands_in_the_trail_and_tells_unit_and_office(cast, draft):
    report = reread(submit(cast, draft))
    reason = f"{NAME}; {CONTACT}; 03/11/2026 08:55"
    assert newest(report) == event_of(cast.coordinator, "submit_on_behalf", "draft", "submitted", reason)
    assert mails("submitted") == [("review_reports", report.ward_id)]
    assert mails("on_behalf") == [("view_reports", report.unit_id)]


def test_submitting_on_behalf_asks_for_the_same_reasons(cast):
    with pytest.raises(NotPossible):
        submit(cast, factories.unit_report(cast, "TDP"))


def test_a_version_that_was_not_seen_is_not_submitted(cast, draft):
    enter(cast, draft)
    with pytest.raises(NotPossible):
        submit(cast, draft)


@pytest.mark.parametrize("who", ["TDP:drafter", "TDP:unit_head"])
def test_the_unit_confirms(cast, draft, who):
    report = reread(confirm(cast, enter(cast, draft), who))
    assert report.unconfirmed_since is None
    assert [(each.confirmed_by, each.confirmed_at) for each in report.on_behalf] == [(cast[who].name, now())]
    assert newest(report) == event_of(cast[who], "confirm_on_behalf")


def test_the_unit_confirms_after_it_was_accepted_too(cast, draft):
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    report = unit_reports.take(reread(submit(cast, draft)), by=colleague)
    report = reread(unit_reports.accept(report, by=colleague, seen=report.version))
    assert confirm(cast, report).unconfirmed_since is None


@pytest.mark.parametrize("who", ["VHXH:coordinator", "CA:drafter", "MX:admin", "MX:auditor", "BCĐ:approver"])
def test_nobody_else_confirms(cast, draft, who):
    report = enter(cast, draft)
    with pytest.raises(PermissionDenied):
        confirm(cast, report, who)


def test_whoever_typed_it_does_not_confirm_it_for_the_unit(cast, draft):
    arrange.join(cast.coordinator, cast.units["TDP"], "drafter")
    report = enter(cast, draft)
    with pytest.raises(NotPossible, match="Chính bạn"):
        confirm(cast, report, "VHXH:coordinator")


def test_what_changed_since_is_read_before_it_is_confirmed(cast, draft):
    report = enter(cast, draft)
    enter(cast, report, value="62")
    with pytest.raises(NotPossible):
        confirm(cast, report)


def test_nothing_is_confirmed_twice(cast, draft):
    report = reread(confirm(cast, enter(cast, draft)))
    with pytest.raises(NotPossible):
        confirm(cast, report, "TDP:unit_head")


def test_the_head_who_submits_it_stands_by_it(cast, draft):
    report = enter(cast, draft)
    report = reread(unit_reports.submit(report, by=cast["TDP:unit_head"], seen=report.version))
    assert report.unconfirmed_since is None
    assert report.on_behalf[0].confirmed_by == cast["TDP:unit_head"].name
    assert events(report)[-1].changes == {"confirmed": [None, f"{NAME}; {CONTACT}; 03/11/2026 08:55"]}


def test_submitting_what_nobody_entered_on_its_behalf_says_nothing_of_it(cast, draft):
    assert events(reread(unit_reports.submit(draft, by=cast["TDP:unit_head"], seen=draft.version)))[-1].changes == {}


def asks(person, report):
    return [task.ask for task in desk_of(person).tasks if task.report == report]


def test_it_lies_on_the_units_desk_and_waits_on_the_offices(cast, draft):
    report = reread(submit(cast, draft))
    for who in ("TDP:drafter", "TDP:unit_head"):
        assert CONFIRM in asks(cast[who], report)
    assert UNCONFIRMED in asks(cast.coordinator, report)
    assert report in [task.report for task in desk_of(cast.coordinator).waiting]
    assert asks(cast.approver, report) == asks(cast["CA:drafter"], report) == []


def test_what_was_waived_waits_for_no_confirmation(cast, draft):
    report = reread(enter(cast, draft))
    assert CONFIRM in asks(cast["TDP:unit_head"], report)
    unit_reports.waive(report, by=cast.coordinator, reason="Tổ dân phố đã sáp nhập")
    assert CONFIRM not in asks(cast["TDP:unit_head"], report)
    assert UNCONFIRMED not in asks(cast.coordinator, report)


def submit_and_reread(cast, report):
    return reread(submit(cast, report))


def test_once_confirmed_it_lies_on_no_desk(cast, draft):
    report = reread(confirm(cast, submit_and_reread(cast, draft)))
    assert CONFIRM not in asks(cast["TDP:drafter"], report)
    assert UNCONFIRMED not in asks(cast.coordinator, report)


def test_the_wards_document_notes_the_source_without_its_telephone(cast, draft):
    task = draft.assignment_entries.select_related("assignment").first()
    content = arrange.CONTENT | {"assignments": {task.pk: {"result": "Đã họp tổ"}}}
    report = enter(cast, draft)
    report = entries.save_draft(report, by=cast.coordinator, seen=report.version, informant=informant(), **content)
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    report = unit_reports.take(submit_and_reread(cast, reread(report)), by=colleague)
    unit_reports.accept(reread(report), by=colleague, seen=report.version)
    arrange.waive_others(cast, "TDP")
    ward = ward_reports.consolidate(factories.ward_report(cast), by=colleague)
    content = content_of(with_source(WardReport.objects.filter(pk=ward.pk)).get(), final=False)
    notes = {row.number: row.note for row in content.indicators}
    progress = {row.number: row.progress for group in content.assignments for row in group.rows}
    note = f"nhập thay, nguồn: {NAME}, 03/11/2026"
    assert f"{draft.unit.short_name}: {note}" in notes[figure_of(draft).indicator.number]
    assert f"Đã họp tổ ({note})" in progress[task.assignment.number]
    assert CONTACT not in str(content)


def test_the_same_told_again_writes_no_event_and_names_nobody_anew(cast, draft):
    report = enter(cast, draft)
    again = enter(cast, report, name="Người khác")
    assert [event.action for event in events(again)].count("save_on_behalf") == 1
    assert (again.version, [each.informant.name for each in again.on_behalf]) == (report.version, [NAME])
