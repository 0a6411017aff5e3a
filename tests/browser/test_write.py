"""The page on which a unit's report is written, as hands meet it: keys, pasted columns, a phone's keypad."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import DESK, PHONE
from .looks import faults_of
from .system import System
from .test_desk import SAVED

pytestmark = pytest.mark.browser

TABLET = {"width": 768, "height": 1024}
FIGURE = "#indicators td > .typed-values > .typed-value > input[inputmode=decimal]:not([data-month])"
PASTES = """([field, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}"""


def written(month: System, unit: str, code: str = "2026-12") -> str:
    """The address at which the unit writes that month's report."""
    asked = f"print(UnitReport.objects.get(period__code='{code}', unit__code='{unit}').pk)"
    return f"/reports/unit/{month.run('from workflows.models import UnitReport', asked)}/write/"


def paste(page: Page, text: str) -> None:
    field = page.locator(FIGURE).first
    field.focus()
    page.evaluate(PASTES, [field.element_handle(), text])


@pytest.mark.parametrize("size", [PHONE, TABLET, DESK], ids=["phone", "tablet", "desk"])
def test_the_first_field_stands_in_the_first_screen(month, opens, size):
    page = opens(month, "tcns-drafter", viewport=size)
    page.goto(written(month, "TCNS"))
    field, bar = page.locator(FIGURE).first.bounding_box(), page.locator(".primary-bar").bounding_box()
    assert field["y"] + field["height"] <= bar["y"]
    assert faults_of(page) == []


def test_tab_walks_values_alone_and_f2_reaches_the_rest(month, opens):
    page = opens(month, "tcns-drafter")
    page.goto(written(month, "TCNS"))
    fields = page.locator(FIGURE)
    fields.first.focus()
    for place in range(1, fields.count()):
        page.keyboard.press("Tab")
        expect(fields.nth(place)).to_be_focused()
    page.keyboard.press("F2")
    expect(page.locator("#indicators tr").last.locator("a.more")).to_be_focused()


def test_a_column_from_excel_is_shown_before_it_is_taken(month, opens):
    page = opens(month, "mttq-drafter")
    page.goto(written(month, "MTTQ"))
    fields = page.locator(FIGURE)
    before = fields.first.input_value()
    paste(page, "12\n345")
    expect(page.locator("#paste")).to_be_visible()
    expect(page.locator("#paste tbody tr")).to_have_count(2)
    assert faults_of(page) == []
    page.get_by_role("button", name="Bỏ, không điền").click()
    expect(fields.first).to_have_value(before)
    paste(page, "12\n345\n")
    page.get_by_role("button", name="Điền vào 2 ô").click()
    expect(fields.first).to_have_value("12")
    assert "12345" not in [fields.nth(place).input_value() for place in range(fields.count())]
    expect(page.locator("#saved")).to_have_text(SAVED)


def test_the_decimal_key_of_a_keypad_is_read_and_shown(month, opens):
    page = opens(month, "mttq-drafter", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(written(month, "MTTQ"))
    field = page.locator("#indicators input[name$=_value]").first
    field.fill("")
    field.press_sequentially("12.5")
    expect(page.locator("#indicators .read-as").first).to_contain_text("12,5")
    field.blur()
    expect(field).to_have_value("12,5")
    field.fill("")
    field.press_sequentially("1.250")
    page.get_by_role("button", name="Ý là 1,25").click()
    expect(field).to_have_value("1,25")
    expect(page.locator("#saved")).to_have_text(SAVED)


def test_the_panel_covers_no_field(month, opens):
    page = opens(month, "mttq-drafter")
    page.goto(written(month, "MTTQ"))
    page.locator("#indicators a.more").first.click()
    expect(page.locator("#panel h2")).to_be_focused()
    panel = page.locator("#panel").bounding_box()
    for field in page.locator(FIGURE).all():
        box = field.bounding_box()
        assert box["x"] + box["width"] <= panel["x"] or box["y"] >= panel["y"] + panel["height"]
