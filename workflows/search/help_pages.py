"""Pages of help by their words."""

import html
import re
from collections.abc import Iterator
from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from approvals.pages.menu import HELP
from approvals.search.registry import FoundText
from approvals.text.vietnamese import folded

TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
TAGS = re.compile(r"<[^>]+>")


def help_pages(words: list[str]) -> Iterator[FoundText]:
    """Those that hold all the folded words, in the reader's language."""
    for name, title, text, plain in _texts(get_language() or ""):
        if all(word in plain for word in words):
            yield FoundText(title, reverse("help", args=[name]), text=text)


@cache
def _texts(_language: str) -> list[tuple[str, str, str, str]]:
    """Name, title, text and folded text of each page, in the present language: rendered once in a process."""
    pages = []
    for name in dict.fromkeys(HELP.values()):
        page = render_to_string(f"help/{name}.html", {"back": "/"})
        found = MAIN.search(page)
        shown = html.unescape(found[0] if found else page)
        title = TITLE.search(shown)
        text = " ".join(TAGS.sub(" ", shown).split())
        pages.append((name, TAGS.sub("", title[1]).strip() if title else name, text, folded(text)))
    return pages
