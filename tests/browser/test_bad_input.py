"""What goes wrong is said where it went wrong, and nothing that was typed is lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .looks import faults_of
from .system import System

pytestmark = pytest.mark.browser

DECEMBER = "print(UnitReport.objects.get(period__code='2026-12', unit__code='{}').pk)"
UNITS = ("TCNS", "TTDVC", "KTHTDT", "TDP", "VP")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


@pytest.fixture(scope="module")
def addresses(month: System) -> dict[str, str]:
    """The pages of December's reports by unit. Nobody has touched them, but that Văn phòng's is submitted."""
    found = month.run("from workflows.models import UnitReport", *map(DECEMBER.format, UNITS)).split()
    return {unit: f"/reports/unit/{pk}/" for unit, pk in zip(UNITS, found, strict=True)}


def button(page: Page, words: str) -> Locator:
    return page.get_by_role("button", name=words, exact=True)


def figures(page: Page) -> Locator:
    return page.locator("#indicators input[inputmode=decimal]:not([data-month])")


def fill_all(page: Page, text: str) -> None:
    """The same in every figure: a ratio is then whole."""
    for field in figures(page).all():
        field.fill(text)


def prose(page: Page) -> Locator:
    return page.locator("textarea[name=results]")


def test_another_units_report_is_not_found(month, addresses, opens):
    page = opens(month, "ca-drafter")
    for part in ("", "write/", "check/"):
        assert page.goto(addresses["TCNS"] + part).status == 404
    expect(page.get_by_role("heading", name="Không có gì để xem ở đây")).to_be_visible()
    assert faults_of(page) == []


def test_a_stale_save_shows_both_versions_and_loses_neither(month, addresses, opens):
    first, second = opens(month, "ttdvc-drafter"), opens(month, "ttdvc-drafter")
    for page in (first, second):
        page.goto(addresses["TTDVC"] + "write/")
    prose(first).fill("Bản thứ nhất.")
    fill_all(first, "111")
    button(first, "Lưu nháp").click()
    expect(first.locator("#messages .notice")).to_be_visible()
    prose(second).fill("Bản thứ hai.")
    second.locator("textarea[name=directions]").fill("Tháng tới mở hai lớp.")
    button(second, "Lưu nháp").click()
    expect(second.locator("main table")).to_have_count(1)  # the page that compares has come
    for words in ("Bản thứ nhất.", "Bản thứ hai.", "111"):
        expect(second.locator("main table")).to_contain_text(words)
    assert faults_of(second) == []
    button(second, "Lưu nháp").click()
    expect(prose(second)).to_have_value("Bản thứ hai.")
    expect(second.locator("textarea[name=directions]")).to_have_value("Tháng tới mở hai lớp.")
    expect(figures(second).first).to_have_value("111")


def test_a_denominator_of_zero_is_explained_beside_its_field(month, addresses, opens):
    page = opens(month, "kthtdt-drafter")
    page.goto(addresses["KTHTDT"] + "write/")
    row = page.locator("#indicators tr", has=page.locator("input[name$=_denominator]")).first
    numerator, denominator = row.locator("input[inputmode=decimal]:not([data-month])").all()
    numerator.fill("12")
    denominator.fill("0")
    prose(page).fill("Câu này không được mất.")
    button(page, "Kiểm tra báo cáo").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(denominator).to_have_attribute("aria-invalid", "true")
    expect(row.locator(".errorlist")).to_contain_text("Mẫu số phải lớn hơn 0")
    assert faults_of(page) == []
    page.locator(".error-summary a").first.click()
    expect(denominator).to_be_focused()
    expect(denominator).to_have_value("0")
    expect(numerator).to_have_value("12")
    expect(prose(page)).to_have_value("Câu này không được mất.")


@pytest.mark.parametrize("typed", ["-1", "12 phần", "1" + "0" * 14])
def test_a_number_that_cannot_be_is_explained_beside_its_field(month, addresses, opens, typed):
    page = opens(month, "tcns-drafter")
    page.goto(addresses["TCNS"] + "write/")
    figures(page).first.fill(typed)
    button(page, "Lưu nháp").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#indicators .errorlist")).to_have_count(1)
    expect(figures(page).first).to_have_value(typed)


def test_who_comes_too_late_reads_who_was_first_and_when(month, addresses, opens):
    head, coordinator = opens(month, "vp-unit_head"), opens(month, "vhxh-coordinator")
    for page in (head, coordinator):
        page.goto(addresses["VP"])
    button(coordinator, "Nhận xử lý").click()
    expect(coordinator.locator(".page-head .state")).to_have_text("Đang thẩm định")
    with head.expect_response(re.compile("withdraw")) as answer:
        button(head, "Rút lại").click()
    assert answer.value.status == 409
    sentence = re.compile(r"cán bộ tổng hợp.* lúc .*\d{4}", re.IGNORECASE)
    expect(head.locator("[data-message]")).to_have_text(sentence)
    assert faults_of(head) == []


@pytest.mark.parametrize("content", [PNG, b"PK\x03\x04 not a workbook", b"So,Ten\n1,2\n"])
def test_a_file_is_judged_by_its_content_and_not_by_its_name(month, opens, content):
    page = opens(month, "minhxuan-admin")
    page.goto("/plan/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "ke-hoach.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        button(page, "Kiểm tra tệp").click()
    assert answer.value.status == 422
    expect(page.locator("main")).to_contain_text(re.compile("Excel|xlsx"))
    expect(button(page, "Kiểm tra tệp")).to_be_visible()


def test_without_javascript_a_unit_writes_and_submits(month, addresses, opens):
    page = opens(month, "tdp-drafter", java_script_enabled=False)
    page.goto(addresses["TDP"] + "write/")
    prose(page).fill("Đã họp các tổ dân phố.")
    fill_all(page, "7")
    for reason in page.locator("#assignments details.why").all():
        reason.locator("summary").click()
        reason.locator("input[type=text]").fill("Tổ chưa triển khai trong tháng.")
    button(page, "Kiểm tra báo cáo").click()
    expect(page.get_by_role("heading", name="Còn để trống")).to_be_visible()
    head = opens(month, "tdp-unit_head", java_script_enabled=False)
    head.goto(addresses["TDP"] + "check/")
    button(head, "Nộp báo cáo").click()
    expect(head.locator(".page-head .state")).to_have_text("Đã nộp")
    expect(head.locator("main")).to_contain_text("Đã họp các tổ dân phố.")
