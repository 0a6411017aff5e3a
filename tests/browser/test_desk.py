"""The unit's desk: whatever happens to the line, the tab or the session, nothing that was typed is lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import PHONE
from .looks import faults_of
from .system import System

pytestmark = pytest.mark.browser

DECEMBER = "UnitReport.objects.get(period__code='2026-12', unit__code='{}')"
TEN_MINUTES = 600_000
HINDERS = "Thiếu máy quét ở bộ phận một cửa, {}."
BESIDE = "Object.keys(localStorage).filter(key => key.includes(':beside:'))"
SAVED = re.compile(r"^Đã lưu \d\d:\d\d$")  # as the script says it; the page adds the day and by whom


@pytest.fixture
def desk(month: System):
    """`desk("CA")`: the address at which December's report of the unit is written."""

    def address(unit: str) -> str:
        asked = f"print({DECEMBER.format(unit)}.pk)"
        return f"/reports/unit/{month.run('from workflows.models import UnitReport', asked)}/write/"

    return address


def kept(month: System, unit: str, field: str = "results") -> str:
    """What the server has by now."""
    return month.run("from workflows.models import UnitReport", f"print({DECEMBER.format(unit)}.{field})")


def said(page: Page) -> Locator:
    return page.locator("#saved")


def prose(page: Page, name: str = "results") -> Locator:
    return page.locator(f"textarea[name={name}]")


def hindrance(page: Page) -> Locator:
    return page.get_by_label("Khó khăn, vướng mắc gì")


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.locator("#raise-beside").get_by_role("button").click()
    expect(hindrance(page)).to_be_focused()
    return page


def raise_it(page: Page) -> None:
    page.locator("#raise-beside").get_by_role("button").click()


def listed(page: Page) -> Locator:
    return page.locator("#part-difficulties li")


def raised(month: System, words: str) -> str:
    """How many the server has of these words."""
    asked = f"print(Difficulty.objects.filter(text={words!r}).count())"
    return month.run("from workflows.models import Difficulty", asked)


def test_what_is_typed_is_saved_at_a_pause_without_a_button(month, desk, opens):
    page = opens(month, "mttq-drafter")
    page.goto(desk("MTTQ"))
    figure = page.locator("#indicators input[name$=_value]").first
    figure.press_sequentially("12")
    expect(said(page)).to_have_text(SAVED)
    before = page.locator("#missing strong").inner_text()
    page.locator("#assignments select").first.select_option("done")
    page.locator("#assignments textarea").first.fill("")
    expect(page.locator("#assignments .ask").first).to_contain_text("chưa nêu kết quả")
    expect(page.locator("#missing strong")).not_to_have_text(before)
    page.locator("#assignments details.why[open] input").first.fill("Sản phẩm gửi trong tuần tới")
    expect(page.locator("#missing strong")).to_have_text(before)
    assert faults_of(page) == []
    page.reload()
    expect(figure).to_have_value("12")


def test_a_number_that_cannot_be_stays_on_the_page_and_on_this_device(month, desk, opens):
    page = opens(month, "mttq-drafter")
    page.goto(desk("MTTQ"))
    figure = page.locator("#indicators input[name$=_value]").first
    figure.fill("mười")
    prose(page, "proposals").fill("Đề nghị bổ sung máy quét.")
    expect(page.locator("#indicators .errorlist")).to_contain_text("không phải là số")
    expect(said(page)).to_contain_text("chưa lưu")
    expect(figure).to_have_value("mười")
    page.reload()
    expect(figure).to_have_value("mười")
    expect(prose(page, "proposals")).to_have_value("Đề nghị bổ sung máy quét.")
    figure.fill("12")
    expect(said(page)).to_have_text(SAVED)


