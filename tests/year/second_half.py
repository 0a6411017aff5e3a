"""From July to December, and the first days of the next year."""

from datetime import date

from django.core.management import call_command
from django.urls import reverse

from approvals.clock import now
from approvals.files import store as files
from approvals.models import Document, Incident, Rendition
from approvals.outbox import queue as outbox
from approvals.verification.verify import verify
from tests.factories import reread, shown
from units.models import Membership, Office, Plan
from units.offices import actions as offices
from units.people import actions as people
from units.plans.versions import numbers_of
from workflows.cases.times import calendar_days
from workflows.documents.source import content_of, with_source
from workflows.figures import annual
from workflows.models import ReportKind, WardReport
from workflows.routes import actions as routes
from workflows.routes.underway import opinions
from workflows.signoff.approval import actions as approval
from workflows.signoff.opinions import annex
from workflows.submissions import actions as submissions
from workflows.submissions import kinds as submission_kinds
from workflows.unit_reports import actions as unit_reports
from workflows.ward_reports import actions as ward_reports

from .office import (
    Browser,
    a_month,
    all_hand_in,
    approve,
    import_annex,
    issue,
    kind,
    later,
    on,
    period,
    person,
    report,
    send_out,
    send_up,
    tick,
    unit,
    whole,
)


def july_14_a_proposal_of_600_million_asks_three_opinions() -> None:
    by = person("quantri")
    submission_kinds.make_usual(unit("CA").ward, by=by)
    proposal = ReportKind.objects.get(code="to-trinh")
    deputy = proposal.route.steps.get()
    opinion = {"verb": "opinion", "office": Office.UNIT_HEAD, "need": "any", "quorum": 1, "allowance": 16}
    for place, code in enumerate(("CA", "VP", "TDP1")):
        asked = {"title": f"Ý kiến {code}", "unit": unit(code), "beside": place > 0}
        routes.add_step(proposal.route, by=by, **asked, **opinion)
    head = {"verb": "approve", "office": Office.APPROVER, "need": "any", "quorum": 1, "allowance": 16}
    step = routes.add_step(proposal.route, by=by, title="Trưởng Ban", unit=deputy.unit, **head)
    routes.move_step(step, by=by, up=True)
    routes.change_step(deputy, by=by, title=deputy.title, otherwise=True)
    routes.change_step(step, by=by, condition="amount", parameter=500_000_000)
    written = {"abstract": "Về kinh phí mở rộng mạng", "body": "Kính đề nghị xem xét.", "amount": 600_000_000}
    case = reread(submissions.draft(proposal, unit("KT"), by=person("an"), **written))
    case = reread(submissions.send_for_approval(case, by=person("dung"), signatory=person("truong")))
    outbox.drain()
    opine = {"seen": shown(case), "verdict": "agree", "text": ""}
    opinions.opine(case, by=person("bao"), **opine)
    opinions.opine(reread(case), by=person("phong"), **opine | {"verdict": "disagree", "text": "Vượt dự toán."})
    with on("2027-07-19"):
        assert [row.answer for row in annex.rows_of(reread(case))] == ["Đồng ý", "Không đồng ý", annex.SILENT]
        case = reread(approval.approve(reread(case), by=person("truong"), seen=shown(case)))
        assert (case.state, [step.title for step in case.steps.filter(verb="approve")]) == ("approved", ["Trưởng Ban"])
        issue(case)


def august_1_a_coordinator_resigns() -> None:
    page = reverse("person_deactivate", args=[person("tong").pk])
    answer = Browser("quantri").send(page)
    assert "không đăng nhập được nữa" in answer.content.decode()
    assert [each.what for each in Incident.objects.filter(state="open")] == [], "the other coordinator goes on"


def august_12_the_only_signer_is_made_inactive_by_mistake() -> None:
    by = person("quantri")
    offices.end_membership(Membership.objects.at(now()).get(person=person("truong")), by=by)
    july = period("2027-07")
    all_hand_in(july)
    row = send_up(july)
    held = Membership.objects.at(now()).get(person=person("ky"))
    page = Browser("quantri")
    address = reverse("person_deactivate", args=[person("ky").pk])
    assert str(row) in page.read(address), "the page says what waits for them"
    page.send(address)
    assert Incident.objects.filter(state="open", message__topic="stranded").count() == 1
    with on("2027-08-12", "12:00"):
        ky = people.reactivate_person(person("ky"), by=by)
        given = offices.start_membership(ky, by=by, unit=held.unit, office=Office.APPROVER, starts_at=now())
        offices.set_authority(given, by=by, authority="deputy", title=held.title, acts_for=held.acts_for)
        tick()
        assert not Incident.objects.filter(state="open").exists()
        send_out(issue(approve(row)))


