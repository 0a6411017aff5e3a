"""A page used by keyboard alone."""

from playwright.sync_api import Locator, Page

FARTHEST = 250  # presses of Tab


def tab_to(page: Page, place: Locator) -> None:
    """Press Tab until the place has the focus. Fails where Tab never comes there, or where the focus cannot be seen."""
    place.wait_for()
    for _press in range(FARTHEST):
        if place.evaluate("element => element === document.activeElement"):
            assert place.evaluate("element => element.matches(':focus-visible')")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {place}")


def press(page: Page, place: Locator) -> None:
    tab_to(page, place)
    page.keyboard.press("Enter")
