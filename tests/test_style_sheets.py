"""The sheets hold what pages use, and a page links the sheets that it uses (docs/decisions/0030)."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

SHEETS = settings.BASE_DIR / "static" / "css"
TEMPLATES = settings.BASE_DIR / "templates"
PRINTED = ("sheet.css", "document.css")  # of documents: Python names them
NAMES = [str(path.relative_to(SHEETS)) for path in sorted(SHEETS.rglob("*.css"))]
OF_PAGES = [name for name in NAMES if "/" not in name and name not in (*PRINTED, "base.css")]

COMMENT = re.compile(r"/\*.*?\*/|\{#.*?#\}", re.DOTALL)
ADDRESS = re.compile(r'url\("data:[^"]*"\)')
IMPORT = re.compile(r'@import url\("([^"]+)"\)')
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
NOT = re.compile(r":not\([^)]*\)")
CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
USED_BY = re.compile(r"""{% (?:include|extends) ["']([^"']+)""")
OF_DJANGO = {"errorlist"}  # its lists of a field's errors


@cache
def sheet(name: str) -> str:
    return ADDRESS.sub("", COMMENT.sub("", (SHEETS / name).read_text()))


def classes(css: str) -> set[str]:
    """The classes that its selectors ask for."""
    return {name for selector in re.findall(r"([^{};]+)\{", css) for name in CLASS.findall(NOT.sub("", selector))}


@cache
def templates() -> dict[str, str]:
    return {str(path.relative_to(TEMPLATES)): COMMENT.sub("", path.read_text()) for path in TEMPLATES.rglob("*.html")}


def shown(template: str) -> set[str]:
    """What stands in its class attributes, as far as the template says it."""
    return {word for value in re.findall(r'class="([^"]*)"', template) for word in re.findall(r"[\w-]+", value)}


@cache
def sources(folder: str, pattern: str) -> str:
    return "\n".join(path.read_text() for path in (settings.BASE_DIR / folder).rglob(pattern))


@cache
def named() -> set[str]:
    """What may be a class: in templates what stands in such attributes, in scripts and Python each word of a string."""
    code = sources("static/js", "*.js") + "".join(sources(app, "*.py") for app in ("approvals", "units", "workflows"))
    strings = re.findall(r"[\"'`]([\w -]+)[\"'`]", code) + re.findall(r'class="([^"]+)"', code)
    return shown("\n".join(templates().values())) | {word for string in strings for word in string.split()}


def is_named(name: str) -> bool:
    """Whether something names the class: whole, or put together, as `state-{{ … }}` is from what Python says."""
    begun, _, value = name.partition("-")
    together = f" {begun}-{{" in "".join(templates().values()) and value in named()
    return name in named() or together or name in OF_DJANGO


def with_parts(name: str) -> set[str]:
    """A template with those it extends and includes, as far as they are named."""
    found, waiting = {name}, [name]
    while waiting:
        new = set(USED_BY.findall(templates().get(waiting.pop(), ""))) - found
        found |= new
        waiting += new
    return found & templates().keys()


def pages() -> list[str]:
    """The templates that end in the frame of pages, without parts."""
    whole = (name for name in templates() if not Path(name).name.startswith("_") and name != "base.html")
    return sorted(name for name in whole if "base.html" in with_parts(name))


@pytest.mark.parametrize("name", NAMES)
def test_each_sheet_is_linked_imported_or_printed(name):
    linked = f"{{% static 'css/{name}' %}}" in "".join(templates().values())
    printed = f'"css/{name}"' in sources("workflows", "*.py")
    assert linked or printed or name in IMPORT.findall((SHEETS / "base.css").read_text())


@pytest.mark.parametrize("name", [name for name in NAMES if name not in PRINTED])
def test_no_sheet_holds_a_class_that_nothing_names(name):
    assert [each for each in sorted(classes(sheet(name))) if not is_named(each)] == []


@pytest.mark.parametrize("name", OF_PAGES)
def test_a_page_that_shows_what_a_sheet_of_few_pages_styles_links_it(name):
    others = set[str]().union(*(classes(sheet(other)) for other in NAMES if other not in (name, *PRINTED)))
    own = classes(sheet(name)) - others
    bare = []
    for page in pages():
        parts = [templates()[part] for part in with_parts(page)]
        if own & shown("\n".join(parts)) and f"css/{name}" not in "".join(parts):
            bare.append(page)
    assert bare == []


def declarations(body: str) -> list[str]:
    return [re.sub(r"\s+", " ", each).replace(": ", ":").strip() for each in body.split(";") if each.strip()]


def rules(css: str) -> set[tuple[str, str]]:
    """Each selector with what it declares, in order."""
    css = COMMENT.sub("", css)
    return {
        (selector.strip(), ";".join(declarations(body)))
        for selectors, body in RULE.findall(css)
        for selector in re.split(r",(?![^(]*\))", selectors)
    }


@pytest.fixture(scope="module")
def bootstrap() -> str:
    return Path(str(finders.find("js-lib-bootstrap5/css/bootstrap.css"))).read_text()


def test_what_is_taken_from_bootstrap_is_what_the_installed_one_says(bootstrap):
    assert rules(sheet("base/bootstrap.css")) - rules(bootstrap) == set()


def test_each_class_of_bootstrap_that_a_template_names_has_its_rules(bootstrap):
    known = set[str]().union(*(classes(sheet(name)) for name in NAMES))
    used = shown("\n".join(re.sub(r"{%.*?%}|{{.*?}}", " ", text) for text in templates().values()))
    assert (used & classes(COMMENT.sub("", bootstrap))) - known == set()
