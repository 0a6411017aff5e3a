"""Makes the small pictures of the help from the product itself: `python -m tests.pictures ADDRESS [NAME…]` beside a
demo that runs there (`deploy/run`). Each is the first screen of the page, as one of the cast sees it.
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
APPROVER, WRITER, PROVINCE, NOBODY = "bcd-approver", "mttq-drafter", "tinh-coordinator", ""
# By the page of help: who looks, where, and the patterns of the links that lead from there to the page itself.
PAGES = {
    COORDINATOR: {
        "trail": ("/trail/",),
        "incidents": ("/incidents/",),
        "documents": ("/documents/",),
        "notices": ("/notices/",),
        "units": ("/units/",),
        "person": ("/units/", r"/people/\d+/"),
        "difficulties": ("/difficulties/",),
        "ward-report": ("/reports/?of=ward", r"/reports/ward/\d+/"),
        "periods": ("/periods/",),
        "plan": ("/plan/",),
        "forms": ("/plan/forms/",),
        "unit-report": ("/reports/", r"/reports/unit/\d+/"),
        "submissions": ("/submissions/",),
        "desk": ("/",),
        "reports": ("/reports/",),
        "timeliness": ("/timeliness/",),
        "cases": ("/cases/",),
        "dashboard": ("/dashboard/",),
        "agenda": ("/calendar/",),
        "search-everything": ("/search/?q=chi+tieu+9",),
        "telephone-sheet": ("/periods/2026-11/", r"/reporting-periods/\d+/by-telephone/"),
        "tokens": ("/people/me/tokens/",),
        "exports": ("/exports/",),
    },
    NOBODY: {"sign-in": ("/account/login/",)},
    APPROVER: {"approval": ("/", r"/approval/")},
    WRITER: {"quick-forms": ("/reports/", r"/reports/unit/\d+/", r"/reports/unit/\d+/quick-forms/")},
    DRAFTER: {
        "sources": ("/people/me/sources/",),
        "unit-report-write": ("/", r"/reports/unit/\d+/write/"),
        "restatements": ("/reports/?period=2026-10", r"/reports/unit/\d+/", r"/reports/unit/\d+/restatements/"),
    },
    PROVINCE: {"provinces": ("/province/", r"/province/\d+/compare/")},
    ADMIN: {
        "kinds": ("/units/", r"/units/\d+/report-kinds/"),
        "routes": ("/units/", r"/units/\d+/routes/"),
        "setting-up": ("/units/", r"/units/\d+/set-up/"),
        "rehearsal": ("/units/", r"/units/\d+/rehearsal/"),
        "channels": ("/channels/",),
        "plan-import": ("/plan/import/",),
        "merging": ("/units/", r"/units/\d+/merge/"),
        "outline": ("/units/", r"/units/\d+/report-kinds/", r"/report-kinds/\d+/outline/"),
        "reminders": ("/units/", r"/units/\d+/report-kinds/", r"/report-kinds/\d+/reminders/"),
        "province": ("/province/",),
        "webhooks": ("/units/", r"/units/\d+/webhooks/"),
    },
}


def main(address: str, *only: str) -> None:
    """All of them, or `only` those named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for person, pages in PAGES.items():
            page = signed_in(browser, address, person)
            for name, (path, *links) in pages.items():
                if name in only or not only:
                    print(name, take(page, name, address + path, links))
        browser.close()


def signed_in(browser: Browser, address: str, person: str) -> Page:
    page = browser.new_context(locale="vi-VN", viewport=SCREEN).new_page()
    page.goto(f"{address}/account/login/")
    if person:
        page.locator(f"button[value='{person}']").click()
    page.wait_for_load_state("load")
    return page


def take(page: Page, name: str, address: str, links: list[str]) -> str:
    """Keep the picture; says how large it is, or why there is none."""
    page.goto(address)
    for link in links:
        found: list[str] = page.locator("a[href]").evaluate_all("(all) => all.map((a) => String(a.href))")
        wanted = next((href for href in found if re.search(link + r"(\?[^#]*)?$", href)), None)
        if wanted is None:
            return f"no link like {link}"
        page.goto(wanted)
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB").resize(SHOWN, Image.Resampling.LANCZOS)
    file = FOLDER / f"{name}.webp"
    shot.save(file, "WEBP", quality=QUALITY, method=6)
    return f"{file.stat().st_size} bytes"


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), *sys.argv[2:])
