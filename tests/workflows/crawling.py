"""Every page that a person can reach by links, with the forms that stand on it: what tests of all forms go through."""

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse

EACH = 2  # pages of one kind that are read
SKIPPED = ("/static/", "/account/logout/", "/i18n/")


@dataclass
class Form:
    """A form as a page shows it: where it goes, and its fields with what stands in them."""

    method: str
    address: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    @property
    def view(self) -> str:
        return view_of(self.address)

    @property
    def kind(self) -> tuple[str, str, frozenset[str]]:
        """What this form is one of many of: its view, and its fields without numbers."""
        names = {"".join("#" if sign.isdigit() else sign for sign in name) for name in self.fields}
        return self.method, self.view, frozenset(names)


class Page(HTMLParser):
    """The links and forms of a page. `data-autosave` is a form too: what scripts post while it is typed."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address, self.links, self.forms = address, list[str](), list[Form]()
        self.view = view_of(address)
        self._by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self._area, self._select = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "a":
            self.links.append(urljoin(self.address, given.get("href", "")))
        elif tag == "form":
            self._begin(given)
        elif tag in ("input", "button", "textarea", "select") and given.get("name"):
            self._take(tag, given)
        elif tag == "option" and self._select and (form := self._open):
            values = form.fields[self._select]
            if "selected" in given or not values:
                values[:] = [given.get("value", "")]

    def handle_data(self, text: str) -> None:
        if self._area and self._open:
            self._open.fields[self._area] = [text]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag in ("textarea", "select"):
            self._area = self._select = ""

    def _begin(self, given: dict[str, str]) -> None:
        address = urljoin(self.address, given.get("action") or self.address)
        method = given.get("method", "get").lower()
        self._open = Form(method, address)
        if method == "dialog":  # it is never sent
            return
        self.forms.append(self._open)
        self._by_id[given.get("id", "")] = self._open
        if "data-autosave" in given:
            self.forms.append(Form("post", urljoin(self.address, given["data-autosave"]), self._open.fields))

    def _take(self, tag: str, given: dict[str, str]) -> None:
        form = self._by_id.get(given["form"]) if "form" in given else self._open
        name = given["name"]
        if form is None or name == "csrfmiddlewaretoken":
            return
        ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given or name not in form.fields
        if ticked:
            form.fields[name] = [given.get("value", "")]
        self._area, self._select = name if tag == "textarea" else "", name if tag == "select" else ""


def view_of(address: str) -> str:
    """The name of the address's view; "" where it has none."""
    return _view_at(urlsplit(address).path)


@cache
def _view_at(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def pages(client: Client, known: set[str], posted: set[str], starts: Iterable[str]) -> Iterator[Page]:
    """The pages that are linked from these addresses and from each other: one of a `known` view, EACH of another.

    A view that answers 405 is read by nobody: `posted` keeps it, so that its other addresses are not asked for.
    """
    waiting, tried, read = list(starts), set[str](), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        view = view_of(address)
        enough = view in posted or read[view] >= (1 if view in known else EACH)
        if not view or enough or urlsplit(address).path.startswith(SKIPPED) or address in tried:
            continue
        tried.add(address)
        response = client.get(address, follow=True)
        read[view] += response.status_code == 200
        if response.status_code == 405 and not response.redirect_chain:
            posted.add(view)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            page = Page(address, response.content.decode())
            waiting += [link.partition("#")[0] for link in page.links if not urlsplit(link).netloc]
            yield page
    known |= {view for view in read if read[view]}


def addresses_of(rooms: tuple[str, ...], pks: Iterable[int]) -> list[str]:
    """The pages of these views that are about one thing alone, for each of the things."""
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith(rooms)}
    found = []
    for name, pk in itertools.product(sorted(names), pks):
        with suppress(NoReverseMatch):
            found.append(reverse(name, args=[pk]))
    return found
