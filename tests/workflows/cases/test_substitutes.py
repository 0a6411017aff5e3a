"""While somebody is absent their work waits for the substitute too, who decides nothing that the absent person wrote.

Rows, the answer for one, and who may decide agree at every moment.
"""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.trail import sentences
from tests import factories
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import events
from units.absences import actions as absences
from units.people import actions as people
from workflows.boards.desk import desk_of
from workflows.cases import rules
from workflows.models import UnitReport, WardReport
from workflows.routes import actions as routes
from workflows.routes.underway import deciding, opinions
from workflows.routes.who import signatories
from workflows.signoff.approval import actions as approval
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports

TERM = {"starts_at": instant("2026-11-07 00:00"), "ends_at": instant("2026-11-21 00:00")}
CHECK, HEAD = "Văn phòng thẩm định", "Trưởng Ban"


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-07 09:00")


@pytest.fixture
def away(cast):
    def make(person, substitute=None):
        """They are absent from now on; the head of the police stands in unless another is named."""
        return absences.start_absence(person, by=person, substitute=substitute or cast["CA:unit_head"], **TERM)

    return make


def checked_first(cast, **shape):
    """The office checks before the board's deputy signs."""
    route = cast.monthly.route
    shape = {"title": CHECK, "unit": cast.units["VP"], "office": "approver", "need": "any", "allowance": 2} | shape
    check = routes.add_step(route, by=cast.admin, **shape)
    routes.move_step(check, by=cast.admin, up=True)


@pytest.fixture
def checker(cast):
    return arrange.newcomer(cast, "checker-1", cast.units["VP"], "approver")


@pytest.fixture
def report(cast, checker):
    """The check of the office waits for the one who does it."""
    checked_first(cast)
    return arrange.awaiting(cast)


def approve(report, by):
    return approval.approve(reread(report), by=by, seen=shown(report))


def asked(report, *, action="approve", verb="approve", rows="awaiting"):
    """Whom the open step asks, by three ways of asking that agree."""
    everybody = list(type(report.sent_by).objects.all())
    may = {person for person in everybody if rules.may(person, action, report)}
    listed = {person for person in everybody if report in getattr(WardReport.objects, rows)(person)}
    assert may == listed == set(rules.deciders(report, verb))
    return may


def test_an_open_step_goes_to_the_substitute_at_that_instant_and_back(cast, report, checker, away, on_day):
    stand_in = cast["CA:unit_head"]
    assert asked(report) == {checker}
    absence = away(checker)
    assert asked(report) == {checker, stand_in}
    assert report in [task.report for task in desk_of(stand_in).to_approve]
    on_day("2026-11-08 09:00")
    absences.end_absence(absence, by=checker)
    assert asked(report) == {checker}
    with pytest.raises(PermissionDenied):
        approve(report, stand_in)


def test_a_step_returns_by_itself_when_the_term_is_over(cast, report, checker, away, on_day):
    away(checker)
    on_day("2026-11-20 23:59")
    assert asked(report) == {checker, cast["CA:unit_head"]}
    on_day("2026-11-21 00:00")
    assert asked(report) == {checker}


def test_what_the_substitute_decides_tells_for_whom(cast, report, checker, away):
    away(checker)
    approve(report, cast["CA:unit_head"])
    event = events(reread(report))[-1]
    assert (event.action, event.actor, event.changes) == (
        "approve",
        cast["CA:unit_head"],
        {"step": [None, report.way[0].title], "acts_for": [None, checker.name]},
    )
    assert checker.name in sentences.sentence(event)


def test_who_decides_by_an_office_of_their_own_acts_for_nobody(cast, report, checker, away):
    other = arrange.newcomer(cast, "checker-2", cast.units["VP"], "approver")
    away(checker, other)
    approve(report, other)
    assert events(reread(report))[-1].changes == {"step": [None, report.way[0].title]}


def test_the_reviewers_work_goes_to_the_substitute_and_back(cast, away, on_day):
    report, stand_in = factories.in_review(cast, "TDP"), cast["CA:unit_head"]
    absence = away(cast.coordinator)
    assert report in UnitReport.objects.to_accept(stand_in)
    on_day("2026-11-08 09:00")
    absences.end_absence(absence, by=cast.coordinator)
    assert report not in UnitReport.objects.to_accept(stand_in)
    with pytest.raises(PermissionDenied):
        unit_reports.accept(report, by=stand_in, seen=report.version)


def test_the_substitute_accepts_what_the_absent_took(cast, away):
    report = factories.in_review(cast, "TDP")
    away(cast.coordinator)
    accepted = unit_reports.accept(report, by=cast["CA:unit_head"], seen=report.version)
    assert (accepted.state, events(reread(report))[-1].actor) == ("accepted", cast["CA:unit_head"])


def test_the_substitute_of_a_coordinator_does_not_accept_their_own_units_report(cast, away):
    report = factories.in_review(cast, "CA")
    away(cast.coordinator)
    assert report not in UnitReport.objects.to_accept(cast["CA:unit_head"])
    with pytest.raises(PermissionDenied):
        unit_reports.accept(report, by=cast["CA:unit_head"], seen=report.version)


def test_who_stands_in_for_an_author_does_not_accept_the_report(cast, away, on_day):
    report = factories.in_review(cast, "CA")
    second = arrange.newcomer(cast, "second", cast.units["VHXH"], "coordinator")
    absence = away(cast["CA:unit_head"], second)
    assert report not in UnitReport.objects.to_accept(second)
    assert report not in UnitReport.objects.to_accept_in_bulk(second)
    with pytest.raises(PermissionDenied):
        unit_reports.accept(report, by=second, seen=report.version)
    on_day("2026-11-08 09:00")
    absences.end_absence(absence, by=cast["CA:unit_head"])
    assert unit_reports.accept(report, by=second, seen=report.version).state == "accepted"


