"""One month through every hand, in the real system: web, worker and beat as processes, Chromium before them."""

import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from playwright.sync_api import Locator, Page, expect
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from .conftest import PHONE, Opens
from .keys import press, tab_to
from .looks import faults_of
from .system import System
from .test_clicks import Clicks

pytestmark = pytest.mark.browser

UNIT = "Công an"
PRINTED = 60_000  # milliseconds for the worker to make the printed form
SIGNER = 3  # taps from the desk to the receipt, beside the proof of who one is
SENT_WITHIN = 30.0  # seconds for the worker to write what goes out


@pytest.fixture
def coordinator(month: System, opens: Opens) -> Page:
    return opens(month, "vhxh-coordinator")


@pytest.fixture
def clerk(month: System, opens: Opens) -> Page:
    return opens(month, "vp-clerk")


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=words, exact=True)


def link(page: Page, words: str) -> Locator:
    return page.get_by_role("link", name=words, exact=True)


def open_unit_report(page: Page, unit: str = UNIT) -> None:
    page.goto("/periods/2026-11/")
    page.locator("#grid").get_by_role("link", name=unit).first.click()


def open_ward_report(page: Page) -> None:
    page.goto("/periods/2026-11/")
    page.get_by_role("link", name="Mở báo cáo tổng hợp").click()


def state(page: Page) -> Locator:
    return page.locator(".page-head .state")


def test_a_unit_writes_and_submits_by_keyboard(month, opens):
    page = opens(month, "")
    page.goto("/account/login/")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    press(page, page.locator("button[value='ca-drafter']"))
    press(page, page.locator("ul.todo a.btn").first)
    write = link(page, "Viết báo cáo")
    if write.count():
        press(page, write)
    type_through(page)
    press(page, button(page, "Lưu nháp"))
    expect(page.locator(".saved")).to_contain_text("Đã lưu")
    press(page, button(page, "Kiểm tra báo cáo"))
    expect(page.get_by_text("nộp báo cáo và thấy báo cáo này trong trang Việc của tôi")).to_be_visible()
    submit_by_keyboard(month, opens)


def type_through(page: Page) -> None:
    """Fill every figure with Tab and Enter: Enter goes down the column, Tab to the next field."""
    fields = page.locator("#indicators input[inputmode=decimal]:not([data-month])")
    tab_to(page, fields.first)
    for place in range(fields.count()):
        tab_to(page, fields.nth(place))
        page.keyboard.type("40" if fields.nth(place).get_attribute("name").endswith("numerator") else "50")
    tab_to(page, fields.first)
    page.keyboard.press("Enter")
    expect(
        page.locator("#indicators tbody tr").nth(1).locator("input[inputmode=decimal]:not([data-month])").first
    ).to_be_focused()
    for chosen in page.locator("#assignments select").all():
        tab_to(page, chosen)
        page.keyboard.press("ArrowDown")
    results = page.locator("textarea[name=results]")
    tab_to(page, results)
    page.keyboard.type("Đã tuyên truyền, hướng dẫn kích hoạt định danh mức 2.")


def submit_by_keyboard(month: System, opens: Opens) -> None:
    page = opens(month, "ca-unit_head")
    press(page, page.locator("ul.todo a.btn").first)
    to_check = link(page, "Kiểm tra và nộp")
    if to_check.count():
        press(page, to_check)
    press(page, button(page, "Nộp báo cáo"))
    expect(state(page)).to_have_text("Đã nộp")


def test_the_office_returns_it_with_a_reason_that_cannot_be_blank(coordinator):
    open_unit_report(coordinator)
    button(coordinator, "Nhận xử lý").click()
    expect(state(coordinator)).to_have_text("Đang thẩm định")
    link(coordinator, "Trả lại tất cả").click()
    coordinator.locator("textarea").fill("  ")
    coordinator.get_by_role("button", name="Trả lại").click()
    expect(coordinator.locator(".error-summary")).to_be_focused()
    coordinator.locator("textarea").fill("Đề nghị bổ sung kết quả tháng 11.")
    coordinator.get_by_role("button", name="Trả lại").click()
    expect(state(coordinator)).to_have_text("Bị trả lại")


