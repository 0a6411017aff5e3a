"""Evidence in a real browser: on a phone without JavaScript, and in the panel beside the report that is being typed."""

import pytest
from playwright.sync_api import Page, expect

from tests import attachments

from .conftest import PHONE
from .looks import faults_of
from .system import System

pytestmark = pytest.mark.browser

DECEMBER = "UnitReport.objects.get(period__code='2026-12', unit__code='TTDVC')"
PDF = {"name": "biên bản.pdf", "mimeType": "application/pdf", "buffer": attachments.pdf()}
PAGE = {"name": "trang.pdf", "mimeType": "application/pdf", "buffer": b"<html></html>"}


def desk(month: System) -> str:
    """Where December's report of the unit is written."""
    asked = f"print({DECEMBER}.pk)"
    return f"/reports/unit/{month.run('from workflows.models import UnitReport', asked)}/write/"


def choose(page: Page, file: dict) -> None:
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Đính kèm").click()


def test_on_a_phone_without_javascript(month, opens, tmp_path):
    page = opens(month, "ttdvc-drafter", viewport=PHONE, java_script_enabled=False)
    page.goto(desk(month))
    page.locator("#indicators a.more").first.click()
    page.get_by_role("link", name="Đính kèm minh chứng").click()
    choose(page, PAGE)
    expect(page.locator(".error-summary")).to_contain_text("Đây không phải tệp PDF")
    choose(page, PDF)
    expect(page.locator(".evidence")).to_contain_text("chưa quét")
    with page.expect_download() as download:
        page.get_by_role("link", name="biên bản.pdf", exact=True).click()
    assert download.value.suggested_filename == "biên bản.pdf"
    assert download.value.path().read_bytes() == PDF["buffer"]
    page.get_by_role("link", name="Gỡ").click()
    page.get_by_role("button", name="Gỡ").click()
    expect(page.locator("main")).to_contain_text("Mục này chưa có minh chứng.")


def test_in_the_panel_while_the_report_is_typed(month, opens):
    page = opens(month, "ttdvc-drafter")
    page.goto(desk(month))
    page.locator("textarea[name=results]").fill("Đang soạn dở.")
    page.locator("#assignments a.more").first.click()
    choose(page, PAGE)
    expect(page.locator("#panel .error-summary")).to_be_focused()
    choose(page, PDF)
    expect(page.locator("#panel .evidence")).to_contain_text("biên bản.pdf")
    expect(page.locator("#panel .error-summary")).to_have_count(0)
    page.locator("#panel input[type=url]").fill("https://example.vn/tin")
    page.get_by_role("button", name="Đính kèm").click()
    expect(page.locator("#panel .evidence > li")).to_have_count(2)
    expect(page.locator("textarea[name=results]")).to_have_value("Đang soạn dở.")
    assert faults_of(page) == []
    page.set_viewport_size(PHONE)
    assert faults_of(page) == []


def test_a_file_too_large_is_told_before_it_is_sent(month, opens):
    page = opens(month, "ttdvc-drafter")
    page.goto(desk(month))
    page.locator("#indicators a.more").first.click()
    field = page.locator("input[type=file]")
    field.evaluate("field => { field.dataset.most = 10; }")
    field.set_input_files(PDF)
    assert "lớn hơn" in field.evaluate("field => field.validationMessage")
