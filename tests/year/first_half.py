"""From January to June: from an empty installation to half a year."""

import re
from datetime import date
from decimal import Decimal

from django.core import mail
from django.urls import reverse

from approvals.clock import now
from approvals.models import Document, Incident
from approvals.outbox import actions as incidents
from approvals.outbox import queue as outbox
from tests.factories import reread
from tests.people import instant
from tests.workflows.traces import events
from units.absences import actions as absences
from units.models import Notice, Office
from units.offices import actions as offices
from units.people import actions as people
from workflows.figures import actions as figures
from workflows.models import QuickAnswer, ReportingPeriod
from workflows.outlines import actions as outlines
from workflows.periods import kinds as report_kinds
from workflows.periods import requests
from workflows.periods.schedules import actions as schedules
from workflows.periods.steering import actions as steering
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.sending import actions as sending
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.quick import actions as quick
from workflows.unit_reports.quick import links
from workflows.ward_reports import actions as ward_reports

from .office import (
    Browser,
    a_month,
    accept,
    all_hand_in,
    approve,
    hand_in,
    import_annex,
    issue,
    kind,
    later,
    on,
    paste,
    period,
    person,
    printed_address,
    report,
    send_out,
    send_up,
    tick,
    unit,
    wards_page,
    whole,
    write,
)
from .papers import ADMINISTRATOR, PASSWORD, PEOPLE, UNITS


def january_4_the_ward_starts() -> None:
    address = printed_address()
    browser = Browser()
    browser.client.post(address, ADMINISTRATOR)
    browser = Browser("quantri")
    browser.send(reverse("ward_add"), kind="xã", name="Tân Trào")
    paste(browser, "units_paste", UNITS)
    import_annex(browser)
    paste(browser, "people_paste", PEOPLE)
    for name, title in (("ky", "Phó Trưởng Ban"), ("truong", "Trưởng Ban")):
        deputy = {"authority": "deputy", "acts_for": "Trưởng Ban"} if name == "ky" else {"authority": "head"}
        office = person(name).memberships.get()
        browser.send(reverse("membership_authority", args=[office.pk]), title=title, **deputy)
    path = browser.read(wards_page("set_up_ward"))
    assert "Sẵn sàng: kỳ đầu tiên là tháng 1/2027" in path
    tick()
    assert not ReportingPeriod.objects.exists(), "no month is late when it opens"


def january_11_a_drafter_has_no_address() -> None:
    slips = Browser("quantri").send(wards_page("slips"), person=[person("hoa").pk])
    code = re.search(r"<code>([0-9A-Z-]{19})</code>", slips.content.decode())[1]
    Browser().send(reverse("slip"), code=code, password1=PASSWORD, password2=PASSWORD)
    assert person("hoa").check_password(PASSWORD)


def february_3_a_mail_does_not_reach_its_reader() -> None:
    by = person("quantri")
    try_the_mail(0)
    assert "dung@example.vm" in Browser("quantri").read(reverse("incidents")), "the administrator sees it"
    people.change_person(person("dung"), by=by, email="dung@example.vn")
    with later(minutes=30):
        incidents.retry_incident(Incident.objects.get(state="open"), by=by)
        outbox.drain()
    assert "dung@example.vn" in mail.outbox[-1].to
    try_the_mail(60)  # the old address is told that it is one no more
    incidents.skip_incident(Incident.objects.get(state="open"), by=by, reason="Địa chỉ gõ sai, không có ai đọc")


def try_the_mail(minutes: int) -> None:
    """As often as the product does before it gives up."""
    for each in (1, 3, 6, 10, 20):
        with later(minutes=minutes + each):
            outbox.drain()


def february_3_new_year_falls_into_the_days_of_the_report() -> None:
    kept = {
        "unit_day": 5,
        "ward_day": 10,
        "month_offset": 1,
        "inclusive": False,
        "window_start_day": 1,
        "lead_days": 15,
    }
    monthly, seen = kind("Báo cáo tháng"), {"seen": report_kinds.edits_of(kind("Báo cáo tháng"))}
    schedules.change_schedule(
        monthly, by=person("quantri"), day_off="next", move_open=True, reason="Nghỉ Tết từ 06/02", **kept, **seen
    )
    january = period("2027-01")
    assert january.unit_due_at == instant("2027-02-05 00:00"), "the units' last day, 04/02, is worked"
    assert january.ward_due_at == instant("2027-02-16 00:00"), "the first working day after the holidays is 15/02"
    assert "16/02" in Browser("binh").read(reverse("period", args=["2027-01"]))
    a_month("2027-01")


