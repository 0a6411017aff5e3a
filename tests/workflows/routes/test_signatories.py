"""Who signs a ward report: settled when it is sent, printed on it, and nobody else decides the last step."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import Decision, Document, Signature
from approvals.trail import sentences
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import events
from units.models import Authority, Person
from units.offices import actions as offices
from units.people import actions as people_actions
from workflows.cases import rules
from workflows.documents.pages.layout import lay_out
from workflows.documents.source import content_of, with_source
from workflows.models import Need, Step, WardReport
from workflows.routes import actions as routes
from workflows.routes.underway import deciding
from workflows.routes.who import signatories
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.ward_reports import actions as ward_reports

KT = "KT. TRƯỞNG BAN CHỈ ĐẠO – PHÓ TRƯỞNG BAN CHỈ ĐẠO"
TERM = {"starts_at": instant("2026-11-01 00:00"), "ends_at": instant("2026-11-16 00:00")}


TODAY = "2026-11-06 09:00"
pytestmark = pytest.mark.starts_from(arrange.consolidated, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


@pytest.fixture
def report(start):
    return start


@pytest.fixture
def delegate(cast):
    """The head of the office signs TUQ. for the board's head from 1 to 15 November."""
    act = {"authority": Authority.DELEGATED, "title": "Chánh Văn phòng", "document": "12/UQ-BCĐ"}
    source = cast.approver.memberships.get()
    titles = {"title": "Trưởng Ban Chỉ đạo", "post": source.post}
    source = offices.set_authority(source, by=None, authority=Authority.HEAD, **titles)
    offices.delegate(source, by=cast.admin, to=cast["VP:unit_head"], **act, **TERM)
    return cast["VP:unit_head"]


def send(cast, report, signatory=None):
    return reread(ward_reports.send_for_approval(report, by=cast.coordinator, signatory=signatory))


def approve(report, by):
    return approval.approve(report, by=by, seen=shown(report))


def printed(report):
    laid = lay_out(content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False))
    return (*laid.signature_lines, laid.post, laid.signer)


def test_the_only_holder_of_the_last_step_signs(cast, report):
    sent = send(cast, report)
    assert sent.signatory == cast.approver
    assert signatories.capacity_of(sent).words == KT
    assert events(sent)[-1].changes["signer"] == [None, f"{KT}, Vũ Xuân Quỳnh"]


def test_the_document_bears_who_signs_and_why(cast, report):
    assert printed(send(cast, report)) == (
        "KT. TRƯỞNG BAN CHỈ ĐẠO",
        "PHÓ TRƯỞNG BAN CHỈ ĐẠO",
        "PHÓ CHỦ TỊCH UBND PHƯỜNG",
        "Vũ Xuân Quỳnh",
    )


def test_before_it_is_sent_the_document_bears_the_plans_signer(cast, report):
    assert printed(report) == (
        "KT. TRƯỞNG BAN CHỈ ĐẠO",
        "PHÓ TRƯỞNG BAN CHỈ ĐẠO",
        "PHÓ CHỦ TỊCH UBND PHƯỜNG",
        "Vũ Xuân Quỳnh",
    )


def test_of_several_the_plans_signer_signs_unless_another_is_chosen(cast, report, delegate):
    sent = send(cast, report)
    assert sent.signatory == cast.approver
    again = ward_reports.consolidate(
        ward_reports.reopen(sent, by=cast.coordinator, reason="Đi công tác"), by=cast.coordinator
    )
    again = send(cast, reread(again), delegate)
    assert again.signatory == delegate
    assert printed(again)[:2] == ("TUQ. TRƯỞNG BAN CHỈ ĐẠO", "CHÁNH VĂN PHÒNG")


def test_of_several_whom_the_plan_does_not_name_one_is_chosen(cast, report, delegate):
    people_actions.change_person(cast.approver, by=None, signs_as="Phó Trưởng Ban")
    with pytest.raises(NotPossible):
        send(cast, report)
    assert send(cast, report, cast.approver).signatory == cast.approver


def test_who_holds_no_part_in_the_last_step_is_not_chosen(cast, report):
    with pytest.raises(NotPossible):
        send(cast, report, cast.clerk)


