"""What changes in the middle of the year: the plan, the units, who tells figures by telephone, and who is asked."""

import re
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from approvals.clock import now
from approvals.outbox import queue as outbox
from tests.factories import reread, shown
from units.models import Office, Plan
from units.offices import actions as offices
from workflows.models import AssignmentEntry, ReportKind, UnitReport
from workflows.routes import actions as routes
from workflows.routes.underway import opinions
from workflows.signoff.approval import actions as approval
from workflows.submissions import actions as submissions

from .office import Browser, issue, later, on, period, person, report, tick, unit, wards_page, write

MERGED, SPLIT = "Nghị quyết số 12/NQ-HĐND", "Nghị quyết số 19/NQ-HĐND"


def newest_plan() -> Plan:
    return Plan.objects.filter(year=2027).order_by("-version").first()


def april_21_the_plan_is_amended() -> None:
    """A task moves and one is dropped in the browser, a goal is raised in the workbook, and April follows."""
    write(report("2027-04", "KT"), 12)
    browser, plan = Browser("quantri"), newest_plan()
    chosen = {"a1": str(unit("CA").pk), "a2": "drop"}
    browser.send(reverse("plan_amend", args=[plan.pk]), **chosen)
    confirm = chosen | {"confirmed": "1", "reason": "Công văn 88/UBND"}
    assert browser.client.post(reverse("plan_amend", args=[plan.pk]), confirm).status_code == 302
    raise_the_goal(browser)
    plan = newest_plan()
    assert (plan.version, plan.indicators.get(number=1).goal, plan.assignments.get().lead.code) == (3, 950, "CA")
    assert "950" in browser.read(f"{reverse('plan_differences')}?old={plan.pk - 1}&new={plan.pk}")
    april = period("2027-04")
    Browser("binh").send(reverse("plan_move", args=[plan.pk]), periods=[str(april.pk)], reason="Công văn 88/UBND")
    task = AssignmentEntry.objects.get(report__period=april)
    assert (task.report.unit.code, task.result) == ("CA", "Đang làm"), "it goes on as it stood; the dropped one is gone"
    history = Browser("kiem").read(reverse("plan_history", args=[plan.pk, "assignment", 1]))
    assert "Phòng Kinh tế" in history


def raise_the_goal(browser: Browser) -> None:
    """In the workbook that the plan's page hands out."""
    book = load_workbook(BytesIO(browser.client.get(reverse("plan_workbook", args=[newest_plan().pk])).content))
    sheet = book["Chỉ tiêu"]
    goal = next(cell.column for cell in sheet[1] if cell.value.startswith("Mục tiêu"))
    sheet.cell(2, goal).value = "950"
    file = BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("ke-hoach.xlsx", file.getvalue())
    checked = browser.client.post(reverse("plan_import"), {"workbook": upload}, follow=True)
    confirm = reverse("plan_import_confirm", args=[checked.context["sha256"]])
    assert browser.client.post(confirm).status_code == 302


def may_24_two_units_merge() -> None:
    """TDP 2 ends in mid-month; its report is waived as May follows the plan in which TDP 1 stands in its place."""
    draft = write(report("2027-05", "TDP2"), 3)
    pair = {"unit": str(unit("TDP2").pk), "into": str(unit("TDP1").pk)}
    browser = Browser("quantri")
    told = browser.send(wards_page("unit_merge"), **pair).content.decode()
    assert str(draft) in told
    address = wards_page("unit_merge")
    assert browser.client.post(address, pair | {"confirmed": "1", "reason": MERGED}).status_code == 302
    assert UnitReport.objects.to_write(person("hoa")).filter(pk=draft.pk).exists(), "no report waits for nobody"
    may = period("2027-05")
    answer = Browser("binh").read(reverse("plan_move", args=[newest_plan().pk]))
    assert "được miễn theo lý do" in answer
    Browser("binh").send(reverse("plan_move", args=[newest_plan().pk]), periods=[str(may.pk)], reason=MERGED)
    assert (reread(draft).state, reread(draft).reason) == ("waived", MERGED)
    for code in ("TDP1", "TDP2"):
        assert "Tổ dân phố 1" in Browser("kiem").read(reverse("unit", args=[unit(code).pk]))
    assert UnitReport.objects.visible_to(person("hoa")).filter(unit=unit("TDP2"), state="consolidated").exists()