def march_1_a_drafter_moves_in_mid_draft() -> None:
    draft = write(report("2027-02", "CA"), 12)
    an, by = person("an"), person("quantri")
    offices.end_membership(an.memberships.get(), by=by)
    offices.start_membership(an, by=by, unit=unit("KT"), office=Office.DRAFTER, starts_at=now())
    minh = people.add_person(unit("CA").ward, by=by, username="minh", name="Mai Minh")
    offices.start_membership(minh, by=by, unit=unit("CA"), office=Office.DRAFTER, starts_at=now())
    page = reverse("unit_report_write", args=[draft.pk])
    assert Browser("an").client.get(page).status_code == 404
    assert 'value="12"' in Browser("minh").read(page), "the draft stays with the unit"
    offices.end_membership(person("chi").memberships.get(), by=by)


def march_9_the_signer_is_on_leave_and_a_report_waits() -> None:
    february = period("2027-02")
    all_hand_in(february)
    row = send_up(february)
    away = {"starts_at": instant("2027-03-10 00:00"), "ends_at": instant("2027-03-20 00:00")}
    absences.start_absence(person("ky"), by=None, substitute=person("truong"), **away)
    with on("2027-03-10"):
        sent = row.steps.get().opened_at
        row = reread(sending.change_signer(row, by=person("binh"), signatory=person("truong"), reason="Vắng mặt"))
        outbox.drain()
        row = approve(row, by="truong")
        assert row.steps.get().opened_at == sent, "nothing is sent again"
        assert row.signature["title"] == "Trưởng Ban"
        send_out(issue(row))


def march_22_the_province_asks_for_phone_coverage_in_three_days() -> None:
    asked = requests.ask_for_report(
        unit("CA").ward,
        by=person("binh"),
        title="Vùng phủ sóng di động",
        brief="Nêu nơi chưa có sóng.",
        units=[unit(code) for code in ("CA", "KT", "TDP1", "TDP2")],
        unit_due_at=instant("2027-03-25 00:00"),
        ward_due_at=instant("2027-03-26 00:00"),
    )
    group = reread(asked.unit_reports.get(unit=unit("TDP1")))
    link = quick.ask(group, by=person("hoa"), asked_of="Tổ phó", parts=["results"], until=instant("2027-03-24 00:00"))
    answered = {"results": "Ngõ 5 chưa có sóng.", "name": "Ông Tổ phó", "contact": "0912 000 005"}
    Browser().send(reverse("quick_form_answer", args=[links.token_of(link)]), **answered)
    answer = QuickAnswer.objects.get(form=link)
    Browser("hoa").client.post(reverse("quick_answer_take", args=[group.pk, answer.pk]), {"seen": group.version})
    group = reread(group)
    assert group.results == "Ngõ 5 chưa có sóng."
    accept(reread(unit_reports.submit(group, by=person("hoa"), seen=group.version)))
    all_hand_in(asked)
    assert issue(approve(send_up(asked))).state == "issued"


def april_2_a_quarterly_report_begins() -> None:
    settings = {"name": "Báo cáo quý", "frequency": "quarterly", "on_plan": True, "reporters": "all"}
    by = person("quantri")
    quarterly = report_kinds.make_kind(kind("Báo cáo tháng"), by=by, **settings)
    seven = [1, 3, 4, 5, 6, 7, 8]
    chosen = outlines.choose_indicators(quarterly, by=by, seen=outlines.current(quarterly).edits, numbers=seven)
    outlines.add_section(quarterly, by=by, seen=chosen.edits, title="Kinh nghiệm trong quý")
    tick()
    assert {
        each.code for each in ReportingPeriod.objects.filter(opened_at__gte=instant("2027-03-20 00:00"), title="")
    } >= {
        "2027-03",
        "2027-Q1",
    }
    a_month("2027-03")
    quarter = a_month("2027-Q1", "Báo cáo quý", value=30)
    figures = {each.indicator.number: each for each in quarter.figures.select_related("indicator")}
    assert list(figures) == seven, "its outline asks for seven of the plan's eight indicators"
    assert (figures[1].value, figures[1].year_value) == (120, 120), "what three months told is not counted again"
    assert (figures[3].value, figures[3].numerator, figures[3].denominator) == (95, 19, 20)
    assert quarter.period.outline.sections.last().title == "Kinh nghiệm trong quý"
    assert period("2027-03").outline.sections.filter(title="Kinh nghiệm trong quý").first() is None


