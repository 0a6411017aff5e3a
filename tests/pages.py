"""The forms of a page, as a browser would send them."""

from html.parser import HTMLParser
from urllib.parse import urljoin

CONTROLS = ("input", "textarea", "select", "button")
NOT_SENT = ("submit", "button", "file", "image")


class _Forms(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.page, self.forms, self.ids, self.open = page, [], {}, None
        self.text = self.select = None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.open = {"target": urljoin(self.page, given.get("action") or ""), "fields": {}, **given}
            self.forms.append(self.open)
            self.ids[given.get("id") or self.open["target"]] = self.open
        elif tag == "option" and self.select and "selected" in given:
            self.select[0][self.select[1]] = [given.get("value", "")]
        elif tag in CONTROLS:
            self._control(tag, given)

    def _control(self, tag, given):
        form = self.ids.get(given["form"]) if "form" in given else self.open
        name, kind = given.get("name"), given.get("type")
        if form is None or not name or kind in NOT_SENT or tag == "button" or "disabled" in given:
            return
        values = form["fields"].setdefault(name, [])
        if tag == "textarea":
            self.text = values
            values.append("")
        elif tag == "select":
            self.select = form["fields"], name
            values.append("")
        elif kind not in ("checkbox", "radio") or "checked" in given:
            values.append(given.get("value") or "")

    def handle_data(self, data):
        if self.text is not None:
            self.text[-1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.text is not None:
            self.text[-1] = self.text[-1].removeprefix("\n")
            self.text = None
        self.select = None if tag == "select" else self.select
        self.open = None if tag == "form" else self.open


def forms_of(response):
    """Every form: its `target`, its attributes, and its `fields` by name, each a list of values."""
    parser = _Forms(response.request["PATH_INFO"])
    parser.feed(response.content.decode())
    return parser.forms


def posted_to(response, target):
    """The fields that the page's form posts to this address."""
    return next(form["fields"] for form in forms_of(response) if form["target"] == target and form["method"] == "post")
