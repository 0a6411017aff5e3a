"""A session ends while somebody types: after sign-in the form is filled in again, without a script too."""

import pytest
from playwright.sync_api import Page, expect

from .looks import faults_of

pytestmark = pytest.mark.browser

WORDS = "Chỉ tiêu 4 thiếu mẫu số, xin kiểm tra lại."


def raising(page: Page) -> None:
    """The session ends while a difficulty is typed, and its form is sent."""
    page.goto("/difficulties/raise/")
    page.locator("textarea[name=text]").fill(WORDS)
    page.locator("select[name=kind]").select_option(index=1)
    page.context.clear_cookies(name="sessionid")
    page.locator(".primary-bar button[type=submit]").click()
    page.wait_for_url("**/account/login/**")
    assert WORDS not in page.content()


@pytest.mark.parametrize("script", [True, False])
def test_what_was_typed_is_filled_in_again(month, opens, script):
    page = opens(month, "ttdvc-drafter", java_script_enabled=script)
    raising(page)
    page.locator("button[value='ttdvc-drafter']").click()
    page.wait_for_url("**/difficulties/raise/")
    expect(page.locator("textarea[name=text]")).to_have_value(WORDS)
    expect(page.locator("select[name=kind]")).not_to_have_value("")
    expect(page.get_by_text("Phiên làm việc đã hết trước khi")).to_be_visible()
    if script:
        assert faults_of(page) == []


def test_whoever_signs_in_next_sees_nothing_of_it(month, opens):
    page = opens(month, "ttdvc-drafter")
    raising(page)
    page.locator("button[value='tcns-drafter']").click()
    page.wait_for_url("**/difficulties/raise/")
    expect(page.locator("textarea[name=text]")).to_have_value("")
    assert WORDS not in page.content()