def july_22_a_unit_is_split() -> None:
    """A part of TDP 1 becomes TDP 3; July asks both."""
    browser, address = Browser("quantri"), wards_page("unit_split")
    named = {"unit": str(unit("TDP1").pk), "goes_on": "on", "table": "Tổ dân phố 3"}
    asked = browser.send(address, **named)
    chosen = {name: field.initial for name, field in asked.context["form"].fields.items() if field.initial}
    checked = browser.client.post(address, named | chosen | {"assigned": "1"})
    assert "Tổ dân phố 3" in checked.content.decode() or "TDP 3" in checked.content.decode()
    confirm = named | chosen | {"assigned": "1", "confirmed": "1", "reason": SPLIT}
    assert browser.client.post(address, confirm).status_code == 302
    for office in (Office.DRAFTER, Office.UNIT_HEAD):
        offices.start_membership(person("lan"), by=person("quantri"), unit=unit("TDP3"), office=office, starts_at=now())
    july = period("2027-07")
    Browser("binh").send(reverse("plan_move", args=[newest_plan().pk]), periods=[str(july.pk)], reason=SPLIT)
    assert UnitReport.objects.to_write(person("lan")).get().unit == unit("TDP3")
    assert report("2027-07", "TDP1").state == "draft"


def august_3_figures_are_told_by_telephone_to_the_one_coordinator() -> None:
    """Nobody may accept what binh typed: TDP 1 confirms by the link, TDP 3 never does."""
    address = reverse("telephone_sheet", args=[period("2027-07").pk])
    entries = {code: report("2027-07", code).indicator_entries.get() for code in ("TDP1", "TDP3")}
    source = {"name": "Bà Hoa", "contact": "0912 000 005", "told_at": "2027-08-03T08:30", "submits": "on"}
    figures = {f"i{entry.pk}_value": "10" for entry in entries.values()}
    page = Browser("binh").send(address, **figures, **source).content.decode()
    first, second = report("2027-07", "TDP1"), report("2027-07", "TDP3")
    assert {first.state, second.state} == {"submitted"}
    link = next(each for each in re.findall(r"(/on-behalf/[^\s\"<]+)", page))
    said = {"name": "Bà Hoa", "contact": "0912 000 005"}
    Browser().send(link, **said)
    states = sorted([reread(first).state, reread(second).state])
    assert states == ["accepted", "submitted"]
    with on("2027-08-05"):
        tick()
        late = next(row for row in (reread(first), reread(second)) if row.unconfirmed_since)
        assert late.state == "accepted", "it is taken in at its due time, and marked"
        assert "chưa xác nhận" in Browser("kiem").read(late.get_absolute_url())


def october_12_members_answer_a_ballot() -> None:
    by, kind = person("quantri"), ReportKind.objects.get(code="ke-hoach")
    members = [person(name) for name in ("bao", "dung", "phong")]
    given = [
        offices.start_membership(each, by=by, unit=unit("BCĐ"), office=Office.APPROVER, starts_at=now())
        for each in members
    ]
    ballot = {"verb": "opinion", "ballot": True, "office": Office.APPROVER, "unit": unit("BCĐ"), "quorum": 1}
    step = routes.add_step(kind.route, by=by, title="Phiếu lấy ý kiến", need="most", allowance=16, **ballot)
    while step.order > 1:
        step = routes.move_step(step, by=by, up=True)
    written = {"abstract": "Kế hoạch tuyên truyền", "body": "Nội dung kế hoạch."}
    case = reread(submissions.draft(kind, unit("KT"), by=person("an"), **written))
    case = reread(submissions.send_for_approval(case, by=person("dung"), signatory=person("ky")))
    outbox.drain()
    for member in (person("ky"), person("bao"), person("phong")):
        opinions.opine(reread(case), by=member, seen=shown(case), verdict="in_favour", text="")
    step = case.steps.get(title="Phiếu lấy ý kiến")
    assert (step.carried, step.tally["in_favour"], step.tally["members"]) == (True, 3, 4)
    with later(hours=1):
        case = reread(approval.approve(reread(case), by=person("ky"), seen=shown(case)))
        issue(case)
    for office in given:
        offices.end_membership(office, by=by)