def test_who_stands_in_for_an_author_decides_no_step(cast, report, checker, away):
    other = arrange.newcomer(cast, "checker-2", cast.units["VP"], "approver")
    away(cast.coordinator, checker)
    assert asked(report) == {other}
    with pytest.raises(PermissionDenied):
        approve(report, checker)


def test_an_author_does_not_decide_in_the_place_of_somebody_absent(cast, report, checker, away):
    away(checker, cast.coordinator)
    assert asked(report) == {checker}


def test_who_stands_in_for_an_author_gives_no_opinion(cast, away):
    asks = {"title": "Ý kiến Công an", "unit": cast.units["CA"], "office": "unit_head", "verb": "opinion"}
    routes.add_step(cast.monthly.route, by=cast.admin, need="any", allowance=3, **asks)
    report = arrange.awaiting(cast)
    told = {"action": "opine", "verb": "opinion", "rows": "asked_at_step"}
    assert asked(report, **told) == {cast["CA:unit_head"]}
    away(cast.coordinator)
    assert asked(report, **told) == set()
    with pytest.raises(PermissionDenied):
        opinions.opine(report, by=cast["CA:unit_head"], seen=shown(report), verdict="agree", text="")


def open_titles(report):
    return list(report.steps.filter(opened_at__isnull=False, decided_at=None).values_list("title", flat=True))


@pytest.fixture
def two_checkers(cast, checker, away):
    """Who is absent, their substitute, and a colleague; `need` says how many of them decide."""

    def make(need, quorum=1):
        other = arrange.newcomer(cast, "checker-2", cast.units["VP"], "approver")
        checked_first(cast, need=need, quorum=quorum)
        report = arrange.awaiting(cast)
        away(checker)
        return report, other, cast["CA:unit_head"]

    return make


@pytest.mark.parametrize(("need", "quorum"), [("some", 2), ("most", 1), ("all", 1)])
def test_the_absent_and_their_substitute_have_one_voice(checker, two_checkers, need, quorum):
    report, other, stand_in = two_checkers(need, quorum)
    approve(report, stand_in)
    approve(report, checker)
    assert open_titles(report) == [CHECK]
    approve(report, other)
    assert open_titles(report) != [CHECK]


@pytest.mark.parametrize(("need", "quorum"), [("some", 2), ("most", 1), ("all", 1)])
def test_the_substitutes_voice_counts_for_the_absent(two_checkers, need, quorum):
    report, other, stand_in = two_checkers(need, quorum)
    approve(report, stand_in)
    approve(report, other)
    assert open_titles(report) != [CHECK]


def test_no_more_have_to_decide_than_hold_the_office_themselves(cast, checker, away):
    away(checker)
    with pytest.raises(NotPossible):
        checked_first(cast, need="some", quorum=2)


def test_a_substitute_signs_under_no_authority_of_the_absent(cast, away):
    report = arrange.consolidated(cast)
    away(cast.approver)
    found = signatories.of(report, signatories.last_step(report), sender=cast.coordinator)
    assert found[cast["CA:unit_head"]] is None
    with pytest.raises(NotPossible) as refused:
        ward_reports.send_for_approval(report, by=cast.coordinator, signatory=cast["CA:unit_head"])
    assert "Chưa ghi" in refused.value.message


def test_the_plans_authority_is_none_of_a_substitute(cast, away):
    report = arrange.consolidated(cast)
    people.change_person(cast["CA:unit_head"], by=None, signs_as=report.period.plan.signer_name)
    away(cast.approver)
    assert signatories.of(report, signatories.last_step(report), sender=cast.coordinator)[cast["CA:unit_head"]] is None


def test_what_was_sent_to_be_signed_stays_with_the_signer(cast, away):
    report = arrange.awaiting(cast)
    away(cast.approver)
    assert asked(report) == {cast.approver}
    assert report not in WardReport.objects.awaiting(cast["CA:unit_head"])


def test_who_stands_in_for_the_sender_or_an_author_is_no_signatory(cast, away):
    report = arrange.consolidated(cast)
    deputy = arrange.newcomer(cast, "deputy-2", cast.units["BCĐ"], "approver")
    last = signatories.last_step(report)
    assert deputy in signatories.of(report, last, sender=cast.coordinator)
    sender = arrange.newcomer(cast, "second", cast.units["VHXH"], "coordinator")
    away(sender, deputy)
    assert deputy not in signatories.of(report, last, sender=sender)
    assert deputy in signatories.of(report, last, sender=cast.coordinator)


def test_a_substitute_costs_no_statement(cast, report, checker, away, statements):
    with statements() as without:
        deciding.undecided(report, checker)
        rules.may(checker, "approve", report)
        rules.deciders(report, "approve")
    away(checker)
    with statements() as within:
        deciding.undecided(report, cast["CA:unit_head"])
        rules.may(cast["CA:unit_head"], "approve", report)
        rules.deciders(report, "approve")
    assert len(within) == len(without)


def test_that_the_signer_is_away_is_said_before_it_is_sent(client, cast, away):
    report = arrange.consolidated(cast)
    away(cast.approver)
    client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
    address = reverse("ward_report_send", args=[report.pk])
    page = client.post(address)
    assert reread(report).state == "consolidating"
    assert "vắng mặt từ" in page.content.decode()
    assert client.post(address, {"signatory": cast.approver.pk}).status_code == 302
    assert reread(report).state == "awaiting_approval"