def test_ten_minutes_without_a_line_lose_no_keystroke(month, desk, opens):
    page = opens(month, "ttpvhcc-drafter")
    page.clock.install()
    page.goto(desk("TTPVHCC"))
    page.context.set_offline(True)
    prose(page).press_sequentially("Gõ khi mất mạng. ")
    page.clock.run_for(5000)
    expect(said(page)).to_contain_text("Mất mạng, đã giữ trong máy này")
    page.clock.run_for(TEN_MINUTES)
    prose(page).press_sequentially("Và mười phút sau.")
    page.clock.run_for(5000)
    assert kept(month, "TTPVHCC") == ""
    page.context.set_offline(False)
    page.clock.run_for(15_000)
    expect(said(page)).to_have_text(SAVED)
    assert kept(month, "TTPVHCC") == "Gõ khi mất mạng. Và mười phút sau."


def test_a_tab_closed_without_a_line_loses_nothing(month, desk, opens):
    page = opens(month, "ttpvhcc-drafter")
    page.goto(desk("TTPVHCC"))
    page.context.set_offline(True)
    prose(page, "directions").fill("Tháng tới mở thêm một quầy.")
    context = page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(desk("TTPVHCC"))
    expect(prose(again, "directions")).to_have_value("Tháng tới mở thêm một quầy.")
    expect(said(again)).to_have_text(SAVED)
    assert kept(month, "TTPVHCC", "directions") == "Tháng tới mở thêm một quầy."


@pytest.mark.parametrize("cookies", [{"name": "sessionid"}, {}])
def test_a_session_that_ended_loses_nothing(month, desk, opens, cookies):
    page = opens(month, "ttpvhcc-drafter")
    page.goto(desk("TTPVHCC"))
    page.context.clear_cookies(**cookies)
    typed = f"Đề nghị cấp thêm máy quét, lần {len(cookies)}."
    prose(page, "proposals").fill(typed)
    expect(said(page)).to_contain_text("Phiên đăng nhập đã hết")
    said(page).get_by_role("link", name="Đăng nhập").click()
    page.locator("button[value='ttpvhcc-drafter']").click()
    expect(prose(page, "proposals")).to_have_value(typed)
    expect(said(page)).to_have_text(SAVED)
    assert kept(month, "TTPVHCC", "proposals") == typed


def test_two_browsers_on_one_report_lose_neither_version(month, desk, opens):
    first, second = opens(month, "vhxh-drafter"), opens(month, "vhxh-drafter")
    for page in (first, second):
        page.goto(desk("VHXH"))
    prose(first).fill("Bản thứ nhất.")
    expect(said(first)).to_have_text(SAVED)
    prose(second).fill("Bản thứ hai.")
    second.get_by_role("button", name="So sánh hai bản").click()
    for words in ("Bản thứ nhất.", "Bản thứ hai."):
        expect(second.locator("main table")).to_contain_text(words)
    assert faults_of(second) == []
    second.get_by_role("button", name="Lưu nháp").click()
    expect(prose(second)).to_have_value("Bản thứ hai.")
    assert kept(month, "VHXH") == "Bản thứ hai."
    assert second.evaluate("Object.keys(localStorage).filter(key => key.startsWith('entry:'))") == []


def test_text_of_an_older_version_is_shown_beside_the_newer_one(month, desk, opens):
    first, second = opens(month, "vhxh-drafter"), opens(month, "vhxh-drafter")
    for page in (first, second):
        page.goto(desk("VHXH"))
    second.context.set_offline(True)
    prose(second, "proposals").fill("Đề nghị thứ hai.")
    second.close()
    prose(first, "proposals").fill("Đề nghị thứ nhất.")
    expect(said(first)).to_have_text(SAVED)
    context = second.context
    context.set_offline(False)
    again = context.new_page()
    again.goto(desk("VHXH"))
    again.get_by_role("button", name="So sánh hai bản").click()
    for words in ("Đề nghị thứ nhất.", "Đề nghị thứ hai."):
        expect(again.locator("main table")).to_contain_text(words)


def test_signing_out_leaves_nothing_on_the_device(month, desk, opens):
    page = opens(month, "vhxh-drafter")
    page.goto(desk("VHXH"))
    prose(page, "directions").fill("Chưa gửi")
    assert page.evaluate("Object.keys(localStorage).some(key => key.startsWith('entry:'))")
    page.locator("details.menu summary", has_text="người soạn").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(re.compile("login|/$"))
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('entry:'))") == []


