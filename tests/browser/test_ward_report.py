"""The ward's report in the coordinator's browser: makings beside it, references in the text, sentences to look at."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import DESK, PHONE, Opens
from .looks import faults_of
from .system import System

pytestmark = pytest.mark.browser

# September, of the same living demo: every unit's report accepted, and the ward's consolidated.
SEPTEMBER = (
    "from approvals.clock import at",
    "from tests.people import instant",
    "from workflows.periods import actions as periods",
    "from units.models import Unit",
    "from workflows.demo.cast import gather",
    "from workflows.demo.steps import DemoHands",
    "with at(instant('2026-10-06 09:00')):",
    "    cast = gather(Unit.objects.get(ward=None))",
    "    hands = DemoHands(cast, periods.open_period(cast.monthly, '2026-09'))",
    "    for code in [code for code, unit in cast.units.items() if unit.reports and unit.ward_id]:",
    "        hands.write(code); hands.submit(code); hands.take(code); hands.accept(code)",
    "    hands.consolidate()",
    "    print(hands.ward_report().pk, cast.monthly.pk)",
)
REFERENCE = "{{chỉ tiêu 9: trong kỳ}}"
WORD = (  # as Word puts it on the clipboard
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p.MsoNormal{margin:0}</style></head><body>"
    "<p class=MsoNormal style='margin-left:10pt'><b><span style='color:red'>Kết quả<o:p></o:p></span></b></p>"
    "<p class=MsoListParagraph style='text-indent:-18pt'><span style='font-family:Symbol'>"
    "<span style='mso-list:Ignore'>·<span>&nbsp; </span></span></span>Mục thứ nhất</p></body></html>"
)
PASTE = """html => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/html", html);
    const told = { clipboardData, bubbles: true, cancelable: true };
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", told));
}"""


@pytest.fixture(scope="module")
def september(living: System) -> list[str]:
    """The ids of the ward's report and of its kind."""
    return living.run(*SEPTEMBER).split()


@pytest.fixture
def coordinator(living: System, opens: Opens) -> Page:
    return opens(living, "vhxh-coordinator")


def test_a_figure_opens_to_its_makings_beside_the_report(coordinator, september):
    coordinator.goto(f"/reports/ward/{september[0]}/")
    coordinator.locator(".document-indicators a.figure-chip").first.click()
    panel = coordinator.locator("#figure-panel")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    expect(panel).to_contain_text("Tổng hợp từ")
    expect(coordinator).to_have_url(f"{coordinator.url.partition('/reports')[0]}/reports/ward/{september[0]}/")


def test_without_a_script_the_makings_are_a_page(living, opens, september):
    page = opens(living, "vhxh-coordinator", java_script_enabled=False)
    page.goto(f"/reports/ward/{september[0]}/")
    page.locator(".document-indicators a.figure-chip").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nguồn của số liệu")


def editing(page: Page, report: str) -> Locator:
    """The editor of the results, with the cursor at its beginning."""
    page.goto(f"/reports/ward/{report}/edit/")
    text = page.get_by_role("textbox", name="KẾT QUẢ THỰC HIỆN CHỈ TIÊU, NHIỆM VỤ")
    expect(text).to_have_class(re.compile("ProseMirror"))
    text.focus()
    page.keyboard.press("Control+Home")
    return text


def test_the_document_is_edited_in_place_with_figures_as_chips_and_undone(coordinator, september):
    faults: list[str] = []
    coordinator.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    coordinator.on("pageerror", lambda fault: faults.append(str(fault)))
    text = editing(coordinator, september[0])
    stored = coordinator.locator("#id_results")
    was = stored.input_value()
    coordinator.keyboard.type("Cấp /de an 06 trong ky")
    expect(coordinator.get_by_role("option").first).to_contain_text("9. ")
    coordinator.keyboard.press("Enter")
    expect(stored).to_have_value(f"Cấp {REFERENCE}{was}")
    expect(text.locator(".chip").first).to_have_attribute("data-chip", REFERENCE)
    coordinator.keyboard.press("Control+z")
    expect(stored).to_have_value(f"Cấp /de an 06 trong ky{was}")
    coordinator.get_by_role("button", name="Làm lại").click()
    coordinator.keyboard.type(" tài khoản. {{chỉ tiêu 99: lũy kế}} ")
    expect(coordinator.locator("#chips-gone")).to_contain_text("{{chỉ tiêu 99: lũy kế}}")
    for _word in range(2):
        coordinator.keyboard.press("Backspace")
    expect(coordinator.locator("#chips-gone")).to_be_hidden()
    coordinator.locator("details", has_text="9. ").first.locator("summary").click()
    coordinator.locator(f"[data-insert='{REFERENCE}']").click()
    expect(stored).to_have_value(f"Cấp {REFERENCE} tài khoản. {REFERENCE}{was}")
    coordinator.evaluate(PASTE, WORD)
    expect(stored).to_have_value(f"Cấp {REFERENCE} tài khoản. {REFERENCE}Kết quả\n- Mục thứ nhất{was}")
    coordinator.get_by_role("button", name="Lưu nội dung").click()
    coordinator.wait_for_url(f"**/reports/ward/{september[0]}/")
    expect(coordinator.locator(".document-section a.figure-chip").first).to_be_visible()
    assert faults == []


def test_what_is_typed_without_a_connection_is_kept_through_a_crash_and_saved_with_the_next(living, opens, september):
    page = opens(living, "vhxh-coordinator")
    editing(page, september[0])
    page.context.set_offline(True)
    page.keyboard.type("Viết khi mất mạng. ")
    expect(page.locator("#saved")).to_contain_text("Mất mạng")
    again = page.context.new_page()  # the first page is gone without a word, as in a crash
    page.close(run_before_unload=False)
    again.context.set_offline(False)
    text = editing(again, september[0])
    expect(text).to_contain_text("Viết khi mất mạng.")
    expect(again.locator("#saved")).to_contain_text("Đã lưu")
    editing(again, september[0])
    expect(again.locator("#id_results")).to_have_value(re.compile("^Viết khi mất mạng. "))