def test_the_unit_reads_why_and_submits_again(month, opens):
    drafter = opens(month, "ca-drafter")
    open_unit_report(drafter)
    expect(drafter.locator(".reason").first).to_have_text("Đề nghị bổ sung kết quả tháng 11.")
    drafter.goto(f"{drafter.url}write/")
    drafter.locator("#raise-beside").get_by_role("button").click()
    drafter.get_by_label("Khó khăn, vướng mắc gì").fill("Thiếu thiết bị thu nhận vân tay.")
    drafter.get_by_label("Loại", exact=True).select_option(label="Kinh phí")
    drafter.locator("#raise-beside").get_by_role("button").click()
    expect(drafter.locator("#part-difficulties li")).to_contain_text(["Thiếu thiết bị thu nhận vân tay."])
    button(drafter, "Lưu nháp").click()
    expect(drafter.locator("#messages .notice")).to_be_visible()
    head = opens(month, "ca-unit_head")
    open_unit_report(head)
    head.goto(f"{head.url}check/")
    button(head, "Nộp báo cáo").click()
    expect(state(head)).to_have_text("Đã nộp")


def test_the_office_accepts_what_came_and_waives_the_rest_with_a_reason(coordinator):
    coordinator.goto("/periods/2026-11/")
    waiting = coordinator.locator("#grid tr", has=coordinator.locator(".state", has_text="Đã nộp"))
    addresses = [each.get_attribute("href") for each in waiting.get_by_role("link").all()]
    assert len(addresses) == 4
    for address in addresses:
        coordinator.goto(address)
        button(coordinator, "Nhận xử lý").click()
        button(coordinator, "Tiếp nhận").click()
        expect(state(coordinator)).to_have_text("Đã tiếp nhận")
    coordinator.goto("/periods/2026-11/")
    coordinator.get_by_role("link", name=re.compile("^Miễn báo cáo")).click()
    coordinator.locator("textarea").fill("Các tổ dân phố đang kiện toàn sau sắp xếp.")
    coordinator.get_by_role("button", name="Miễn báo cáo").click()
    expect(state(coordinator)).to_have_text("Không phải báo cáo")


def test_the_office_consolidates_edits_and_sends_for_approval(coordinator):
    open_ward_report(coordinator)
    button(coordinator, "Tổng hợp").click()
    expect(coordinator.locator(".document")).to_contain_text("Thiếu thiết bị thu nhận vân tay")
    expect(coordinator.locator(".document-date")).to_have_text(re.compile(r"ngày\s+tháng\s+năm\s*$"))
    link(coordinator, "Sửa lời văn").click()
    prose = coordinator.get_by_role("textbox", name="KẾT QUẢ THỰC HIỆN CHỈ TIÊU, NHIỆM VỤ")
    expect(prose).to_have_class(re.compile("ProseMirror"))
    assert faults_of(coordinator) == []
    prose.focus()
    coordinator.keyboard.press("Control+Home")
    coordinator.keyboard.type("Phường đã tổ chức hai đợt ra quân.")
    coordinator.keyboard.press("Enter")
    button(coordinator, "Lưu nội dung").click()
    coordinator.wait_for_url(re.compile(r"/reports/ward/\d+/$"))
    expect(coordinator.locator(".document")).to_contain_text("Phường đã tổ chức hai đợt ra quân")
    assert faults_of(coordinator) == []
    button(coordinator, "Trình ký").click()
    expect(state(coordinator)).to_have_text("Trình ký")
    expect(coordinator.locator("main img").first).to_be_visible(timeout=PRINTED)


def test_the_deputy_head_signs_on_a_phone_in_three_taps(month, opens):
    page = opens(month, "bcd-approver", viewport=PHONE, has_touch=True, is_mobile=True)
    taps = Clicks(page)
    sign(page)
    expect(state(page)).to_have_text("Đã ký duyệt")
    assert 0 < taps.count <= SIGNER
    expect(page.get_by_text("SHA-256").first).to_be_visible()


