"""The deputy head signs on a phone, with a password and with a passkey: read, prove, sign, receipt."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import PHONE, number
from .looks import faults_of
from .system import System, started

pytestmark = pytest.mark.browser

PASSWORD = "mot-mat-khau-du-dai-2026"
PRINTED = 60_000  # milliseconds for the worker to make the pages
THUMB = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
DESK_ADDRESS = re.compile(r":\d+/$")
LEAST_TARGET = 44  # pixels that a thumb hits
# November's report waits for the deputy head, who has a password: one unit has reported, the others need not.
WAITING = (
    "from workflows.periods import actions as periods",
    "from workflows.unit_reports import actions as unit_reports",
    "from workflows.demo.cast import settle",
    "from workflows.demo.steps import DemoHands",
    "from workflows.demo import keys",
    "cast = settle()",
    "keys.give(cast)",
    "hands = DemoHands(cast, periods.open_period(cast.monthly, '2026-11'))",
    "for report in hands.period.unit_reports.exclude(unit__code='CA').with_names():",
    "    unit_reports.waive(report, by=cast.coordinator, reason='Không phát sinh nhiệm vụ')",
    "hands.write('CA'); hands.submit('CA'); hands.take('CA'); hands.accept('CA')",
    "hands.consolidate()",
    "hands.send_for_approval()",
    f"cast.approver.set_password('{PASSWORD}')",
    "cast.approver.save(update_fields=['password'])",
)
AGAIN = (
    "from units.models import Unit",
    "from workflows.periods import actions as periods",
    "from workflows.unit_reports import actions as unit_reports",
    "from workflows.demo.cast import gather",
    "from workflows.demo.steps import DemoHands",
    "cast = gather(Unit.objects.get(code='MINHXUAN'))",
    "hands = DemoHands(cast, periods.open_period(cast.monthly, '2026-11'))",
    "hands.reopen('Bổ sung theo ý kiến')",
    "hands.consolidate()",
    "hands.add('Phường đã bổ sung nguyên nhân chậm.')",
    "hands.send_for_approval()",
)


@pytest.fixture(scope="module")
def waiting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with started(tmp_path_factory.mktemp("waiting"), number(2), *WAITING) as system:
        yield system


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=words, exact=True)


def thumbed(control: Locator) -> None:
    """Tap what a thumb can reach without scrolling, and hit."""
    expect(control).to_be_in_viewport()
    assert control.bounding_box()["height"] >= LEAST_TARGET
    control.tap()


def sign_in(page: Page) -> None:
    page.goto("/account/login/")
    give_password(page)
    page.wait_for_url(DESK_ADDRESS)


def give_password(page: Page) -> None:
    page.get_by_label("Tên đăng nhập").fill("bcd-approver")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    button(page, "Đăng nhập").tap()


def prove(page: Page) -> None:
    expect(page.locator("input[type=password]")).to_be_visible()
    assert faults_of(page) == []
    page.locator("input[type=password]").fill(PASSWORD)
    button(page, "Xác nhận").tap()


def read(page: Page) -> None:
    """From the desk to the pages, each of which opens large."""
    page.goto("/")
    page.locator("main a.btn-primary").first.tap()
    page.wait_for_url("**/approval/")
    picture = page.locator("main .printed-page img").first
    expect(picture).to_be_visible(timeout=PRINTED)
    picture.scroll_into_view_if_needed()
    assert faults_of(page) == []


def makings_open_over_the_text(page: Page) -> None:
    page.locator("#text a.figure-chip").first.tap()
    expect(page.locator("#figure-panel h2")).to_be_in_viewport()
    assert faults_of(page) == []
    thumbed(button(page, "Đóng"))
    expect(page.locator("#figure-panel > *")).to_have_count(0)


def words_are_found_in_the_pages(page: Page) -> None:
    page.get_by_label("Tìm chữ trong các trang").fill("chi tieu")
    button(page, "Tìm").tap()
    expect(page.locator(".viewer-found")).to_contain_text("“chi tieu” có ở")
    expect(page.locator(".viewer rect").first).to_be_attached()
    assert faults_of(page) == []


def test_a_report_goes_back_for_a_usual_reason(waiting, opens):
    page = opens(waiting, "", **THUMB)
    sign_in(page)
    read(page)
    makings_open_over_the_text(page)
    words_are_found_in_the_pages(page)
    thumbed(page.get_by_role("link", name="Trả lại", exact=True))
    prove(page)
    expect(page.locator("input[name=usual]").first).to_be_visible()
    assert faults_of(page) == []
    page.locator("input[name=usual]").first.check()
    page.locator("textarea[name=reason]").fill("Nhất là chỉ tiêu 9.")
    thumbed(button(page, "Trả lại"))
    expect(page.locator(".page-head .state")).to_have_text("Bị trả lại")
    expect(page.locator("main .reason").first).to_contain_text("Nhất là chỉ tiêu 9.")
    assert faults_of(page) == []


def test_without_javascript_they_read_what_changed_prove_and_sign(waiting, opens):
    waiting.run(*AGAIN)
    page = opens(waiting, "", **THUMB, java_script_enabled=False)
    sign_in(page)
    page.goto("/")
    page.locator("main a.btn-primary").first.tap()
    expect(page.locator("#since-look ins").first).to_contain_text("bổ sung nguyên nhân chậm")
    thumbed(page.get_by_role("link", name="Ký duyệt", exact=True))
    page.locator("input[type=password]").fill(PASSWORD)
    button(page, "Xác nhận").tap()
    page.get_by_label("Mật khẩu khóa ký số").fill("demo")
    thumbed(button(page, "Ký duyệt"))
    expect(page.locator(".page-head .state")).to_have_text("Đã ký duyệt")
    expect(page.get_by_text(re.compile("^[0-9a-f]{64}$"))).to_be_visible()
    expect(page.get_by_text("Không còn văn bản nào chờ ký duyệt")).to_be_visible()


def test_a_passkey_that_fails_is_told_in_words(waiting, opens):
    page = opens(waiting, "", **THUMB)
    sign_in(page)
    page.goto("/account/two-factor/webauthn/add/")
    prove(page)
    button(page, "Thêm khóa truy cập này").tap()
    expect(page.locator("[data-passkey-failed]")).to_be_visible()


def test_a_passkey_is_added_proves_who_it_is_and_signs_in(waiting, opens):
    """Passkeys need https or localhost: the same installation by its other name."""
    page = opens(waiting, "", **THUMB, base_url=waiting.address.replace("127.0.0.1", "localhost"))
    authenticator(page)
    sign_in(page)
    page.goto("/account/two-factor/webauthn/add/")
    prove(page)
    expect(page.locator("input[name=name]")).to_be_visible()
    assert faults_of(page) == []
    page.locator("input[name=name]").fill("Điện thoại")
    button(page, "Thêm khóa truy cập này").tap()
    expect(page.locator(".codes li")).to_have_count(10)
    assert faults_of(page) == []
    page.goto("/account/two-factor/webauthn/reauthenticate/?next=/units/")
    assert faults_of(page) == []
    button(page, "Xác nhận bằng khóa truy cập").tap()
    page.wait_for_url(re.compile(r":\d+/units/$"))
    for address in (
        "/account/two-factor/",
        "/account/two-factor/recovery-codes/generate/",
        "/account/two-factor/webauthn/",
        "/account/two-factor/webauthn/keys/1/edit/",
        "/account/two-factor/webauthn/keys/1/remove/",
    ):
        page.goto(address)
        assert faults_of(page) == []
    page.goto("/account/logout/")
    button(page, "Đăng xuất").last.tap()
    expect(page.get_by_label("Tên đăng nhập")).to_be_visible()
    give_password(page)
    expect(button(page, "Dùng khóa truy cập")).to_be_visible()
    assert faults_of(page) == []
    button(page, "Dùng khóa truy cập").tap()
    page.wait_for_url(DESK_ADDRESS)


def authenticator(page: Page) -> None:
    """A phone's own keeper of keys, which recognises its owner."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "isUserVerified": True}})
