"""The office's desk in a real browser: the grid by keyboard, a partial return from tick to second look."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import PHONE, Opens, number
from .looks import faults_of
from .system import System, started

pytestmark = pytest.mark.browser

# November 2026: two units have submitted with nothing to look at, a third with findings; the police's is in review.
OPEN_MONTH = (
    "from workflows.periods import actions as periods",
    "from workflows.demo.cast import settle",
    "from workflows.demo.steps import DemoHands",
    "from workflows.models import UnitReport",
    "cast = settle()",
    "hands = DemoHands(cast, periods.open_period(cast.monthly, '2026-11'))",
    "for code in ('CA', 'VP', 'TTDVC', 'MTTQ'): hands.write(code); hands.submit(code)",
    "hands.take('CA')",
    "UnitReport.objects.filter(unit__code__in=['VP', 'TTDVC']).update(found=0)",
)
GRID = "/periods/2026-11/"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with started(tmp_path_factory.mktemp("review"), number(2), *OPEN_MONTH) as system:
        yield system


@pytest.fixture
def coordinator(office: System, opens: Opens) -> Page:
    return opens(office, "vhxh-coordinator")


def row(page: Page, unit: str) -> Locator:
    return page.locator("#grid tbody tr", has=page.get_by_role("link", name=unit, exact=True))


def state(page: Page) -> Locator:
    return page.locator(".page-head .state")


def open_report(page: Page, unit: str) -> None:
    page.goto(GRID)
    page.locator("#grid").get_by_role("link", name=unit, exact=True).click()


def test_the_grid_is_used_by_keyboard_alone(coordinator):
    coordinator.goto(GRID)
    coordinator.keyboard.press("ArrowDown")
    coordinator.keyboard.press("ArrowDown")
    expect(coordinator.locator("#grid tbody tr").nth(1).locator("th a")).to_be_focused()
    coordinator.keyboard.press("ArrowUp")
    expect(coordinator.locator("#grid tbody tr").nth(0).locator("th a")).to_be_focused()
    coordinator.keyboard.press("c")
    expect(coordinator.locator("#grid input[name=report]:checked")).to_have_count(2)
    row(coordinator, "UB MTTQ").locator("th a").focus()
    for key, ticked in (("x", 3), ("Space", 2)):
        coordinator.keyboard.press(key)
        expect(coordinator.locator("#grid input[name=report]:checked")).to_have_count(ticked)
    coordinator.keyboard.press("?")
    expect(coordinator.locator("#shortcuts")).to_contain_text("Tiếp nhận các báo cáo đã đánh dấu")
    coordinator.keyboard.press("a")
    expect(coordinator.locator("#shortcuts")).to_be_visible()
    coordinator.keyboard.press("Escape")
    coordinator.keyboard.press("a")
    expect(coordinator.locator(".bulk li")).to_have_count(2)
    expect(coordinator.locator(".bulk")).to_contain_text("chưa mở xem")
    assert faults_of(coordinator) == []
    coordinator.get_by_role("button", name="Tiếp nhận", exact=True).click()
    expect(coordinator.locator("#messages")).to_contain_text("Đã tiếp nhận 2 báo cáo")
    expect(row(coordinator, "Văn phòng").locator(".state")).to_have_text("Đã tiếp nhận")


def test_ticked_entries_alone_are_returned(coordinator):
    open_report(coordinator, "Công an")
    coordinator.locator("#indicators input[name=part]").nth(0).check()
    coordinator.locator("#indicators input[name=part]").nth(1).check()
    expect(coordinator.locator("[data-check-count=ticks]")).to_have_text("2")
    coordinator.get_by_role("button", name="Trả lại mục đã chọn").click()
    ticked = coordinator.locator(".returned-parts input[type=checkbox]:checked")
    expect(ticked).to_have_count(3)
    coordinator.locator("input[name=tick-results]").uncheck()  # the words that state their figures stay right
    expect(ticked).to_have_count(2)
    coordinator.locator(".returned-parts input[type=text]").first.fill("Tử số khác sổ theo dõi")
    coordinator.locator("textarea").fill("  ")
    coordinator.get_by_role("button", name="Trả lại", exact=True).click()
    expect(coordinator.locator(".error-summary")).to_be_focused()
    expect(coordinator.locator(".returned-parts input[type=text]").first).to_have_value("Tử số khác sổ theo dõi")
    for size in (PHONE, {"width": 1280, "height": 800}):
        coordinator.set_viewport_size(size)
        assert faults_of(coordinator) == []
    coordinator.locator("textarea").fill("Đề nghị đối chiếu hai chỉ tiêu này.")
    coordinator.get_by_role("button", name="Trả lại", exact=True).click()
    expect(state(coordinator)).to_have_text("Bị trả lại")
    expect(coordinator.locator("#rounds")).to_contain_text("Tử số khác sổ theo dõi")


def test_the_unit_corrects_what_is_open_on_a_phone_and_nothing_else(office, opens):
    page = opens(office, "ca-drafter", viewport=PHONE)
    open_report(page, "Công an")
    expect(page.locator(".callout", has_text="Chỉ các mục này được mở lại")).to_contain_text("Tử số khác sổ theo dõi")
    assert faults_of(page) == []
    page.goto(f"{page.url}write/")
    assert faults_of(page) == []
    expect(page.locator("#indicators tr.locked")).not_to_have_count(0)
    expect(page.locator("textarea[name=results]")).to_be_disabled()
    page.locator("#indicators tr:not(.locked) input[name$=_numerator]").first.fill("16500")
    page.get_by_role("button", name="Lưu nháp", exact=True).click()
    expect(page.locator("#messages .notice")).to_be_visible()
    head = opens(office, "ca-unit_head")
    open_report(head, "Công an")
    head.goto(f"{head.url}check/")
    head.get_by_role("button", name="Nộp báo cáo", exact=True).click()
    expect(state(head)).to_have_text("Đã nộp")


def test_the_office_sees_what_changed_and_asks_about_it(office, opens, coordinator):
    open_report(coordinator, "Công an")
    expect(coordinator.locator("#changes tbody tr")).to_have_count(2)
    expect(coordinator.locator("#changes ins").last).to_have_text("16.500")
    expect(coordinator.locator("#indicators")).to_be_hidden()
    expect(coordinator.locator(".whose-clock")).to_contain_text(re.compile("Công an giữ .* · Phòng VH-XH giữ"))
    assert faults_of(coordinator) == []
    coordinator.get_by_role("button", name="Nhận xử lý").click()
    coordinator.locator("#changes input[name=part]").last.check()
    coordinator.locator("#changes summary", has_text="Góp ý").first.click()
    coordinator.locator("#changes textarea").first.fill("Vì sao thấp hơn tháng trước?")
    assert faults_of(coordinator) == []
    coordinator.locator("#changes").get_by_role("button", name=re.compile("Gửi góp ý")).first.click()
    expect(coordinator.locator("#changes .talk")).to_contain_text("Vì sao thấp hơn tháng trước?")
    expect(coordinator.locator("#changes input[name=part]").last).to_be_checked()
    drafter = opens(office, "ca-drafter", viewport=PHONE)
    open_report(drafter, "Công an")
    drafter.locator("#indicators").get_by_role("link", name=re.compile("^Trả lời")).click()
    drafter.locator("textarea").fill("Do sáp nhập hai tổ dân phố.")
    drafter.get_by_role("button", name="Gửi trả lời").click()
    expect(drafter.locator("#indicators .talk")).to_contain_text("Do sáp nhập hai tổ dân phố.")


def test_without_javascript_ticks_are_returned_by_their_own_button(office, opens):
    page = opens(office, "vhxh-coordinator", java_script_enabled=False)
    open_report(page, "UB MTTQ")
    page.get_by_role("button", name="Nhận xử lý", exact=True).click()
    page.locator("#indicators input[name=part]").first.check()
    page.get_by_role("button", name="Trả lại mục đã chọn").click()
    page.locator("textarea").fill("Bổ sung số liệu.")
    page.get_by_role("button", name="Trả lại", exact=True).click()
    expect(state(page)).to_have_text("Bị trả lại")
