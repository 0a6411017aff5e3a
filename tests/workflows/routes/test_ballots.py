"""Phiếu lấy ý kiến: all members answer by a ballot, carried by more than half of all of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Decision
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.traces import events
from units.absences import actions as absences
from workflows.cases import rules
from workflows.models import WardReport
from workflows.routes import actions as routes
from workflows.routes import sentences, versions
from workflows.routes.transfer import files
from workflows.routes.underway import ballots, opinions, overdue
from workflows.signoff.approval import actions as approval
from workflows.signoff.opinions import annex
from workflows.signoff.retraction import actions as retraction

from .asked import opine

TITLE = "Phiếu lấy ý kiến thành viên"
SHAPE = {"title": TITLE, "verb": "opinion", "ballot": True, "need": "most", "allowance": 16, "office": "unit_head"}


def ask_members(cast, members=5, **shape):
    """All heads of one unit are the members: so many of them."""
    unit = cast.units["VP"]
    people = [cast["VP:unit_head"]]
    people += [arrange.newcomer(cast, f"member-{place}", unit, "unit_head") for place in range(2, members + 1)]
    routes.add_step(cast.monthly.route, by=cast.admin, unit=unit, **SHAPE | shape)
    return people


@pytest.fixture
def members(cast, on_day):
    on_day("2026-11-06 09:00")
    return ask_members(cast)


@pytest.fixture
def report(cast, members):
    return arrange.awaiting(cast)


def vote(report, people, verdict="in_favour", text=""):
    for person in people:
        opine(report, person, verdict, text)


def ballot_of(report):
    return report.steps.get(title=TITLE)


def test_it_is_carried_once_more_than_half_of_all_members_are_in_favour(cast, report, members):
    vote(report, members[:2])
    assert ballot_of(report).decided_at is None
    vote(report, members[2:3])
    step = ballot_of(report)
    assert (step.carried, step.tally["in_favour"], step.tally["members"], len(step.tally["silent"])) == (True, 3, 5, 2)
    assert approval.approve(reread(report), by=cast.approver, seen=shown(report)).state == "approved"


def test_half_of_them_is_not_enough(cast, on_day):
    on_day("2026-11-06 09:00")
    members = ask_members(cast, members=4)
    report = arrange.awaiting(cast)
    vote(report, members[:2])
    vote(report, members[2:3], "against", "Chưa đủ căn cứ.")
    vote(report, members[3:], "otherwise", "Đề nghị đưa ra phiên họp.")
    step = ballot_of(report)
    assert (step.carried, step.tally["against"], step.tally["otherwise"]) == (False, 1, 1)


def test_what_was_not_carried_is_sent_back_and_not_approved(cast, report, members):
    vote(report, members, "against", "Chưa đủ căn cứ.")
    with pytest.raises(NotPossible, match="Không tán thành: 5"):
        approval.approve(reread(report), by=cast.approver, seen=shown(report))
    back = approval.send_back(reread(report), by=cast.approver, seen=shown(report), reason="Đưa ra phiên họp")
    assert back.state == "returned"


def test_whoever_is_silent_at_the_deadline_is_recorded_by_name(report, members, on_day):
    vote(report, members[:2])
    on_day("2026-11-11 09:00")
    overdue.ring()
    step = ballot_of(report)
    assert (step.carried, step.silent, sorted(step.tally["silent"])) == (
        False,
        False,
        sorted(member.name for member in members[2:]),
    )
    event = events(reread(report))[-1]
    assert (event.action, event.actor) == ("pass_in_silence", None)
    assert "Tán thành: 2" in event.changes["ballot"][1]


def test_its_answers_are_those_three_and_no_others(report, members):
    with pytest.raises(NotPossible, match="Tán thành"):
        opine(report, members[0], "agree")
    assert ballots.verdicts_at(ballot_of(report)) == Decision.BALLOTS


@pytest.mark.parametrize("verdict", ["against", "otherwise"])
def test_whoever_is_not_in_favour_says_why(report, members, verdict):
    with pytest.raises(NotPossible):
        opine(report, members[0], verdict)


def test_all_are_waited_for_where_the_route_says_so(cast, on_day):
    on_day("2026-11-06 09:00")
    members = ask_members(cast, members=3, need="all")
    report = arrange.awaiting(cast)
    vote(report, members[:2])
    assert ballot_of(report).decided_at is None
    vote(report, members[2:], "against", "Không đồng ý.")
    assert ballot_of(report).carried is True


def test_somebody_absent_and_their_substitute_have_one_voice(cast, on_day):
    on_day("2026-11-06 09:00")
    members = ask_members(cast, members=3, need="all")
    report = arrange.awaiting(cast)
    terms = {"starts_at": now(), "ends_at": now() + timedelta(days=2)}
    absences.start_absence(members[1], by=members[1], substitute=cast["VP:drafter"], **terms)
    vote(report, [members[0], cast["VP:drafter"]])
    vote(report, members[2:], "otherwise", "Ý khác.")
    step = ballot_of(report)
    assert (step.carried, step.tally["members"], step.tally["in_favour"]) == (True, 3, 2)


def test_an_answer_taken_back_opens_it_again(report, members):
    vote(report, members[:3])
    taken = Decision.objects.get(person=members[2])
    retraction.retract(reread(report), by=members[2], decision=taken.pk, reason="Bấm nhầm")
    step = ballot_of(report)
    assert (step.decided_at, step.carried, step.tally) == (None, None, None)


def test_the_answers_are_one_table_and_an_annex(report, members):
    vote(report, members[:3])
    found = opinions.opinions_of(reread(report))
    assert [bool(opinion.decision) for opinion in found] == [True] * 3 + [False] * 2
    rows = annex.rows_of(reread(report))
    assert [row.answer for row in rows] == ["Tán thành"] * 3 + [annex.SILENT] * 2
    assert rows[-1].who
    assert "quá nửa" in annex.results_of(reread(report))[0]


@pytest.mark.parametrize("shape", [{"need": "any"}, {"need": "some"}, {"at_end": "remind"}, {"verb": "examine"}])
def test_a_route_asks_by_a_ballot_only_where_it_can_be_counted(cast, shape):
    with pytest.raises(NotPossible):
        ask_members(cast, members=1, **shape)


def test_it_is_told_in_words_and_travels_as_a_file(cast, members):
    route = cast.monthly.route
    step = routes.standing(route)[0]
    assert "phiếu" in sentences.in_full(step)
    read = files.read(files.written(route).encode(), cast.ward)
    assert versions.shape_of(read) == versions.shape_of(routes.standing(route))


def test_a_member_answers_in_the_browser(client, report, members):
    client.force_login(members[0])
    address = reverse("ward_report_opinion", args=[report.pk])
    seen = shown(report)
    page = client.get(address).text
    assert "Tán thành" in page
    assert "Đồng ý với góp ý" not in page
    step = rules.step_of(members[0], report, "opinion")
    typed = {"verdict": "in_favour", "text": "", "seen": seen, "step": step.pk}
    assert client.post(address, typed).status_code == 302
    assert Decision.objects.get(person=members[0]).verdict == "in_favour"


def test_whoever_answers_after_it_closed_reads_that_and_loses_nothing(client, report, members):
    client.force_login(members[4])
    step, seen = rules.step_of(members[4], report, "opinion"), shown(report)
    vote(report, members[:3])
    typed = {"verdict": "against", "text": "Chưa đủ căn cứ.", "seen": seen, "step": step.pk}
    answer = client.post(reverse("ward_report_opinion", args=[report.pk]), typed)
    assert answer.status_code == 409
    assert "Chưa đủ căn cứ." in answer.text


def test_everybody_who_may_read_it_sees_how_it_ended(cast, client, report, members):
    vote(report, members, "against", "Chưa đủ.")
    client.force_login(cast.approver)
    page = client.get(reverse("ward_report_approval", args=[report.pk])).text
    assert "không thông qua" in page
    assert WardReport.objects.awaiting(cast.approver).filter(pk=report.pk).exists()
