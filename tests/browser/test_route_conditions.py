"""A route that depends on an amount, in a real browser: from 500 triệu on the head signs, below that the deputy."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import PHONE, Opens
from .looks import faults_of
from .system import System

pytestmark = pytest.mark.browser

WITH_HEAD = (
    "from tests.workflows import arrange",
    "from units.models import Unit",
    "from workflows.demo.cast import gather",
    "arrange.head_of_the_board(gather(Unit.objects.get(code='MINHXUAN', ward=None)))",
)
HEAD, DEPUTY = "Chủ tịch", "Lãnh đạo UBND"


@pytest.fixture(scope="module")
def ward(living: System) -> System:
    """Its head is there too."""
    living.run(*WITH_HEAD)
    return living


@pytest.fixture
def admin(ward: System, opens: Opens) -> Page:
    return opens(ward, "minhxuan-admin")


def open_routes(page: Page) -> None:
    page.goto("/units/")
    page.goto(page.locator("a[href$='/routes/']").first.get_attribute("href"))


def section(page: Page) -> Locator:
    return page.locator("section.section", has=page.get_by_role("heading", name="Tờ trình", exact=True))


def edit(page: Page, title: str) -> None:
    card = section(page).locator("li.panel", has=page.get_by_role("heading", name=title))
    card.get_by_role("link", name="Sửa").click()


def save(page: Page) -> None:
    page.locator("button.btn-primary[type=submit]").last.click()


def test_from_an_amount_on_the_head_signs(ward, admin, opens):
    open_routes(admin)
    section(admin).get_by_role("link", name="Thêm bước").click()
    admin.locator("#id_title").fill(HEAD)
    admin.locator("#id_unit").select_option(label="Phường Minh Xuân")
    expect(admin.locator("#id_of_amount")).to_be_hidden()
    expect(admin.locator("#id_condition_2")).to_be_hidden()
    save(admin)
    section(admin).get_by_role("button", name=re.compile(f"Lên trước ?: {HEAD}")).click()
    edit(admin, DEPUTY)
    admin.locator("#id_otherwise").check()
    save(admin)
    edit(admin, HEAD)
    admin.locator("#id_condition").select_option("amount")
    expect(admin.locator("#id_of_amount")).to_be_visible()
    expect(admin.locator("#id_of_drafted_by")).to_be_hidden()
    expect(admin.locator("#id_condition_2")).to_be_visible()
    expect(admin.locator("#id_any_of")).to_be_hidden()
    admin.locator("#id_of_amount").fill("500.000.000")
    assert faults_of(admin) == []
    save(admin)
    expect(section(admin)).to_contain_text("Khi: kinh phí từ 500.000.000 đồng")
    drafter = opens(ward, "ca-drafter")
    drafter.goto("/submissions/new/")
    drafter.get_by_label("Tờ trình").check()
    drafter.locator("#id_abstract").fill("Về việc phê duyệt kinh phí")
    drafter.locator("#id_body").fill("Kính đề nghị xem xét, phê duyệt")
    drafter.locator("#id_amount").fill("500.000.000")
    drafter.locator("#id_no_secrets").check()
    save(drafter)
    head = opens(ward, "ca-unit_head")
    head.goto(drafter.url)
    head.locator("main").get_by_role("link", name="Trình ký").first.click()
    save(head)
    expect(head.locator("ol.steps li").last).to_contain_text(HEAD)


def test_the_form_of_a_step_fits_a_phone(ward, opens):
    page = opens(ward, "minhxuan-admin", viewport=PHONE)
    open_routes(page)
    edit(page, DEPUTY)
    page.locator("#id_condition").select_option("amount")
    page.locator("#id_condition_2").select_option("drafted_by")
    expect(page.locator("#id_of_drafted_by_2")).to_be_visible()
    expect(page.locator("#id_any_of")).to_be_visible()
    assert faults_of(page) == []
