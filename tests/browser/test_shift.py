"""Nothing moves once a page is painted, on a phone and on a desk, on the first visit with its hints and on the next,
however slowly the page arrives: a table's columns are as wide as its last row has them from the start.
"""

import pytest

from .conftest import DESK, PHONE, Opens
from .system import System

pytestmark = pytest.mark.browser

SETTLED = 400  # milliseconds
SLOW = {"offline": False, "latency": 20, "downloadThroughput": 40_000, "uploadThroughput": 40_000}  # ms, bytes a second
UNSEEN = 0.001  # of the screen: a letter's width while the head still arrives, on a slow machine
PAGES = {
    "vhxh-coordinator": (
        "/",
        "/periods/2026-11/",
        "/dashboard/",
        "/plan/",
        "/submissions/",
        "/notices/",
        "/search/?q=chi+tieu+9",
    ),
    "mttq-drafter": ("/", "write"),
    "bcd-approver": ("/", "approval"),
}
MOVED = """new Promise((answer) => {
    let moved = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        if (entry.value > %f)
            moved.push([entry.value, ...entry.sources.map((each) => each.node?.nodeName)].join(" "));
    })).observe({type: "layout-shift", buffered: true});
    setTimeout(() => answer(moved), %d);
})"""


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("person", PAGES)
def test_nothing_moves_once_a_page_is_painted(living: System, opens: Opens, person: str, size: dict[str, int]):
    page = opens(living, person, viewport=size)
    links = page.eval_on_selector_all("main a[href]", "all => all.map((each) => each.getAttribute('href'))")
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    moved = {}
    for address in PAGES[person]:
        if not address.startswith("/"):
            address = next(each for each in links if each.partition("?")[0].endswith(f"/{address}/"))
        page.goto(address)
        if found := page.evaluate(MOVED % (UNSEEN, SETTLED)):
            moved[address] = found
    assert moved == {}
