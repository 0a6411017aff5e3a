"""No page scrolls sideways at any width from a phone to a desk, what is pressed is large enough, and what sticks
leaves the page in sight at 400 % zoom.
"""

import pytest
from playwright.sync_api import Page

from .conftest import Opens
from .system import System

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 480, 600, 640, 680, 720, 768, 1024, 1280)
GRID = "/periods/2026-12/"  # November goes on its way in another file
PAGES = (
    *("/", GRID, "/periods/", "/reports/", "/reports/?of=ward", "/cases/", "/documents/", "/difficulties/"),
    *(
        "/submissions/",
        "/trail/",
        "/timeliness/",
        "/units/",
        "/plan/",
        "/calendar/",
        "/verify/",
        "/search/?q=chi+tieu+9",
    ),
)
OF_A_REPORT = ("", "return/", "?part=1", "parts/1/")
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Links within a sentence may be as high as their line (WCAG 2.2, 2.5.8).
SMALL = """least => [...document.querySelectorAll("main :is(button, summary, select, a.btn, input[type=checkbox])")]
    .filter(each => each.checkVisibility() && !each.closest(".visually-hidden"))
    .map(each => [each, (each.closest("label") || each).getBoundingClientRect(), each.getBoundingClientRect()])
    .filter(([each, box, own]) => box.width && Math.max(box.height, own.height) < least)
    .map(([each, box]) => `${each.outerHTML.slice(0, 90)} ${box.height}`)"""
BAR = """(() => {
    const bar = document.querySelector(".primary-bar");
    return getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().height / window.innerHeight : 0;
})()"""


def report_of(page: Page) -> str:
    page.goto(f"{GRID}?state=in_review")
    if not page.locator("#grid th a").count():
        page.goto(f"{GRID}?state=submitted")
        page.locator("#grid th a").first.click()
        page.get_by_role("button", name="Nhận xử lý").click()
        page.wait_for_load_state()
        return page.url.partition("?")[0]
    return page.locator("#grid th a").first.evaluate("link => link.href")


@pytest.fixture
def office(month: System, opens: Opens) -> Page:
    return opens(month, "vhxh-coordinator")


def test_no_page_scrolls_sideways_at_any_width(office):
    report, wide = report_of(office), []
    for address in (*PAGES, *(f"{report}{end}" for end in OF_A_REPORT)):
        office.goto(address)
        for width in WIDTHS:
            office.set_viewport_size({"width": width, "height": 740})
            if (over := office.evaluate(WIDER)) > 0:
                wide.append((address, width, over))
    assert wide == []


def test_what_is_pressed_is_large_enough(office):
    report, small = report_of(office), []
    for address in ("/", GRID, report):
        office.goto(address)
        for width, least in ((360, 44), (1280, 24)):
            office.set_viewport_size({"width": width, "height": 740})
            small += [(address, width, each) for each in office.evaluate(SMALL, least)]
    assert small == []


def test_the_bar_leaves_the_page_in_sight_at_400_per_cent(office):
    office.goto(report_of(office))
    office.set_viewport_size({"width": 320, "height": 256})
    assert office.evaluate(BAR) <= 0.15
