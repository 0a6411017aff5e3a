"""Pages on a phone's processor, six times slower than this one: when the largest part is painted, when they answer.

In a real installation with the demo's months, of its own, in Chromium.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, LIVING, PHONE, SWITCHES
from tests.browser.system import started

from .measure import Row, at_most

SLOWER = 6
PAINTED, ANSWERS = 1500, 1500  # ms
SETTLED = 1500  # ms after the load in which nothing more is expected
NUMBER = 90  # of the installation, beside those of tests
WRITTEN = re.compile(r"/reports/unit/\d+/write/$")
APPROVED = re.compile(r"/approval/$")
# Who, and which link of their desk leads to the page; None for the desk itself.
PAGES = {
    "desk": ("vhxh-coordinator", None),
    "write page": ("mttq-drafter", WRITTEN),
    "approval page": ("bcd-approver", APPROVED),
}
OBSERVED = """() => {
    window.seen = {painted: 0, busy: 0, moved: 0};
    const watch = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe(
        {type, buffered: true});
    watch("largest-contentful-paint", (entry) => { window.seen.painted = entry.startTime; });
    watch("longtask", (entry) => { window.seen.busy = entry.startTime + entry.duration; });
    watch("layout-shift", (entry) => { if (!entry.hadRecentInput) window.seen.moved += entry.value; });
}"""
SEEN = """() => {
    const [page] = performance.getEntriesByType("navigation");
    return {...window.seen, ready: page.domContentLoadedEventEnd};
}"""


def rows(rounds: int) -> Iterator[Row]:
    before = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    os.environ["DJANGO_SETTINGS_MODULE"] = "deploy.settings"  # of the installation, not of the bench
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        started(Path(folder), NUMBER, *LIVING) as system,
    ):
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for name, (person, link) in PAGES.items():
            yield from page_rows(name, signed_in(chromium, system.address, person), link, rounds)
        chromium.close()
    os.environ["DJANGO_SETTINGS_MODULE"] = before


def signed_in(chromium: Browser, address: str, person: str) -> Page:
    context = chromium.new_context(base_url=address, locale="vi-VN", viewport=PHONE)
    context.add_init_script(f"({OBSERVED})()")
    page = context.new_page()
    page.goto("/account/login/")
    page.locator(f"button[value='{person}']").click()
    page.wait_for_url(f"{address}/")
    return page


def page_rows(name: str, page: Page, link: re.Pattern[str] | None, rounds: int) -> Iterator[Row]:
    address = page.url if link is None else linked(page, link)
    page.goto(address)  # what is kept in the browser's cache is there, as on the second day
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    seen = [visited(page, address) for _round in range(rounds)]
    painted = median(each["painted"] for each in seen)
    answers = median(max(each["ready"], each["busy"], each["painted"]) for each in seen)
    yield at_most(f"phone {name}: largest part painted", painted, PAINTED, " ms")
    yield at_most(f"phone {name}: answers", answers, ANSWERS, " ms")
    yield at_most(f"phone {name}: layout shift", max(each["moved"] for each in seen), 0.001)
    page.context.close()


def linked(page: Page, link: re.Pattern[str]) -> str:
    """The first address on the page that the pattern fits. Raises StopIteration where there is none."""
    addresses = page.eval_on_selector_all("a[href]", "all => all.map((each) => String(each.href))")
    return next(each for each in addresses if link.search(each))


def visited(page: Page, address: str) -> dict[str, float]:
    page.goto(address)
    page.wait_for_timeout(SETTLED)
    seen: dict[str, float] = page.evaluate(SEEN)
    return seen