def sign(page: Page) -> None:
    """From the desk to the receipt, as a thumb would."""
    page.goto("/")
    page.locator("main a.btn-primary").first.click()
    expect(page.locator("main img").first).to_be_visible()
    assert faults_of(page) == []
    link(page, "Ký duyệt").click()
    expect(button(page, "Ký duyệt")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_label("Mật khẩu khóa ký số").fill("demo")
    button(page, "Ký duyệt").click()


def test_the_clerk_issues_number_one_and_sends_it(month, clerk):
    issue_and_send(clerk, "01/BC-BCĐ")
    record = sent(month, 1)
    assert (record["code"], record["replaces"]) == ("01/BC-BCĐ", None)


def issue_and_send(page: Page, code: str) -> None:
    open_ward_report(page)
    link(page, "Ban hành").click()
    expect(page.get_by_text(code).first).to_be_visible()
    page.get_by_label("Mật khẩu khóa ký số").fill("sai")
    button(page, "Ban hành").click()
    expect(page.locator(".error-summary")).to_contain_text("Mật khẩu không mở được khóa này")
    page.get_by_label("Mật khẩu khóa ký số").fill("demo")
    button(page, "Ban hành").click()
    expect(state(page)).to_have_text("Đã ban hành")
    expect(page.locator("main img").first).to_be_visible(timeout=PRINTED)
    assert faults_of(page) == []
    link(page, "Gửi tỉnh").click()
    expect(page.get_by_role("main")).to_contain_text("Sở Khoa học và Công nghệ")
    button(page, "Gửi tỉnh").click()
    expect(state(page)).to_have_text(re.compile("Chờ gửi|Đã gửi tỉnh"))
    page.goto("/documents/")
    page.get_by_role("link", name=code, exact=True).click()
    expect(page.locator(".page-head")).to_contain_text(code)
    expect(page.locator("main img").first).to_be_visible()


def sent(system: System, count: int) -> dict:
    """The newest of the metadata in the outgoing folder, which the worker fills; each beside its PDF."""
    deadline = time.monotonic() + SENT_WITHIN
    while len(found := sorted(system.outgoing.glob("*.json"))) < count and time.monotonic() < deadline:
        time.sleep(0.2)
    assert len(found) == count
    assert signed_by(found[-1].with_suffix(".pdf"), system.outgoing.parent / "demo-ca" / "root.pem") == [
        "person",
        "organ",
    ]
    return json.loads(found[-1].read_text())


def signed_by(pdf: Path, root: Path) -> list[str]:
    """The fields whose signatures are valid and lead to the demo's own authority."""
    roots = [asn1.Certificate.load(load_pem_x509_certificate(root.read_bytes()).public_bytes(Encoding.DER))]

    def is_valid(signature: EmbeddedPdfSignature) -> bool:
        return validate_pdf_signature(signature, ValidationContext(trust_roots=roots), skip_diff=True).bottom_line

    signatures = PdfFileReader(BytesIO(pdf.read_bytes())).embedded_signatures
    with ThreadPoolExecutor(1) as aside:  # Playwright has this thread's event loop
        return [each.field_name for each in signatures if aside.submit(is_valid, each).result()]


def test_the_province_refuses_it_and_a_new_version_replaces_it(month, opens, coordinator, clerk):
    answer(clerk, refused=True)
    expect(link(clerk, "Mở bản thay thế")).to_be_visible()  # the worker opens it; the page finds out by itself
    open_ward_report(coordinator)
    expect(state(coordinator)).to_have_text("Đang tổng hợp")
    button(coordinator, "Tổng hợp").click()
    button(coordinator, "Trình ký").click()
    expect(coordinator.locator("main img").first).to_be_visible(timeout=PRINTED)
    sign(opens(month, "bcd-approver", viewport=PHONE))
    issue_and_send(clerk, "02/BC-BCĐ")
    assert sent(month, 2)["replaces"] == "01/BC-BCĐ"
    answer(clerk, refused=False)
    expect(state(clerk)).to_have_text("Tỉnh đã tiếp nhận")


def answer(page: Page, *, refused: bool) -> None:
    open_ward_report(page)
    link(page, "Ghi nhận phản hồi").click()
    expect(page.locator("#receipt")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_label("Tỉnh từ chối" if refused else "Tỉnh đã tiếp nhận").check()
    if refused:
        page.locator("textarea").fill("Chỉ tiêu 16 không khớp với số liệu của doanh nghiệp.")
    page.get_by_role("button", name="Ghi nhận phản hồi").click()
    expect(state(page)).to_be_visible()


def test_the_trail_shows_the_month_and_holds(month, opens, coordinator):
    open_ward_report(coordinator)
    told = coordinator.locator(".timeline > li")
    for words in ("tỉnh đã tiếp nhận", "gửi tỉnh", "ban hành", "ký duyệt", "trình ký", "tổng hợp"):
        expect(told.filter(has_text=words)).not_to_have_count(0)
    auditor = opens(month, "minhxuan-auditor")
    auditor.goto("/trail/")
    expect(auditor.locator("main .timeline")).to_contain_text("ghi nhận tỉnh từ chối")
    assert month.manage("verify_trail")
