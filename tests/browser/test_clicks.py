"""How many clicks the walk takes: the coordinator's month of nine units with one partial return, the clerk's round."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Opens, number
from .system import System, started

pytestmark = pytest.mark.browser

COORDINATOR, CLERK = 40, 6
NINE = 9
# November: nine units have submitted. October: approved, for the clerk.
SUBMITTED = (
    "from workflows.periods import actions as periods",
    "from workflows.demo import keys",
    "from workflows.demo.cast import settle",
    "from workflows.demo.steps import DemoHands",
    "cast = settle()",
    "keys.give(cast)",
    "codes = [code for code, unit in cast.units.items() if unit.reports and unit.ward_id]",
    "october = DemoHands(cast, periods.open_period(cast.monthly, '2026-10'))",
    "for code in codes: october.write(code); october.submit(code); october.take(code); october.accept(code)",
    "october.consolidate(); october.send_for_approval(); october.approve()",
    "november = DemoHands(cast, periods.open_period(cast.monthly, '2026-11'))",
    "for code in codes[:9]: november.write(code); november.submit(code)",
    "for code in codes[9:]: november.waive(code, 'Sáp nhập')",
)
AGAIN = (
    "from workflows.models import UnitReport",
    "from workflows.unit_reports import actions",
    "report = UnitReport.objects.get(period__code='2026-11', state='returned')",
    "from units import grants",
    "actions.submit(report, by=grants.holders('submit_reports', report.unit_id).first(), seen=report.version)",
)
COUNTED = "document.addEventListener('click', event => event.isTrusted && window.counted(), true)"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with started(tmp_path_factory.mktemp("clicks"), number(2), *SUBMITTED) as system:
        yield system


class Clicks:
    """Counts what a person presses on a page, whichever pages it leads to."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        page.context.expose_binding("counted", lambda _source: self._one())
        page.context.add_init_script(COUNTED)
        page.goto("/")

    def _one(self) -> None:
        self.count += 1


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=words, exact=True)


def take(page: Page) -> None:
    button(page, "Nhận xử lý").click()
    expect(page.locator(".page-head .state")).to_have_text("Đang thẩm định")


def take_and_accept(page: Page) -> None:
    take(page)
    button(page, "Tiếp nhận").click()
    expect(page.locator(".page-head .state")).to_have_text("Đã tiếp nhận")


def test_the_coordinator_reviews_nine_units_with_one_partial_return_in_forty_clicks(office: System, opens: Opens):
    page = opens(office, "vhxh-coordinator")
    clicks = Clicks(page)
    strip = page.locator(".month", has_text="tháng 11/2026")
    strip.get_by_role("link").first.click()
    page.locator("#grid tr", has_text="Đã nộp").first.get_by_role("link").click()
    take(page)
    page.locator("#indicators input[name=part]").first.check()
    page.get_by_role("button", name="Trả lại mục đã chọn").click()
    page.locator("textarea[name=reason]").fill("Đề nghị xem lại số liệu.")
    page.get_by_role("button", name="Trả lại").click()
    expect(page.locator(".page-head .state")).to_have_text("Bị trả lại")
    for _unit in range(NINE - 1):
        page.get_by_role("link", name="Báo cáo tiếp theo").click()
        take_and_accept(page)
    office.run(*AGAIN)
    page.get_by_role("link", name="Báo cáo tiếp theo").click()
    take_and_accept(page)
    page.get_by_role("link", name="Báo cáo tiếp theo").click()
    expect(page.locator("#grid .state", has_text="Đã tiếp nhận")).to_have_count(NINE)
    button(page, "Tổng hợp").click()
    button(page, "Trình ký").click()
    expect(page.locator(".page-head .state")).to_have_text("Trình ký")
    assert 0 < clicks.count <= COORDINATOR


def test_the_clerk_issues_and_sends_in_six_clicks(office: System, opens: Opens):
    page = opens(office, "vp-clerk")
    clicks = Clicks(page)
    page.locator("ul.todo li", has_text="tháng 10/2026").locator("a.btn").click()
    page.get_by_role("link", name="Ban hành", exact=True).click()
    page.get_by_label("Mật khẩu khóa ký số").fill("demo")
    button(page, "Ban hành").click()
    page.get_by_role("link", name="Gửi tỉnh", exact=True).click()
    button(page, "Gửi tỉnh").click()
    expect(page.locator(".page-head .state")).to_have_text(re.compile("Chờ gửi|Đã gửi tỉnh"))
    assert 0 < clicks.count <= CLERK
