"""`python -m tests.browser.lighthouse PROGRAM ADDRESS` beside a demo that runs there: what Lighthouse says of ten of
its pages, and why where it is not 100.

Exit status 1 where a page has less than 100 for accessibility or best practices.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from .conftest import CHROMIUM, SWITCHES
from .system import free_port

CATEGORIES = ("accessibility", "best-practices")
# By whom each page is read; a word that is no address is the end of a link on their desk.
PAGES = (
    *(("", "/account/login/"), ("vhxh-coordinator", "/"), ("vhxh-coordinator", "/periods/2026-11/")),
    *(("vhxh-coordinator", "/dashboard/"), ("vhxh-coordinator", "/plan/"), ("mttq-drafter", "/write/")),
    *(("kthtdt-unit_head", "/check/"), ("bcd-approver", "/approval/"), ("vp-clerk", "/documents/")),
    ("minhxuan-auditor", "/trail/"),
)
ENDS = ("/write/", "/check/", "/approval/")
LINKS = "all => all.map((each) => new URL(String(each.href), location.href).pathname)"


def main(program: str, base: str) -> int:
    worst = 1.0
    with sync_playwright() as playwright:
        for person, page in PAGES:
            with tempfile.TemporaryDirectory() as folder:
                port = free_port()
                switches = [*SWITCHES, f"--remote-debugging-port={port}"]
                profile = f"{folder}/profile"
                browser = playwright.chromium.launch_persistent_context(
                    profile, executable_path=CHROMIUM, args=switches, base_url=base
                )
                address = opened(browser.pages[0], base, person, page)
                report = asked(program, base + address, port, Path(folder) / "lighthouse.json")
                browser.close()
            scores = [report["categories"][name]["score"] or 0 for name in CATEGORIES]
            print(
                f"{address:45}", *(f"{name} {score * 100:.0f}" for name, score in zip(CATEGORIES, scores, strict=True))
            )
            print(*(f"{each}\n" for each in faults(report)), sep="", end="", flush=True)
            worst = min(worst, *scores)
    return 0 if worst == 1 else 1


def opened(tab: Page, base: str, person: str, page: str) -> str:
    """The address of the page, once this person has signed in."""
    tab.goto("/account/login/")
    if person:
        tab.locator(f"button[value='{person}']").click()
        tab.wait_for_url(f"{base}/")
    if page in ENDS:
        return next(link for link in tab.eval_on_selector_all("main a[href]", LINKS) if str(link).endswith(page))
    return page


def asked(program: str, address: str, port: int, file: Path) -> dict[str, Any]:
    """Lighthouse's report from the browser at this port. Raises CalledProcessError where it does not run, ValueError
    where another page came.
    """
    options = [
        *("--quiet", "--output=json", f"--output-path={file}", "--disable-storage-reset", f"--port={port}"),
        f"--only-categories={','.join(CATEGORIES)}",
    ]
    subprocess.run([program, address, *options], check=True)
    report: dict[str, Any] = json.loads(file.read_text())
    if report["finalDisplayedUrl"] != address:
        raise ValueError(f"{report['finalDisplayedUrl']} instead of {address}")
    return report


def faults(report: dict[str, Any]) -> Iterator[str]:
    for name in CATEGORIES:
        for each in report["categories"][name]["auditRefs"]:
            audit = report["audits"][each["id"]]
            if each["weight"] and (audit["score"] or 0) < 1 and audit["scoreDisplayMode"] == "binary":
                yield f"    {audit['title']}: {json.dumps(audit.get('details', {}).get('items', [])[:2])[:300]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2].rstrip("/")))
