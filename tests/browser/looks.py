"""What is wrong with the page that stands open, in words; nothing where all is well."""

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
SERIOUS = ("serious", "critical")


def faults_of(page: Page) -> list[str]:
    return axe_on(page) + overflow_of(page) + forms_without_token(page) + heads_of(page)


def axe_on(page: Page) -> list[str]:
    page.evaluate(AXE)
    violations = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
    return [
        f"{rule['id']}: {node['html'][:160]} {node['any'][0]['message'][:160] if node['any'] else ''}"
        for rule in violations
        if rule["impact"] in SERIOUS
        for node in rule["nodes"][:3]
    ]


def overflow_of(page: Page) -> list[str]:
    """The page itself never scrolls sideways; a wide table or picture does so in its own box."""
    root = "document.documentElement"
    wide = page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
    return [f"{wide} px wider than the window"] if wide > 0 else []


def forms_without_token(page: Page) -> list[str]:
    """Where `{% include … only %}` drops the token, the form shows none and is refused."""
    bare = page.locator("form[method=post]:not(:has([name=csrfmiddlewaretoken]))")
    return [f"no token: {form.evaluate('form => form.outerHTML')[:120]}" for form in bare.all()]


def heads_of(page: Page) -> list[str]:
    """One h1 beside that of a document shown in the page, and at most one primary action that can be seen."""
    found = []
    if (heads := page.locator("h1:not(.document h1)").count()) != 1:
        found.append(f"{heads} h1")
    if (primaries := page.locator("main .btn-primary:visible").count()) > 1:
        found.append(f"{primaries} primary buttons")
    return found
