"""How many clicks a unit's month takes: the drafter's from the desk to a finished draft, the head's to submit it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Opens
from .system import System
from .test_clicks import Clicks, button

pytestmark = pytest.mark.browser

DRAFTER, HEAD = 12, 2
UNIT = "KTHTDT"  # touches December in no other file
FIGURES = "#indicators input[inputmode=decimal]:not([data-month])"


def of_december(page: Page) -> None:
    page.locator("ul.todo li", has_text="tháng 12/2026").first.locator("a.btn").first.click()


def as_before(field: Locator) -> str:
    """What the row shows of the last period for this field, which is asked about by no check."""
    past = field.locator("xpath=ancestor::tr").locator("td.past").inner_text()
    numbers = re.findall(r"[0-9][0-9.,]*", past)
    places = {"numerator": -2, "denominator": -1}
    return numbers[places.get(field.get_attribute("name").rpartition("_")[2], 0)]


def type_all(page: Page) -> None:
    """One click into the first figure, then the keyboard alone."""
    fields = page.locator(FIGURES)
    fields.first.click()
    for place in range(fields.count()):
        expect(fields.nth(place)).to_be_focused()
        page.keyboard.type(as_before(fields.nth(place)))
        page.keyboard.press("Tab")
    for chosen in page.locator("#assignments select").all():
        chosen.focus()
        page.keyboard.press("ArrowDown")
    page.locator("textarea[name=results]").focus()
    page.keyboard.type("Đã phủ sóng 5G thêm hai tổ dân phố.")


def test_the_drafter_finishes_in_twelve_clicks_and_the_head_submits_in_two(month: System, opens: Opens):
    page = opens(month, f"{UNIT.lower()}-drafter")
    clicks = Clicks(page)
    of_december(page)
    type_all(page)
    button(page, "Kiểm tra báo cáo").click()
    expect(page.locator(".error-summary")).to_have_count(0)
    button(page, "Đã soạn xong").click()
    expect(page.locator(".notice", has_text="Đã báo")).to_be_visible()
    assert 0 < clicks.count <= DRAFTER
    head = opens(month, f"{UNIT.lower()}-unit_head")
    clicks = Clicks(head)
    of_december(head)
    button(head, "Nộp báo cáo").click()
    expect(head.locator(".page-head .state")).to_have_text("Đã nộp")
    assert 0 < clicks.count <= HEAD
