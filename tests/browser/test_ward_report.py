"""The ward's report in the coordinator's browser: makings beside it, references in the text, sentences to look at."""

import pytest
from playwright.sync_api import Page, expect

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


def test_one_click_puts_a_reference_at_the_cursor(coordinator, september):
    coordinator.goto(f"/reports/ward/{september[0]}/edit/")
    text = coordinator.locator("#id_results")
    text.evaluate("field => { field.value = 'Cấp  tài khoản.'; field.focus(); field.setSelectionRange(4, 4); }")
    coordinator.locator("details", has_text="9. ").first.locator("summary").click()
    coordinator.locator(f"[data-insert='{REFERENCE}']").click()
    expect(text).to_have_value(f"Cấp {REFERENCE} tài khoản.")
    coordinator.get_by_role("button", name="Lưu nội dung").click()
    expect(coordinator.locator(".document-section a.figure-chip").first).to_be_visible()


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
        f"/report-kinds/{kind}/templates/",
    ):
        page.goto(address)
        faults += [f"{address}: {what}" for what in faults_of(page)]
    assert faults == []