def test_without_a_script_the_text_is_edited_as_it_is_stored(living, opens, september):
    page = opens(living, "vhxh-coordinator", java_script_enabled=False)
    page.goto(f"/reports/ward/{september[0]}/edit/")
    expect(page.locator("#id_leadership")).to_be_visible()
    page.locator("#id_leadership").fill(f"Ban hành 02 văn bản, cấp {REFERENCE}.")
    page.get_by_role("button", name="Lưu nội dung").click()
    expect(page.locator(".document-section").first).to_contain_text("Ban hành 02 văn bản, cấp")


def test_the_rules_of_a_draft_are_chosen_and_filled_in_with_a_preview(coordinator, september):
    faults: list[str] = []
    coordinator.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    coordinator.goto(f"/report-kinds/{september[1]}/templates/rules/")
    part = coordinator.get_by_role("group", name="Khó khăn, vướng mắc")
    expect(part.locator(".ProseMirror").first).to_be_visible()
    count = part.locator("[data-rule]").count()
    part.get_by_role("button", name="Thêm quy tắc").click()
    rule = part.locator("[data-rule]").nth(count)
    rule.locator("select").first.select_option(label="Khi có")
    rule.locator("select").nth(1).select_option("chỉ tiêu xanh")
    rule.locator(".ProseMirror").click()
    coordinator.keyboard.type("Kỳ này là /ky")
    coordinator.keyboard.press("Enter")
    expect(coordinator.locator("#preview")).to_contain_text("Kỳ này là tháng")
    stored = coordinator.locator(f"[name=difficulties-{count}-text]")
    assert stored.input_value() == "Kỳ này là [kỳ]"
    alternatives_are_chips(coordinator, rule, stored)
    assert faults == []


def alternatives_are_chips(page: Page, rule: Locator, stored: Locator) -> None:
    """They are put in from the list, typed as they are stored, and go as a whole."""
    page.keyboard.type(", /khi co chi tieu do")
    page.keyboard.press("Enter")
    page.keyboard.type("có # chỉ tiêu")
    expect(stored).to_have_value("Kỳ này là [kỳ], [chỉ tiêu đỏ|có # chỉ tiêu|]")
    expect(rule.locator(".chip-choice")).to_have_text(["khi có chỉ tiêu đỏ:", "số lượng", "khi không:", "hết"])
    page.keyboard.press("End")
    page.keyboard.press("Backspace")
    expect(stored).to_have_value("Kỳ này là [kỳ], có  chỉ tiêu")
    page.keyboard.type(" [chỉ tiêu xanh|đủ|thiếu]")
    expect(rule.locator(".chip-choice")).to_have_text(["khi có chỉ tiêu xanh:", "khi không:", "hết"])
    expect(stored).to_have_value("Kỳ này là [kỳ], có  chỉ tiêu [chỉ tiêu xanh|đủ|thiếu]")


def test_an_adjusted_figure_turns_its_sentence_red_until_somebody_looks(coordinator, september):
    coordinator.goto(f"/reports/ward/{september[0]}/figures/9/adjust/")
    coordinator.locator("#id_value").fill("1.234")
    coordinator.locator("#id_reason").fill("Theo báo cáo tỉnh")
    coordinator.get_by_role("button", name="Điều chỉnh số liệu").click()
    expect(coordinator.locator("main")).to_contain_text("Số điều chỉnh")
    coordinator.goto(f"/reports/ward/{september[0]}/")
    red = coordinator.locator("mark.sentence-red")
    expect(red).not_to_have_count(0)
    while red.count():  # the figure's own sentence, and those that count what is on time
        assert coordinator.get_by_role("button", name="Trình ký").count() == 0
        coordinator.get_by_role("button", name="Đã xem lại").first.click()
        expect(coordinator.locator("#messages .notice").first).to_be_visible()
    expect(coordinator.get_by_role("button", name="Trình ký")).to_be_visible()


def test_templates_show_what_they_give_while_one_types(coordinator, september):
    coordinator.goto(f"/report-kinds/{september[1]}/templates/")
    coordinator.locator("#id_results").fill("Kỳ này là [kỳ].")
    expect(coordinator.locator("#preview")).to_contain_text("Kỳ này là tháng")
    coordinator.locator("#id_results").fill("[lạ]")
    expect(coordinator.locator("#preview")).to_contain_text("lạ")


# Not dark on a phone: axe takes the closed menus for text on the white paper of the document below them.
@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "light"), (DESK, "light"), (DESK, "dark")])
def test_the_pages_have_nothing_serious(living, opens, september, viewport, scheme):
    page = opens(living, "vhxh-coordinator", bypass_csp=True, color_scheme=scheme, viewport=viewport)
    report, kind = september
    faults = []
    for address in (
        f"/reports/ward/{report}/",
        f"/reports/ward/{report}/edit/",
        f"/reports/ward/{report}/draft/",
        f"/reports/ward/{report}/figures/",
        f"/reports/ward/{report}/figures/9/",
        f"/reports/ward/{report}/figures/9/adjust/",
        f"/reports/ward/{report}/compare/",
        f"/report-kinds/{kind}/templates/",
        f"/report-kinds/{kind}/templates/rules/",
    ):
        page.goto(address)
        faults += [f"{address}: {what}" for what in faults_of(page)]
    assert faults == []
