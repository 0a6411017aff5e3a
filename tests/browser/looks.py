"""What is wrong with the page that stands open, in words; nothing where all is well."""

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
SERIOUS = ("serious", "critical")
# What these rules find is moderate at most: it would never be told.
NEVER_SERIOUS = (
    *("heading-order", "image-redundant-alt", "page-has-heading-one", "region", "skip-link", "empty-heading"),
    *(f"landmark-{each}-is-top-level" for each in ("banner", "complementary", "contentinfo", "main")),
    *(f"landmark-no-duplicate-{each}" for each in ("banner", "contentinfo", "main")),
    *("landmark-one-main", "landmark-unique"),
)
OPTIONS = {"resultTypes": ["violations"], "rules": {rule: {"enabled": False} for rule in NEVER_SERIOUS}}


def faults_of(page: Page) -> list[str]:
    return axe_on(page) + overflow_of(page) + forms_without_token(page) + heads_of(page)


def axe_on(page: Page) -> list[str]:
    if page.evaluate("window.axe === undefined"):  # at the next size of a page it is there, and compiled
        page.evaluate(AXE)
    violations = page.evaluate("options => axe.run(options).then(found => found.violations)", OPTIONS)
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