def test_without_anybody_who_can_sign_the_report_stays(cast, report):
    arrange.leave(cast.approver, "approver")
    with pytest.raises(NotPossible):
        send(cast, report)
    assert reread(report).state == "consolidating"


def test_whose_title_is_not_recorded_cannot_sign(cast, report):
    arrange.newcomer(cast, "deputy-2", cast.units["BCĐ"], "approver")
    with pytest.raises(NotPossible) as refused:
        send(cast, report, Person.objects.get(username="deputy-2"))
    assert "deputy-2" in refused.value.message


def test_for_the_plans_signer_the_plan_gives_the_authority(cast, report):
    person = arrange.newcomer(cast, "quynh", cast.units["BCĐ"], "approver")
    people_actions.change_person(cast.approver, by=None, signs_as="")
    people_actions.change_person(person, by=None, signs_as="Vũ Xuân Quỳnh")
    sent = send(cast, report)
    assert (sent.signatory, signatories.capacity_of(sent).words) == (person, KT)


def test_only_the_one_whose_name_is_printed_decides_the_last_step(cast, report, delegate):
    sent = send(cast, report, delegate)
    with pytest.raises(PermissionDenied):
        approve(sent, cast.approver)
    assert approve(sent, delegate).state == "approved"


def test_rows_the_answer_and_the_approvers_agree_with_a_delegate(cast, report, delegate):
    people = list(Person.objects.all())
    for signatory in (cast.approver, delegate):
        sent = send(cast, report, signatory)
        may = {person for person in people if rules.may(person, "approve", sent)}
        listed = {person for person in people if sent in WardReport.objects.awaiting(person)}
        assert may == listed == set(rules.deciders(sent, "approve")) == {signatory}
        report = reread(ward_reports.reopen(sent, by=cast.coordinator, reason="Sửa"))
        report = reread(ward_reports.consolidate(report, by=cast.coordinator))


def test_a_delegate_decides_nothing_once_the_term_is_over(cast, report, delegate, on_day):
    sent = send(cast, report, delegate)
    on_day("2026-11-16 00:00")
    assert not rules.deciders(sent, "approve")
    assert not WardReport.objects.awaiting(delegate)
    with pytest.raises(PermissionDenied):
        approve(sent, delegate)


def test_a_delegate_does_not_approve_what_they_wrote(cast, report, delegate):
    arrange.join(delegate, cast.units["VHXH"], "coordinator")
    with pytest.raises(NotPossible):
        ward_reports.send_for_approval(report, by=delegate, signatory=delegate)
    sent = reread(ward_reports.send_for_approval(report, by=delegate))
    assert not rules.may(delegate, "approve", sent)


def test_the_decision_and_the_trail_say_for_whom(cast, report):
    approved = approve(send(cast, report), cast.approver)
    assert Decision.objects.get(subject_kind="wardreport").authority == KT
    event = events(reread(approved))[-1]
    told = {"authority": [None, KT], "acts_for": [None, "Trưởng Ban Chỉ đạo"]}
    assert event.changes == {"step": [None, "Phó Trưởng Ban"], **told}
    assert sentences.sentence(event).endswith(", thay Trưởng Ban Chỉ đạo")


def test_sending_back_says_for_whom_too(cast, report):
    sent = send(cast, report)
    returned = approval.send_back(sent, by=cast.approver, seen=shown(sent), reason="Xem lại")
    assert Decision.objects.get(subject_kind="wardreport").authority == KT
    assert "acts_for" in events(reread(returned))[-1].changes


@pytest.mark.parametrize("signer", ["delegate", "approver"])
def test_where_all_decide_the_signers_approval_is_that_of_whom_they_act_for_too(cast, report, delegate, signer):
    Step.objects.update(need=Need.ALL)
    by = delegate if signer == "delegate" else cast.approver
    assert approve(send(cast, report, by), by).state == "approved"


def test_where_all_decide_nobody_decides_for_the_signer(cast, report, delegate):
    Step.objects.update(need=Need.ALL)
    waiting = approve(send(cast, report, cast.approver), delegate)
    assert waiting.state == "awaiting_approval"
    assert approve(waiting, cast.approver).state == "approved"


