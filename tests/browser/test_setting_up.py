"""From an empty installation to the first open period in the browser: no shell but for the address that is printed."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import Page, expect

from approvals.clock import today
from tests.workflows.pure.annexes.annexes import GOALS, TASKS, goal, task

from .conftest import number
from .looks import faults_of
from .system import System, started

pytestmark = pytest.mark.browser

PASSWORD = "con mèo vàng ngồi đọc thơ bên suối 7"
UNITS = "Mã\tTên đơn vị\tTên viết tắt\nVP\tVăn phòng HĐND và UBND\tVăn phòng\nTDP1\tTổ dân phố 1\tTDP 1"
PEOPLE = """Họ và tên\tĐơn vị\tVai trò\tEmail\tĐiện thoại
Trần Văn Phòng\tVăn phòng\tCán bộ tổng hợp; Người soạn\tvp@example.vn\t0912345678
Lê Văn Thư\tVăn phòng\tVăn thư; Thủ trưởng đơn vị\tvanthu@example.vn\t0912345679
Hoàng Dân\tTDP 1\tNgười soạn; Thủ trưởng đơn vị\t\t0912345670
Phạm Ký\tBan Chỉ đạo\tNgười ký duyệt\tky@example.vn\t"""
YEAR = today().year  # in Vietnam, where a year ends seven hours earlier
FRONT = {
    "number": f"01/KH-BCĐ-{YEAR}",
    "issued_on": f"05/01/{YEAR}",
    "year": str(YEAR),
    "title": "Kế hoạch chuyển đổi số",
    "issuer": "Ban Chỉ đạo phường",
    "province": "Tuyên Quang",
    "place": "Minh Xuân",
    "coordinating_unit": "Văn phòng",
    "province_recipient": "Sở Khoa học và Công nghệ",
    "signer_authority": "KT. TRƯỞNG BAN CHỈ ĐẠO",
    "signer_title": "PHÓ TRƯỞNG BAN",
    "signer_post": "Phó Chủ tịch Ủy ban nhân dân",
    "signer_name": "Phạm Ký",
    "unit_day": "05",
    "ward_day": "10",
    "unit_annual": "05/12",
    "ward_annual": "10/12",
    "recipients": "Lưu: VT.",
    "authority": "Chủ tịch",
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory):
    with started(tmp_path_factory.mktemp("empty"), number(2)) as system:
        yield system


def app_code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[19] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def press(page: Page) -> None:
    """The page's one primary action."""
    page.locator(".primary-bar .btn-primary").click()


def become_administrator(system: System, page: Page) -> None:
    page.goto(re.search(r"http\S+", system.manage("set_up_address", "--verbosity=0"))[0])
    page.locator("[name=name]").fill("Nguyễn Quản Trị")
    page.locator("[name=username]").fill("quantri")
    for each in ("password1", "password2"):
        page.locator(f"[name={each}]").fill(PASSWORD)
    page.locator("main .btn-primary").click()
    page.wait_for_url("**/totp/activate/")
    page.locator("[name=code]").fill(app_code(re.search(r"[A-Z2-7]{32}", page.content())[0]))
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/recovery-codes/")


def import_the_annex(page: Page) -> None:
    page.locator("#plan a").first.click()
    rows = [[f"Phụ lục năm {YEAR}"], GOALS, goal("≥ 90%"), TASKS, task(due="Hằng tháng")]
    page.locator("[name=table]").fill("\n".join("\t".join(row) for row in rows).replace("2026", str(YEAR)))
    press(page)
    page.locator("[name='0-aggregation']").fill("tổng")
    page.locator("[name='1-product']").fill("Kế hoạch")
    for name, value in FRONT.items():
        page.locator(f"[name='front-{name}']").fill(value)
    press(page)
    press(page)


def paste(page: Page, step: str, table: str) -> None:
    page.locator(f"#{step} a").first.click()
    page.locator("[name=table]").fill(table)
    press(page)
    assert faults_of(page) == []
    press(page)


def test_an_empty_installation_goes_to_its_first_period_and_a_slip_to_its_drafter(empty, opens):
    page = opens(empty, "")
    become_administrator(empty, page)
    page.goto("/")
    page.get_by_role("link", name="Bắt đầu thiết lập").click()
    page.locator("[name=name]").fill("Minh Xuân")
    press(page)
    assert faults_of(page) == []
    paste(page, "units", UNITS)
    expect(page.get_by_text("Đã thêm 2 đơn vị")).to_be_visible()
    import_the_annex(page)
    page.goto("/set-up/")
    paste(page, "people", PEOPLE)
    expect(page.get_by_text("Đã thêm 4 người")).to_be_visible()
    press(page)
    code = page.locator(".slip-card", has_text="Hoàng Dân").locator("code").inner_text()
    page.goto("/set-up/")
    expect(page.get_by_text(re.compile("Sẵn sàng: kỳ đầu tiên|Kỳ đầu tiên đang mở"))).to_be_visible()
    assert faults_of(page) == []
    open_the_first_period(empty)
    page.goto("/set-up/")
    expect(page.get_by_text("Kỳ đầu tiên đang mở")).to_be_visible()
    drafter_signs_in(opens(empty, ""), code)


def open_the_first_period(system: System) -> None:
    """As beat does on its day, which may not have come yet."""
    system.run(
        "from workflows.models import ReportKind",
        "from workflows.periods import actions",
        "kind = ReportKind.objects.get(code='monthly')",
        "actions.open_period(kind, kind.opens_from.strftime('%Y-%m'))",
    )


def drafter_signs_in(page: Page, code: str) -> None:
    page.goto("/account/slip/")
    page.locator("[name=code]").fill(code.lower())
    for each in ("password1", "password2"):
        page.locator(f"[name={each}]").fill(PASSWORD)
    page.locator("main .btn-primary").click()
    page.locator("[name=login]").fill("hoangdan")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form .btn-primary").first.click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    expect(page.locator(".todo-what").first).to_contain_text("tháng")