def may_5_power_is_out_for_two_days() -> None:
    april = period("2027-04")
    due = {"unit_due_at": instant("2027-05-08 00:00"), "ward_due_at": instant("2027-05-11 00:00")}
    steering.change_due(april, by=person("binh"), reason="Mất điện hai ngày", **due)
    told = Notice.objects.filter(person=person("bao"), at__gte=instant("2027-05-05 00:00"), key__contains="rung")
    assert told.count() == 1, "what was missed in two days is one message"
    with on("2027-05-07"):
        a_month("2027-04")
        assert all(row.on_time for row in april.unit_reports.all())


def june_8_the_clerk_sees_a_wrong_figure_before_the_number() -> None:
    may = period("2027-05")
    all_hand_in(may)
    row = reread(ward_reports.consolidate(whole(may), by=person("binh")))
    adjusted = {"given": {"value": Decimal(15)}, "reason": "Theo số của doanh nghiệp"}
    figures.override_figure(row, by=person("binh"), number=2, **adjusted)
    row = approve(send_up(may))
    row = reread(issuing.return_before_issue(row, by=person("thu"), reason="Sai tổng số hồ sơ"))
    assert row.state == "returned"
    void = events(row)[-1]
    assert (void.action, void.reason) == ("return_before_issue", "Sai tổng số hồ sơ")
    row = reread(ward_reports.reopen(row, by=person("binh"), reason="Sửa số"))
    assert Document.objects.filter(subject_kind="wardreport", subject_id=row.pk).count() == 0
    row = issue(approve(send_up(may)))
    assert [event.action for event in events(row)].count("approve") == 2, "a new one is signed"


def june_10_the_province_refuses_since_one_units_number_is_wrong() -> None:
    may = period("2027-05")
    refused = send_out(whole(may), received=False, reason="Phòng Kinh tế: sai số hồ sơ")
    again = whole(may)
    assert (again.replaces, again.version) == (refused, 2)
    row = reread(unit_reports.return_for_revision(report("2027-05", "KT"), by=person("binh"), reason="Sai số hồ sơ"))
    assert [each.unit.code for each in may.unit_reports.exclude(state__in=["accepted", "waived"])] == ["KT"]
    accept(hand_in(row, 11))
    again = issue(approve(send_up(may)))
    lines = Document.objects.filter(subject_kind="wardreport")
    assert lines.get(subject_id=again.pk).replaces == lines.get(subject_id=refused.pk)
    assert again.figures.get(indicator__number=1).value == 31
    carried = again.figures.get(indicator__number=2)
    assert (carried.value, carried.reason) == (15, "Theo số của doanh nghiệp"), "what was adjusted is carried over"
    send_out(again)


def june_30_half_a_year() -> None:
    settings = {"name": "Báo cáo 6 tháng", "frequency": "halfyearly", "on_plan": True, "reporters": "all"}
    report_kinds.make_kind(kind("Báo cáo tháng"), by=person("quantri"), **settings)
    tick()
    half = period("2027-H1", "Báo cáo 6 tháng")
    assert (half.starts, half.ends) == (date(2027, 1, 1), date(2027, 6, 30))
    with on("2027-07-02"):
        for code in ("CA", "KT"):
            accept(hand_in(report("2027-06", code), level=9))
            accept(hand_in(report("2027-H1", code, "Báo cáo 6 tháng"), 60, level=9))
        a_month("2027-06")
        told = a_month("2027-H1", "Báo cáo 6 tháng", value=60).figures.get(indicator__number=2)
        assert (told.value, told.year_value) == (18, 18), "June's, not the sum of the months"
    with on("2027-07-03"):
        a_month("2027-Q2", "Báo cáo quý", value=30)
