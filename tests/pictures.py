"""Makes the small pictures of the help from the product itself: `python -m tests.pictures ADDRESS` beside a demo that
runs there (`deploy/run`). Each is the first screen of the page, as one of the cast sees it.
"""

import re
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, SWITCHES

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img" / "help"
SCREEN = {"width": 1000, "height": 625}
SHOWN = (640, 400)
QUALITY = 45
COORDINATOR, DRAFTER, ADMIN = "vhxh-coordinator", "ca-drafter", "minhxuan-admin"
# By the page of help: who looks, where, and the pattern of the link there that leads to the page itself.
PAGES = {
    COORDINATOR: {
        "trail": ("/trail/", ""),
        "incidents": ("/incidents/", ""),
        "documents": ("/documents/", ""),
        "notices": ("/notices/", ""),
        "units": ("/units/", ""),
        "person": ("/units/", r"/people/\d+/"),
        "difficulties": ("/difficulties/", ""),
        "ward-report": ("/reports/?of=ward", r"/reports/ward/\d+/"),
        "periods": ("/periods/", ""),
        "plan": ("/plan/", ""),
        "forms": ("/plan/forms/", ""),
        "unit-report": ("/reports/", r"/reports/unit/\d+/"),
        "submissions": ("/submissions/", ""),
        "desk": ("/", ""),
        "reports": ("/reports/", ""),
        "timeliness": ("/timeliness/", ""),
        "cases": ("/cases/", ""),
        "dashboard": ("/dashboard/", ""),
        "agenda": ("/calendar/", ""),
        "search-everything": ("/search/?q=10/2026", ""),
    },
    DRAFTER: {"unit-report-write": ("/", r"/reports/unit/\d+/write/")},
    ADMIN: {
        "kinds": ("/units/", r"/units/\d+/report-kinds/"),
        "routes": ("/units/", r"/units/\d+/routes/"),
        "setting-up": ("/units/", r"/units/\d+/set-up/"),
        "rehearsal": ("/units/", r"/units/\d+/rehearsal/"),
        "channels": ("/channels/", ""),
        "plan-import": ("/plan/import/", ""),
    },
}


def main(address: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for person, pages in PAGES.items():
            page = signed_in(browser, address, person)
            for name, (path, link) in pages.items():
                print(name, take(page, name, address + path, link))
        browser.close()


def signed_in(browser: Browser, address: str, person: str) -> Page:
    page = browser.new_context(locale="vi-VN", viewport=SCREEN).new_page()
    page.goto(f"{address}/account/login/")
    page.locator(f"button[value='{person}']").click()
    page.wait_for_load_state("load")
    return page


def take(page: Page, name: str, address: str, link: str) -> str:
    """Keep the picture; says how large it is, or why there is none."""
    page.goto(address)
    if link:
        found: list[str] = page.locator("a[href]").evaluate_all("(all) => all.map((a) => a.href)")
        wanted = next((href for href in found if re.search(link + "$", href)), None)
        if wanted is None:
            return "no link"
        page.goto(wanted)
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB").resize(SHOWN, Image.Resampling.LANCZOS)
    file = FOLDER / f"{name}.webp"
    shot.save(file, "WEBP", quality=QUALITY, method=6)
    return f"{file.stat().st_size} bytes"


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
