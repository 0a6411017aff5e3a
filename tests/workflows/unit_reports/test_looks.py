"""A unit's own way to its head: somebody in the unit looks at the report first, which stands still meanwhile."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Decision
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, events, mails, newest
from workflows.boards import desk
from workflows.cases import stranded
from workflows.models import UnitReport
from workflows.periods import actions as periods
from workflows.routes.underway import overdue
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries_actions
from workflows.unit_reports.looks import actions as looks

from .looking import ask_for_looks, deputy_of


@pytest.fixture
def deputy(cast):
    return deputy_of(cast)


@pytest.fixture
def report(cast, deputy, on_day):
    on_day("2026-11-03 09:00")
    ask_for_looks(cast)
    return arrange.draft(cast)


@pytest.fixture
def asked(cast, report):
    return reread(looks.ask_for_look(report, by=cast["CA:drafter"], seen=report.version))


def sentences_of(person):
    return [str(task.ask.sentence) for task in desk.desk_of(person).tasks if task.mine]


def test_the_deputy_looks_at_it_then_the_head_submits_it(cast, asked, deputy):
    assert asked.state == "draft"
    seen = looks.look(asked, by=deputy, seen=asked.version)
    assert (seen.state, newest(seen)) == ("draft", event_of(deputy, "look"))
    submitted = unit_reports.submit(reread(seen), by=cast["CA:unit_head"], seen=asked.version)
    assert submitted.state == "submitted"
    given = Decision.objects.get(subject_kind="unitreport", verdict="in_order")
    assert (given.person, given.step, given.seen) == (deputy, asked.steps.get().pk, str(asked.version))


def test_the_head_does_not_submit_it_before(cast, report, deputy):
    with pytest.raises(NotPossible, match=deputy.name):
        unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    assert reread(report).state == "draft"


def test_nothing_in_it_changes_meanwhile(cast, asked, deputy):
    for stage in (asked, looks.look(asked, by=deputy, seen=asked.version)):
        with pytest.raises(NotPossible, match="Lấy lại"):
            entries_actions.save_draft(reread(stage), by=cast["CA:drafter"], seen=asked.version, **arrange.CONTENT)
    assert not UnitReport.objects.to_write(cast["CA:drafter"]).filter(pk=asked.pk).exists()


def test_taken_back_it_is_written_and_looked_at_anew(cast, asked, deputy):
    back = looks.withdraw_look(asked, by=cast["CA:drafter"])
    saved = entries_actions.save_draft(reread(back), by=cast["CA:drafter"], seen=asked.version, **arrange.CONTENT)
    with pytest.raises(NotPossible):
        looks.look(saved, by=deputy, seen=saved.version)
    again = looks.ask_for_look(reread(saved), by=cast["CA:drafter"], seen=saved.version)
    assert looks.look(again, by=deputy, seen=saved.version).looked == 3


@pytest.mark.parametrize("giving", ["deputy", "head"])
def test_given_back_the_drafter_reads_why_and_goes_on(cast, asked, deputy, giving):
    word = "Thiếu số liệu chỉ tiêu 8"
    if giving == "deputy":
        back = looks.return_look(asked, by=deputy, word=word)
    else:
        back = unit_reports.send_to_drafter(asked, by=cast["CA:unit_head"], word=word)
    assert (back.word, back.looked, back.steps.get().opened_at) == (word, 1, None)
    assert mails("to_drafter") == [("write_reports", cast.units["CA"].pk)]


def test_what_is_returned_by_the_office_is_looked_at_anew(cast, asked, deputy):
    looks.look(asked, by=deputy, seen=asked.version)
    submitted = unit_reports.submit(reread(asked), by=cast["CA:unit_head"], seen=asked.version)
    taken = unit_reports.take(submitted, by=cast.coordinator)
    back = unit_reports.return_for_revision(reread(taken), by=cast.coordinator, reason="Thiếu")
    with pytest.raises(NotPossible, match=deputy.name):
        unit_reports.submit(reread(back), by=cast["CA:unit_head"], seen=back.version)


def test_a_unit_in_which_nobody_could_look_submits_without_and_the_trail_says_so(cast, on_day):
    on_day("2026-11-03 09:00")
    ask_for_looks(cast)
    report = arrange.draft(cast)
    submitted = unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version)
    assert events(reread(submitted))[-1].changes["look"] == [None, "nobody"]


@pytest.mark.parametrize("who", ["CA:drafter", "VHXH:coordinator", "VP:unit_head", "MX:admin"])
def test_nobody_else_looks(cast, asked, who):
    with pytest.raises(PermissionDenied):
        looks.look(asked, by=cast[who], seen=asked.version)


def test_whoever_looked_does_not_submit_it_where_another_may(cast, asked, deputy):
    looks.look(asked, by=deputy, seen=asked.version)
    with pytest.raises(NotPossible, match="tự xem"):
        unit_reports.submit(reread(asked), by=deputy, seen=asked.version)


def test_a_route_that_asks_for_no_look_leaves_reports_as_they_are(cast, on_day):
    on_day("2026-11-03 09:00")
    report = arrange.draft(cast)
    assert (report.looked, report.twice, report.steps.count()) == (0, False, 0)
    with pytest.raises(NotPossible, match="không yêu cầu"):
        looks.ask_for_look(report, by=cast["CA:drafter"], seen=report.version)


def test_a_period_that_was_open_before_stays_as_it_was_opened(cast, on_day, deputy):
    on_day("2026-11-03 09:00")
    report = arrange.draft(cast)
    ask_for_looks(cast)
    assert unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version).state == "submitted"
    on_day("2026-12-02 09:00")
    assert periods.open_period(cast.monthly, "2026-11").unit_reports.filter(looked=1).count() > 1


def test_desks_say_whose_turn_it_is(cast, asked, deputy):
    drafter, head = cast["CA:drafter"], cast["CA:unit_head"]
    assert any("trước khi nộp" in sentence for sentence in sentences_of(deputy))
    assert sentences_of(drafter) == []
    looks.look(asked, by=deputy, seen=asked.version)
    assert any("đã được xem" in sentence for sentence in sentences_of(head))
    assert desk.desk_of(drafter).waiting


def test_the_clock_reminds_whoever_looks(cast, asked, deputy, on_day):
    on_day("2026-11-04 10:00")
    assert overdue.ring() == 1
    assert mails("overdue") == [("approve_reports", cast.ward.pk)]
    assert deputy in overdue.reminded(asked)


def test_the_page_of_checks_asks_for_the_look_first(cast, client, report, deputy):
    client.force_login(cast["CA:drafter"])
    page = client.get(reverse("unit_report_check", args=[report.pk])).text
    assert deputy.name in page
    answer = client.post(reverse("unit_report_ask_for_look", args=[report.pk]), {"seen": report.version})
    assert answer.status_code == 302
    assert reread(report).looked == 2
    page = client.get(reverse("unit_report", args=[report.pk])).text
    assert reverse("unit_report_withdraw_look", args=[report.pk]) in page
    client.force_login(deputy)
    assert (
        reverse("unit_report_return_look", args=[report.pk])
        in client.get(reverse("unit_report", args=[report.pk])).text
    )


def test_each_act_stands_in_the_trail(cast, asked, deputy):
    looks.return_look(asked, by=deputy, word="Thiếu")
    again = looks.ask_for_look(reread(asked), by=cast["CA:drafter"], seen=asked.version)
    looks.withdraw_look(reread(again), by=cast["CA:drafter"])
    told = [(event.action, event.actor) for event in events(reread(asked))[-4:]]
    drafter = cast["CA:drafter"]
    assert told == [
        ("ask_for_look", drafter),
        ("return_look", deputy),
        ("ask_for_look", drafter),
        ("withdraw_look", drafter),
    ]


def test_a_report_that_nobody_has_to_look_at_is_no_incident(cast, asked):
    stranded.look(cast.ward.pk)
    assert not stranded.incidents_of([cast.ward.pk]).exists()
