import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from .system import System, started

CHROMIUM = "/usr/bin/chromium-headless-shell"
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 15_000  # milliseconds for whatever a page is waited for
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}

# November 2026 is open. Công an phường is the browser's; the other units have written, and all but one submitted.
# December is open too, for those who type what is wrong: nobody but Văn phòng, which has submitted, has touched it.
MONTH = (
    "from workflows.periods import actions as periods",
    "from workflows.demo import keys",
    "from workflows.demo.cast import settle",
    "from workflows.demo.steps import DemoHands",
    "cast = settle()",
    "keys.give(cast)",
    "hands = DemoHands(cast, periods.open_period(cast.monthly, '2026-11'))",
    "others = [code for code, unit in cast.units.items() if unit.reports and unit.ward_id and code != 'CA']",
    "for code in others: hands.write(code)",
    "for code in others:",
    "    if code != 'TDP': hands.submit(code)",
    "for code in others[3:]:",
    "    if code != 'TDP': hands.take(code); hands.accept(code)",
    "december = DemoHands(cast, periods.open_period(cast.monthly, '2026-12'))",
    "december.write('VP')",
    "december.submit('VP')",
)
# The demo as of 24/11/2026, from October on.
LIVING = (
    "from approvals.clock import at",
    "from tests.people import instant",
    "from workflows.demo import keys, play",
    "from workflows.demo.cast import map_forms, settle",
    "cast = settle()",
    "with at(instant('2026-11-24 10:00')): keys.give(cast); map_forms(cast); play.perform(cast, print, first_month=10)",
)


def number(offset: int) -> int:
    """Tells apart the installations of one run, whose processes are gw0, gw1, …: 0 and 1 are shared by files, 2 is of
    one file, and free again for the next.
    """
    return 1 + 3 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + offset


@pytest.fixture(scope="package")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with started(tmp_path_factory.mktemp("month"), number(0), *MONTH) as system:
        yield system


@pytest.fixture(scope="package")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with started(tmp_path_factory.mktemp("living"), number(1), *LIVING) as system:
        yield system


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Ends with its module: while Playwright runs, Django takes every query of this process for an asynchronous one."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield chromium
        chromium.close()


Opens = Callable[..., Page]


@pytest.fixture
def opens(browser: Browser) -> Iterator[Opens]:
    """`opens(system, "ca-drafter", viewport=PHONE)`: a page of their own browser, signed in by the cast's button."""
    contexts: list[BrowserContext] = []
    logs: set[Path] = set()

    def open_as(system: System, person: str, **options: object) -> Page:
        context = browser.new_context(**{"base_url": system.address, "locale": "vi-VN", "viewport": DESK, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        logs.add(system.log)
        page = context.new_page()
        if person:
            page.goto("/account/login/")
            page.locator(f"button[value='{person}']").click()
            page.wait_for_url(f"{system.address}/")
        return page

    yield open_as
    for context in contexts:
        context.close()
    for log in logs:
        print(log.read_text())  # pytest shows it where the test failed
