"""A page's own form, filled in with what was typed into it before: the HTML is copied, nothing else in it changes."""

from collections import defaultdict
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from approvals.pages.once import FIELD, NOT_CONTENT
from approvals.pages.typed import Fields

Attrs = list[tuple[str, str | None]]

SENDS_TO = ("action", "hx-post", "data-autosave")
TICKED = ("checkbox", "radio")
NEVER = ("password", "file", "submit", "button", "image", "reset")


class Filler(HTMLParser):
    """Copies a page of this address; the fields of the form that posts to `target` get the values of `fields`.

    `placed` are the names that have a field there.
    """

    def __init__(self, page: str, target: str, fields: Fields) -> None:
        super().__init__(convert_charrefs=False)
        self.page, self.target, self.out = page, target, [""]
        self.values: dict[str, list[str]] = defaultdict(list)
        for name, value in fields:
            self.values[name].append(value)
        self.left = {name: list(values) for name, values in self.values.items()}
        self.placed: set[str] = set()
        self.within, self.form_id, self.select = False, "", ""
        self.text: str | None = None  # that of the textarea which is open

    def filled(self, html: str) -> str:
        self.feed(html)
        self.close()
        return "".join(self.out)

    def handle_starttag(self, tag: str, attrs: Attrs) -> None:
        given = dict(attrs)
        if tag == "form":
            self.within = self._is_sought(given)
            self.form_id = given.get("id") or "" if self.within else self.form_id
        self.out.append(self._start(tag, attrs, given))

    def handle_startendtag(self, tag: str, attrs: Attrs) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text is not None:
            self.out.append("\n" + escape(self.text))
            self.text = None
        self.within = self.within and tag != "form"
        self.select = "" if tag == "select" else self.select
        self.out.append(f"</{tag}>")

    def _start(self, tag: str, attrs: Attrs, given: dict[str, str | None]) -> str:
        """The tag as it stands, or with its value."""
        whole, name = self.get_starttag_text() or "", given.get("name") or ""
        if tag == "option" and self.select:
            return _tag(tag, attrs, selected=(given.get("value") or "") in self.values[self.select])
        if not self._is_ours(given) or name in (FIELD, NOT_CONTENT) or "disabled" in given:
            return whole
        if tag == "input" and given.get("type") in TICKED:
            self.placed.add(name)
            return _tag(tag, attrs, checked=(given.get("value") or "on") in self.values[name])
        if tag not in ("input", "textarea", "select") or given.get("type") in NEVER or not self.left.get(name):
            return whole
        self.placed.add(name)
        if tag == "select":
            self.select = name
            return whole
        value = self.left[name].pop(0)
        if tag == "textarea":
            self.text = value
            return whole
        return _tag(tag, [pair for pair in attrs if pair[0] != "value"] + [("value", value)])

    def _is_ours(self, given: dict[str, str | None]) -> bool:
        return self.within or bool(self.form_id and given.get("form") == self.form_id)

    def _is_sought(self, given: dict[str, str | None]) -> bool:
        posts = (given.get("method") or "").lower() == "post" or "hx-post" in given
        goals = [given[name] for name in SENDS_TO if given.get(name)] + ([] if given.get("action") else [self.page])
        return posts and any(urlsplit(urljoin(self.page, goal)).path == self.target for goal in goals)

    def _copy(self, text: str) -> None:
        if self.text is None:
            self.out.append(text)

    def handle_data(self, data: str) -> None:
        self._copy(data)

    def handle_entityref(self, name: str) -> None:
        self._copy(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._copy(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._copy(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._copy(f"<!{decl}>")


def _tag(name: str, attrs: Attrs, **flags: bool) -> str:
    kept = [(key, value) for key, value in attrs if key not in flags] + [(key, None) for key in flags if flags[key]]
    return f"<{' '.join([name, *(key if value is None else _attribute(key, value) for key, value in kept)])}>"


def _attribute(key: str, value: str) -> str:
    return f'{key}="{escape(value)}"'