def september_6_the_office_looks_first_from_now_on() -> None:
    august = period("2027-08")
    all_hand_in(august)
    row = send_up(august)
    route = kind("Báo cáo tháng").route
    shape = {"verb": "examine", "title": "Văn phòng thẩm định", "unit": unit("VP"), "office": Office.CLERK}
    step = routes.add_step(route, by=person("quantri"), need="any", quorum=1, allowance=8, **shape)
    while step.order > 1:
        step = routes.move_step(step, by=person("quantri"), up=True)
    assert "Văn phòng thẩm định" in Browser("quantri").read(reverse("route_rehearsal", args=[route.pk]))
    assert row.steps.count() == 1, "what is under way keeps the old route"
    send_out(issue(approve(row)))


def september_20_an_auditor_asks_who_could_approve_in_march() -> None:
    board = Browser("kiem").read(reverse("unit", args=[unit("BCĐ").pk]))
    assert all(name in board for name in ("Phạm Ký", "Đỗ Trưởng", "12/08/2027"))
    assert "Vắng mặt" in Browser("kiem").read(f"{reverse('trail')}?since=2027-03-09&until=2027-03-10")


def october_5_the_machine_dies_with_a_document_being_made() -> None:
    september = period("2027-09")
    all_hand_in(september)
    row = whole(september)
    row = reread(ward_reports.consolidate(row, by=person("binh")))
    row = reread(ward_reports.send_for_approval(row, by=person("binh")))
    while (claimed := outbox.claim()) and claimed.topic != "render":
        outbox.work(claimed)
    assert not Rendition.objects.filter(subject_id=row.pk, content=row.content).exists()
    with later(seconds=60):
        outbox.drain()
        assert Rendition.objects.filter(subject_id=row.pk, content=row.content).exists()
        send_out(issue(approve(row)))


def october_20_next_years_plan_beside_this_ones() -> None:
    import_annex(Browser("quantri"), "2028")
    assert set(Plan.objects.values_list("year", flat=True)) == {2027, 2028}
    for year in (2027, 2028):  # both are number 01 of their year
        assert "Hồ sơ nộp trực tuyến" in Browser("kiem").read(f"{reverse('dashboard')}?year={year}")
        assert numbers_of(unit("CA").ward, year) == ["01/KH-BCĐ"]
    with on("2027-10-21"):
        a_month("2027-Q3", "Báo cáo quý", value=30)


def november_24_a_new_holiday() -> None:
    assert not calendar_days.of(unit("CA").ward.pk).is_working(date(2027, 11, 24))
    a_month("2027-10")


def december_4_the_year_with_a_month_missing() -> None:
    unit_reports.waive(report("2027-11", "KT"), by=person("binh"), reason="Máy tính hỏng, mất số liệu")
    a_month("2027-11")
    year = period("2027", "Báo cáo năm")
    assert year.estimates, "December is not over"
    assert "2027-12" in annual.months_of(year).missing
    for code, reason in (("TDP3", "Tổ mới thành lập"), ("CA", "Đang kiện toàn tổ chức")):
        unit_reports.waive(report("2027", code, "Báo cáo năm"), by=person("binh"), reason=reason)
    all_hand_in(year, value=130)
    row = send_up(year)
    page = Browser("ky").read(row.get_absolute_url())
    assert "Tháng đã duyệt thiếu số liệu của đơn vị" in page
    assert [(gap.unit, gap.words) for gap in annual.gaps(year) if gap.unit == "Phòng Kinh tế"]
    row = approve(row)
    content = content_of(with_source(WardReport.objects.all()).get(pk=row.pk), final=False)
    assert "số ước" in content.indicators[0].note
    (task,) = [each for group in content.assignments for each in group.rows]
    assert task.status == "Đang thực hiện, chưa có số liệu kỳ này", "a waived unit's task keeps its status"
    send_out(issue(row))


def december_31_signed_this_year_and_numbered_in_the_next() -> None:
    december = period("2027-12")
    all_hand_in(december)
    row = approve(send_up(december))
    with on("2028-01-04"):
        row = issue(row)
        line = Document.objects.get(subject_kind="wardreport", subject_id=row.pk)
        assert (line.number, line.year) == (1, 2028)
        kept = Rendition.objects.get(subject_kind="wardreport", subject_id=row.pk, final=True)
        with files.pdf_path(kept.sha256).open("rb") as file:
            assert verify(file).document == line
    with on("2028-01-21"):
        assert period("2028-01").plan.year == 2028, "the next year opens on its own"
    call_command("verify_trail")
