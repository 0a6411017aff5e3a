"""Of those who hold an office in a unit a step asks all, those of one title, or one person."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from approvals.errors import NotPossible
from approvals.models import Decision
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.routes.asking import DEPUTY, HEAD, checking, head, opining, sent, signing
from tests.workflows.traces import events
from units.absences import actions as absences
from units.models import Authority, Office
from units.offices import actions as offices
from units.people import actions as people
from workflows.boards.desk import desk_of
from workflows.cases import rules, stranded
from workflows.models import WardReport
from workflows.routes import actions as routes
from workflows.signoff.approval import actions as approval

TERM = {"starts_at": instant("2026-11-06 00:00"), "ends_at": instant("2026-11-21 00:00")}


def waits_for_nobody(report):
    """What nobody can do, in Vietnamese."""
    with override("vi"):
        return " ".join(each.why for each in stranded.waiting(only={"wardreport": [report.pk]}) if each.is_stranded)


@pytest.fixture
def report(cast, on_day):
    on_day("2026-11-06 09:00")
    return arrange.consolidated(cast)


@pytest.fixture
def board(cast, report):
    """Head and deputy hold the same office in the same unit."""
    return head(cast)


def asked(report, *people):
    """Whom of these the rows, the answer for one, the mails and the desk ask: each the same, or it fails."""
    report = reread(report)
    found = {person.username for person in people if report in WardReport.objects.awaiting(person)}
    assert found == {person.username for person in people if rules.may(person, "approve", report)}
    assert found == {person.username for person in rules.deciders(report, "approve")} & {p.username for p in people}
    assert found == {person.username for person in people if desk_of(person).to_approve}
    return found


def test_a_step_asks_the_head_and_not_the_deputy(cast, report, board):
    checking(cast, position=HEAD)
    report = sent(cast, report, cast.approver)
    assert asked(report, board, cast.approver) == {"head"}
    with pytest.raises(PermissionDenied):
        approval.approve(reread(report), by=cast.approver, seen=shown(report))


def test_the_last_step_is_signed_by_whoever_bears_its_title(cast, report, board):
    signing(cast, position=HEAD)
    assert sent(cast, report).signatory == board


def test_a_step_asks_one_person_alone(cast, report, board):
    checking(cast, person=cast.approver)
    assert asked(sent(cast, report, board), board, cast.approver) == {cast.approver.username}


def test_who_bears_the_title_later_is_asked_from_then_on(cast, report, board):
    checking(cast, position=HEAD)
    report = sent(cast, report, cast.approver)
    offices.end_membership(board.memberships.get(), by=cast.admin)
    successor = arrange.newcomer(cast, "successor", cast.units["BCĐ"], Office.APPROVER)
    assert asked(report, board, successor, cast.approver) == set()
    arrange.entitle(successor, authority=Authority.HEAD, title=HEAD, post="")
    assert asked(report, board, successor, cast.approver) == {"successor"}


def test_whoever_stands_in_for_the_head_is_asked_too_though_they_hold_the_office_themselves(cast, report, board):
    checking(cast, position=HEAD)
    report = sent(cast, report, cast.approver)
    absences.start_absence(board, by=None, substitute=cast.approver, **TERM)
    assert asked(report, board, cast.approver) == {"head", cast.approver.username}
    approval.approve(reread(report), by=cast.approver, seen=shown(report))
    assert events(reread(report))[-1].changes["acts_for"] == [None, str(board)]


def test_a_delegate_of_the_head_is_asked_where_the_head_is(cast, report, board):
    checking(cast, position=HEAD)
    delegate = cast["VP:unit_head"]
    report = sent(cast, report, cast.approver)
    act = {"authority": Authority.DELEGATED, "title": "Chánh Văn phòng", "document": "12/UQ-UBND"}
    offices.delegate(board.memberships.get(), by=cast.admin, to=delegate, **act, **TERM)
    assert asked(report, board, delegate, cast.approver) == {"head", delegate.username}
    approval.approve(reread(report), by=delegate, seen=shown(report))
    assert Decision.objects.latest("pk").authority == "TUQ. TRƯỞNG BAN CHỈ ĐẠO – CHÁNH VĂN PHÒNG"


def test_nobody_decides_by_delegation_of_who_wrote_it(cast, report, board):
    checking(cast, position=HEAD)
    delegate = cast["VP:unit_head"]
    act = {"authority": Authority.DELEGATED, "title": "Chánh Văn phòng", "document": "12/UQ-UBND"}
    offices.delegate(board.memberships.get(), by=cast.admin, to=delegate, **act, **TERM)
    report.authors.add(board)
    with pytest.raises(NotPossible, match="chỉ có người đã soạn"):
        sent(cast, report, cast.approver)
    report.authors.remove(board)
    report = sent(cast, report, cast.approver)
    report.authors.add(board)
    assert asked(report, board, delegate, cast.approver) == set()


def test_a_person_who_wrote_it_is_not_asked_by_name_and_that_is_said_when_it_is_sent(cast, report, board):
    checking(cast, person=board)
    report.authors.add(board)
    with pytest.raises(NotPossible, match="chỉ có người đã soạn"):
        sent(cast, report, cast.approver)
    assert reread(report).state == "consolidating"


def test_two_offices_in_one_hand_do_not_let_somebody_approve_what_they_sent(cast, report, board):
    arrange.join(board, cast.units["VHXH"], "coordinator")
    checking(cast, person=board)
    with pytest.raises(NotPossible, match="chỉ có người đã soạn"):
        arrange.ward_reports.send_for_approval(report, by=board, signatory=cast.approver)


NARROW = {
    "title": (lambda cast, board: {"position": "Cố vấn"}, "chưa ai giữ chức danh này"),
    "person": (lambda cast, board: {"person": cast["CA:unit_head"]}, "không giữ vai trò này"),
    "both": (lambda cast, board: {"person": board, "position": HEAD}, "Chỉ chọn một"),
    "person in several units": (lambda cast, board: {"person": board, "units": ["VP"]}, "nhiều đơn vị"),
}


@pytest.mark.parametrize("asks", NARROW)
def test_a_step_that_asks_for_nobody_is_not_put_in_force(cast, board, asks):
    shape, told = NARROW[asks]
    with pytest.raises(NotPossible, match=told):
        signing(cast, **shape(cast, board))


def test_a_title_that_nobody_bears_any_more_is_said_when_the_report_is_sent(cast, report, board):
    checking(cast, position=HEAD)
    offices.end_membership(board.memberships.get(), by=cast.admin)
    with pytest.raises(NotPossible, match="hiện chưa ai giữ chức danh này: Trưởng Ban Chỉ đạo"):
        sent(cast, report)
    assert reread(report).state == "consolidating"


def test_an_office_that_nobody_holds_is_said_when_the_report_is_sent_of_opinions_too(cast, report):
    opining(cast)
    people.deactivate_person(cast["CA:unit_head"], by=cast.admin)
    with pytest.raises(NotPossible, match="hiện chưa ai giữ vai trò này: Thủ trưởng đơn vị"):
        sent(cast, report)


def test_more_than_half_is_counted_of_those_of_the_title(cast, report, board):
    deputies = [cast.approver]
    for number in range(2):
        person = arrange.newcomer(cast, f"deputy-{number}", cast.units["BCĐ"], Office.APPROVER)
        deputies.append(arrange.entitle(person, authority=Authority.DEPUTY, title=DEPUTY, acts_for=HEAD, post=""))
    checking(cast, position=DEPUTY, need="most")
    report = sent(cast, report, board)
    for place, deputy in enumerate(deputies[:2]):
        assert report.steps.get(order=1).decided_at is None, place
        report = approval.approve(reread(report), by=deputy, seen=shown(report))
    assert report.steps.get(order=1).decided_at


def test_a_number_that_authors_leave_too_small_is_said_when_the_report_is_sent(cast, report, board):
    checking(cast, need="some", quorum=2)
    report.authors.add(board)
    with pytest.raises(NotPossible, match="không đủ người quyết định"):
        sent(cast, report, cast.approver)


def test_a_step_in_several_units_becomes_one_step_a_unit_each_with_its_own_number(cast, report):
    second = arrange.newcomer(cast, "second", cast.units["VP"], Office.UNIT_HEAD)
    arrange.newcomer(cast, "third", cast.units["CA"], Office.UNIT_HEAD)
    opining(cast, units=["VP"], need="some", quorum=2)
    report = sent(cast, report)
    steps = list(report.steps.order_by("order"))
    assert [(step.stage, step.unit.code, step.quorum) for step in steps] == [(1, "CA", 2), (1, "VP", 2), (2, "BCĐ", 1)]
    assert [step.title for step in steps][:2] == [f"Ý kiến: {cast.units[code].short_name}" for code in ("CA", "VP")]
    assert second in rules.deciders(report, "opinion")


def test_a_number_that_one_of_several_units_does_not_have_is_refused(cast):
    arrange.newcomer(cast, "third", cast.units["CA"], Office.UNIT_HEAD)
    with pytest.raises(NotPossible, match="Cần 2 người quyết định, mà mới có 1 người"):
        opining(cast, units=["VP"], need="some", quorum=2)


def test_the_last_step_signs_in_one_unit(cast):
    with pytest.raises(NotPossible, match="chỉ hỏi tại một đơn vị"):
        signing(cast, units=["VP"])


def test_a_unit_that_is_retired_meanwhile_is_said_when_the_report_is_sent(cast, report):
    opining(cast, units=["VP"])
    type(cast.ward).objects.filter(pk=cast.units["VP"].pk).update(retired_at=instant("2026-11-01 00:00"))
    with pytest.raises(NotPossible, match="không còn đơn vị VP"):
        sent(cast, report)


def test_who_decides_a_whole_stage_is_asked_in_three_statements(cast, report, statements):
    for number in range(12):
        opining(cast, beside=number > 0, units=["VP", "VHXH"])
    report = sent(cast, report)
    assert report.steps.filter(stage=1).count() == 36
    with statements() as counted:
        found = rules.deciders(report, "opinion")
    assert {person.username for person in found} == {"ca-unit_head", "vp-unit_head", "vhxh-unit_head"}
    assert len(counted) == 3, counted.sql


def test_narrow_steps_cost_sending_and_approving_nothing_more(cast, report, board, statements):
    checking(cast, position=HEAD)
    with statements() as sending:
        report = sent(cast, report, cast.approver)
    seen, row = shown(report), reread(report)
    with statements() as approving:
        approval.approve(row, by=board, seen=seen)
    assert (len(sending) <= 15, len(approving) <= 17) == (True, True), (sending.sql, approving.sql)


def test_the_page_offers_titles_people_and_units_and_says_whom_a_step_asks(client, cast, board):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    step = cast.monthly.route.steps.get()
    address = reverse("step_change", args=[step.pk])
    page = client.get(address).content.decode()
    assert f'<option value="{HEAD}">' in page
    assert f'<option value="{board.pk}">' in page
    form = client.get(address).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert client.post(address, given | {"position": HEAD}).status_code == 302
    assert f"{HEAD} (Người ký duyệt, " in client.get(reverse("routes", args=[cast.ward.pk])).content.decode()
    step.refresh_from_db()
    assert (step.position, step.units, step.found) == (HEAD, [], "")


def test_several_units_that_were_chosen_stay_chosen_when_the_form_is_refused(client, cast):
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    asked = {"title": "Ý kiến", "verb": "opinion", "unit": cast.units["CA"].pk, "office": "unit_head", "seen": 0}
    asked |= {"need": "any", "quorum": 1, "allowance": 2, "units": ["VP", "VHXH"]}
    answer = client.post(reverse("step_add", args=[cast.monthly.route.pk]), asked)
    assert answer.status_code == 409
    assert answer.context["form"]["units"].value() == ["VP", "VHXH"]


def test_one_of_two_steps_side_by_side_that_waits_for_nobody_is_an_incident(cast, report, board):
    checking(cast, position=HEAD)
    second = routes.add_step(
        cast.monthly.route,
        by=cast.admin,
        title="Phó",
        unit=cast.units["BCĐ"],
        verb="approve",
        office="approver",
        need="any",
        allowance=2,
        position=DEPUTY,
    )
    routes.move_step(second, by=cast.admin, up=True)
    routes.change_step(second, by=cast.admin, beside=True)
    report = sent(cast, report, cast.approver)
    assert waits_for_nobody(report) == ""
    offices.end_membership(board.memberships.get(), by=cast.admin)
    assert "đang không chờ ai. Bước “Thẩm định”: hiện chưa ai giữ chức danh này" in waits_for_nobody(report)


def test_a_person_who_left_stays_on_the_form_so_that_nobody_widens_the_step_unawares(client, cast, board):
    step = checking(cast, person=board)
    offices.end_membership(board.memberships.get(), by=cast.admin)
    client.force_login(cast.admin, backend="units.backends.GrantBackend")
    address = reverse("step_change", args=[step.pk])
    page = client.get(address)
    assert f'<option value="{board.pk}" selected>' in page.content.decode()
    form = page.context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    answer = client.post(address, given)
    assert answer.status_code == 409
    assert "hiện không giữ vai trò này" in answer.content.decode()
