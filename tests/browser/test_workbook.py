"""Excel out and in, and what is told by telephone, in a real browser."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from .conftest import PHONE
from .looks import faults_of
from .system import System

pytestmark = pytest.mark.browser

DECEMBER = "UnitReport.objects.get(period__code='2026-12', unit__code='{}')"


def asked(month: System, unit: str, what: str) -> str:
    return month.run("from workflows.models import UnitReport", f"print({DECEMBER.format(unit)}.{what})")


def filled(path: Path, **values: object) -> Path:
    """The workbook with these fields filled in."""
    workbook = openpyxl.load_workbook(path)
    for row in list(workbook["trinh-duyet"].iter_rows(values_only=True)):
        if row[0] == "cell" and row[4] in values:
            workbook[row[1]].cell(row[2], row[3]).value = values[row[4]]
    workbook.save(path)
    return path


def test_a_report_goes_out_as_a_workbook_and_comes_back(month, opens, tmp_path):
    page = opens(month, "ca-drafter")
    page.goto(f"/reports/unit/{asked(month, 'CA', 'pk')}/write/")
    page.get_by_text("Luồng xử lý, cách nhập, Excel").click()
    page.get_by_role("link", name="Điền bằng Excel").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp Excel").click()
    path = tmp_path / "bao-cao.xlsx"
    download.value.save_as(path)
    page.locator("input[type=file]").set_input_files(filled(path, results="Viết khi không có mạng."))
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.locator("main ins")).to_have_text("Viết khi không có mạng.")
    assert faults_of(page) == []
    assert asked(month, "CA", "results") == ""
    page.get_by_role("button", name="Lưu các thay đổi này rồi kiểm tra").click()
    page.wait_for_url("**/check/")
    assert asked(month, "CA", "results") == "Viết khi không có mạng."


def test_what_is_told_by_telephone_is_typed_and_confirmed(month, opens):
    office = opens(month, "vhxh-coordinator", viewport=PHONE)
    address = f"/reports/unit/{asked(month, 'CA', 'pk')}/"
    office.goto(address)
    office.get_by_role("link", name="Nhập thay").click()
    office.get_by_label("Người báo số liệu").fill("Bà Tổ trưởng tổ 5")
    office.get_by_label("Cách liên hệ").fill("0912 000 005")
    office.locator("textarea[name=proposals]").fill("Tổ đã họp 02 buổi.")
    office.get_by_role("button", name="Lưu nhập thay").click()
    expect(office.locator("main .callout", has_text="Đơn vị chưa xác nhận")).to_contain_text("Bà Tổ trưởng tổ 5")
    assert faults_of(office) == []
    unit = opens(month, "ca-unit_head", viewport=PHONE)
    unit.get_by_role("link", name="Xem và xác nhận").click()
    expect(unit.locator("main")).to_contain_text("Tổ đã họp 02 buổi.")
    assert faults_of(unit) == []
    unit.get_by_role("button", name="Xác nhận nội dung nhập thay").click()
    expect(unit.locator("main .callout", has_text="Bà Tổ trưởng tổ 5")).to_contain_text("xác nhận")
    assert asked(month, "CA", "unconfirmed_since") == "None"