def test_where_all_decide_the_signer_signs_whoever_was_the_last_to_approve(cast, report, settings):
    settings.SIGNER = Signature.Kind.STORED
    Step.objects.update(need=Need.ALL)
    deputy = arrange.newcomer(cast, "deputy-2", cast.units["BCĐ"], "approver")
    sent = send(cast, report, cast.approver)
    assert not deciding.signs_by_approving(sent, cast.approver)
    waiting = reread(approve(sent, cast.approver))
    assert not deciding.signs_by_approving(waiting, deputy)
    approved = reread(approve(waiting, deputy))
    assert approved.state == "approved"
    assert [rules.may(person, "sign", approved) for person in (cast.approver, deputy)] == [True, False]


def test_the_register_names_who_signs(cast, report, delegate):
    approved = approve(send(cast, report, delegate), delegate)
    issuing.issue(reread(approved), by=cast.clerk)
    assert Document.objects.get().signer == delegate.name


def test_reopening_forgets_the_signer(cast, report):
    reopened = ward_reports.reopen(send(cast, report), by=cast.coordinator, reason="Sửa một câu")
    assert (reread(reopened).signatory, reread(reopened).signature) == (None, {})


def test_the_coordinator_chooses_on_the_page(client, cast, report, delegate):
    client.force_login(cast.coordinator)
    address = reverse("ward_report_send", args=[report.pk])
    asked = client.post(address).content.decode()
    assert reread(report).state == "consolidating"
    assert "TUQ. TRƯỞNG BAN CHỈ ĐẠO – CHÁNH VĂN PHÒNG" in asked
    assert asked.count("checked") == 2  # whom the plan names, and that it is not urgent
    assert client.post(address, {"signatory": 999999}).status_code == 422
    assert client.post(address, {"signatory": delegate.pk}).status_code == 302
    assert reread(report).signatory == delegate


def test_where_one_alone_can_sign_nothing_is_asked(client, cast, report):
    client.force_login(cast.coordinator)
    assert client.post(reverse("ward_report_send", args=[report.pk])).status_code == 302
    assert reread(report).signatory == cast.approver


def test_only_the_coordinator_opens_the_page(client, cast, report):
    client.force_login(cast.clerk)
    assert client.get(reverse("ward_report_send", args=[report.pk])).status_code == 403


def below_the_head(cast):
    """On a route with one more step, which is the head of the board's."""
    arrange.head_of_the_board(cast)
    shape = {"title": "Trưởng Ban", "unit": cast.ward, "office": "approver", "need": "any", "allowance": 1}
    routes.add_step(cast.monthly.route, by=cast.admin, **shape)
    return arrange.consolidated(cast)


BELOW_THE_HEAD = pytest.mark.starts_from(below_the_head, on=TODAY)


@BELOW_THE_HEAD
def test_a_delegate_at_an_earlier_step_decides_under_the_delegation(cast, report, delegate):
    approve(send(cast, report), delegate)
    assert Decision.objects.get(subject_kind="wardreport").authority.startswith("TUQ. TRƯỞNG BAN CHỈ ĐẠO")


@BELOW_THE_HEAD
def test_a_report_without_a_recorded_authority_is_decided_without_one(cast, report):
    checker = arrange.newcomer(cast, "deputy-2", cast.units["BCĐ"], "approver")
    approve(send(cast, report), checker)
    assert Decision.objects.get(subject_kind="wardreport").authority == ""


def test_who_signs_does_so_by_the_last_approval_of_all(cast, report):
    second = arrange.newcomer(cast, "second", cast.units["BCĐ"], "approver")
    cast.monthly.route.steps.update(need=Need.ALL)
    case = send(cast, report, signatory=cast.approver)
    assert not deciding.signs_by_approving(case, cast.approver), "the other has not approved yet"
    approval.approve(case, by=second, seen=shown(case))
    case = reread(case)
    assert deciding.signs_by_approving(case, cast.approver)
    assert not deciding.signs_by_approving(case, second)
