"""Widgets written without a template each: a report of sixty entries has four hundred of them on its page."""

from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class LineInput(forms.TextInput):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: BaseRenderer | None = None) -> SafeString:
        return _input(self.get_context(name, value, attrs)["widget"])


class Kept(forms.HiddenInput):
    """What the page first showed."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: BaseRenderer | None = None) -> SafeString:
        return _input(self.get_context(name, value, attrs)["widget"])


class ProseInput(forms.Textarea):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: BaseRenderer | None = None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        html = '<textarea name="{}"{}>\n{}</textarea>'
        return format_html(html, name, flatatt(widget["attrs"]), widget["value"] or "")


class Choice(forms.Select):
    """One of a flat list."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: BaseRenderer | None = None) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        options = [group[1][0] for group in widget["optgroups"]]
        rows = ((each["value"], flatatt(each["attrs"]), each["label"]) for each in options)
        inner = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        return format_html('<select name="{}"{}>{}</select>', name, flatatt(widget["attrs"]), inner)


def _input(widget: dict[str, Any]) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, flatatt(widget["attrs"])
    )