def test_on_a_phone_it_is_typed_saved_and_looked_up(month, desk, opens):
    page = opens(month, "mttq-drafter", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(desk("MTTQ"))
    prose(page, "directions").fill("Vận động thêm hai tổ.")
    expect(said(page)).to_have_text(SAVED)
    page.locator("#indicators a.more").first.click()
    expect(page.locator("#panel h2")).to_be_focused()
    assert faults_of(page) == []
    page.get_by_role("button", name="Đóng").click()
    expect(page.locator("#panel")).to_be_empty()


def test_the_panel_opens_beside_the_page_and_closes_by_escape(month, desk, opens):
    page = opens(month, "mttq-drafter")
    page.goto(desk("MTTQ"))
    link = page.locator("#indicators a.more").first
    link.press("Enter")
    expect(page.locator("#panel h2")).to_be_focused()
    expect(page.locator("#panel svg[role=img]")).to_be_visible()
    assert faults_of(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_empty()
    expect(link).to_be_focused()


def test_the_buttons_wait_for_a_save_on_its_way(month, desk, opens):
    page = opens(month, "mttq-drafter")
    page.goto(desk("MTTQ"))
    for turn in range(3):
        prose(page).fill(f"Lần thứ {turn}.")
        prose(page).blur()
        page.get_by_role("button", name="Lưu nháp").click()
        expect(page.locator("#messages .notice")).to_be_visible()
        expect(prose(page)).to_have_value(f"Lần thứ {turn}.")


WRITINGS = ("1234", "85,0", " 1.500,50 ")
ENTRIES = "Object.keys(localStorage).filter(key => /^entry:[0-9]+:[0-9]+:[0-9]+$/.test(key))"


def type_otherwise(page: Page) -> None:
    """Numbers and a text that the page will write differently once they are saved."""
    figures = page.locator("#indicators input[inputmode=decimal]:not([data-month])[name$=_value]")
    for place in range(min(figures.count(), len(WRITINGS))):
        figures.nth(place).fill(WRITINGS[place])
    prose(page, "proposals").fill("  Đề nghị sớm. ")


@pytest.mark.parametrize("words", ["Lưu nháp", "Kiểm tra báo cáo"])
def test_what_the_page_writes_otherwise_after_a_button_is_no_second_version(month, desk, opens, words):
    page = opens(month, "mttq-drafter")
    page.goto(desk("MTTQ"))
    type_otherwise(page)
    page.get_by_role("button", name=words).click()  # before the pause after which it would save itself
    expect(page.locator("#messages .notice, #submit, .callout").first).to_be_attached()
    assert page.evaluate(ENTRIES) == []
    page.goto(desk("MTTQ"))
    expect(page.locator("#indicators input[name$=_value]").first).to_have_value("1.234")
    prose(page).fill(f"Gõ tiếp sau {words}.")
    expect(said(page)).to_have_text(SAVED)


def test_a_save_whose_answer_was_not_awaited_is_known_by_its_value(month, desk, opens):
    page = opens(month, "mttq-drafter")
    page.goto(desk("MTTQ"))
    figure = page.locator("#indicators input[name$=_value]").first
    page.route("**/autosave/", lambda route: (route.fetch(), route.abort()))
    figure.fill("2345")
    expect(said(page)).to_contain_text("Mất mạng")
    page.unroute("**/autosave/")
    page.reload()
    expect(figure).to_have_value("2.345")
    assert page.evaluate(ENTRIES) == []
    prose(page).fill("Gõ tiếp sau 2345.")
    expect(said(page)).to_have_text(SAVED)


def test_a_page_older_than_the_last_save_is_asked_for_once_more(month, desk, opens):
    page = opens(month, "mttq-drafter")
    older = page.goto(desk("MTTQ")).text()
    prose(page, "proposals").fill("Đề nghị mới nhất.")
    expect(said(page)).to_have_text(SAVED)
    page.route("**/write/", lambda route: route.fulfill(body=older, content_type="text/html"), times=1)
    page.goto(desk("MTTQ"))
    expect(prose(page, "proposals")).to_have_value("Đề nghị mới nhất.")


def test_without_javascript_the_course_of_an_entry_is_a_page(month, desk, opens):
    page = opens(month, "mttq-drafter", java_script_enabled=False)
    page.goto(desk("MTTQ"))
    page.locator("#indicators a.more").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main table").first).to_be_visible()


def test_a_difficulty_typed_beside_it_comes_back_after_a_reload_and_goes_once_it_is_raised(month, desk, opens):
    page, words = opened(opens(month, "mttq-drafter"), desk("MTTQ")), HINDERS.format("lần một")
    hindrance(page).fill(words)
    page.get_by_label("Loại", exact=True).select_option(label="Kinh phí")
    page.reload()
    expect(hindrance(page)).to_have_value(words)
    expect(page.get_by_label("Loại", exact=True).locator("option:checked")).to_have_text("Kinh phí")
    expect(hindrance(page)).not_to_be_focused()
    assert faults_of(page) == []
    raise_it(page)
    expect(listed(page)).to_contain_text([words])
    expect(hindrance(page)).to_have_count(0)
    assert page.evaluate(BESIDE) == []
    page.reload()
    expect(listed(page)).to_contain_text([words])
    expect(hindrance(page)).to_have_count(0)
    assert raised(month, words) == "1"


def test_a_tab_closed_without_a_line_keeps_a_difficulty(month, desk, opens):
    page, words = opened(opens(month, "ttpvhcc-drafter"), desk("TTPVHCC")), HINDERS.format("lần hai")
    page.context.set_offline(True)
    hindrance(page).fill(words)
    context = page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(desk("TTPVHCC"))
    expect(hindrance(again)).to_have_value(words)
    assert raised(month, words) == "0"


def test_a_difficulty_that_was_sent_and_never_arrived_is_kept(month, desk, opens):
    page, words = opened(opens(month, "ttpvhcc-drafter"), desk("TTPVHCC")), HINDERS.format("lần ba")
    hindrance(page).fill(words)
    page.get_by_label("Loại", exact=True).select_option(label="Kinh phí")
    page.route("**/write/", lambda route: route.abort(), times=1)
    raise_it(page)
    page.wait_for_url("chrome-error://**")
    page.goto(desk("TTPVHCC"))
    expect(hindrance(page)).to_have_value(words)
    raise_it(page)
    expect(listed(page)).to_contain_text([words])
    assert (raised(month, words), page.evaluate(BESIDE)) == ("1", [])


def test_a_long_difficulty_is_known_by_its_beginning(month, desk, opens):
    page, words = opened(opens(month, "mttq-drafter"), desk("MTTQ")), HINDERS.format("rất lâu " * 40 + "rồi")
    hindrance(page).fill(words)
    page.get_by_label("Loại", exact=True).select_option(label="Kinh phí")
    raise_it(page)
    expect(page.locator("#messages .notice")).to_be_visible()
    expect(hindrance(page)).to_have_count(0)
    assert page.evaluate(BESIDE) == []


def test_a_fault_keeps_a_difficulty_and_signing_out_leaves_nothing(month, desk, opens):
    page, words = opened(opens(month, "vhxh-drafter"), desk("VHXH")), HINDERS.format("lần năm")
    hindrance(page).fill(words)
    raise_it(page)  # without its kind
    expect(page.locator(".error-summary").first).to_be_focused()
    expect(hindrance(page)).to_have_value(words)
    page.goto(desk("VHXH"))
    expect(hindrance(page)).to_have_value(words)
    assert page.evaluate(f"{BESIDE}.length") == 1
    page.locator("details.menu summary", has_text="người soạn").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url(lambda url: "write" not in url)
    assert page.evaluate(BESIDE) == []
