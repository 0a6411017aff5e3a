"""What a page draws alike each time is drawn once: `translate`, `blocktranslate`, `static` and `url` of words, files or
pages that stand in the template itself, once in a language; and `{% part %}`, once for what it is given.

These tags stand in for Django's in every template. A page has a hundred of them, and they were a third of drawing one.
"""

from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context, Node
from django.template.base import FilterExpression, Parser, Token, TokenType
from django.template.defaulttags import URLNode, url
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode, do_block_translate, do_translate
from django.templatetags.static import StaticNode, do_static
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
Constant = TranslateNode | BlockTranslateNode | URLNode | StaticNode


class DrawnOnce(Node):
    """A node that depends on the language alone. `name` is the variable that takes what it draws, where it has one."""

    child_nodelists = ()

    def __init__(self, node: Constant, name: str | None) -> None:
        self.node, self.name = node, name
        self.drawn: dict[Any, Any] = {}

    def render(self, context: Context) -> Any:
        key = (get_language(), context.autoescape)
        if key not in self.drawn:
            with context.push():
                text = self.node.render(context)
                self.drawn[key] = context[self.name] if self.name else text
        if self.name is None:
            return self.drawn[key]
        context[self.name] = self.drawn[key]
        return ""


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    node = do_translate(parser, token)
    expression, meant = node.filter_expression, node.message_context
    constant = not expression.filters and expression.var.literal is not None
    return DrawnOnce(node, node.asvar) if constant and (meant is None or _is_written(meant)) else node


@register.tag("blocktranslate")
def block_translate(parser: Parser, token: Token) -> Node:
    node = do_block_translate(parser, token)
    words = [*node.singular, *(node.plural or [])]
    constant = not (node.extra_context or node.countervar or node.message_context)
    constant = constant and all(each.token_type == TokenType.TEXT for each in words)
    return DrawnOnce(node, node.asvar) if constant else node


@register.tag("static")
def static(parser: Parser, token: Token) -> Node:
    node = do_static(parser, token)
    return DrawnOnce(node, node.varname) if _is_written(node.path) else node


@register.tag("url")
def page_url(parser: Parser, token: Token) -> Node:
    node = url(parser, token)
    constant = not (node.args or node.kwargs) and _is_written(node.view_name) and ":" not in node.view_name.var
    return DrawnOnce(node, node.asvar) if constant else node


def _is_written(expression: FilterExpression) -> bool:
    """Whether it is a text that stands in the template."""
    return isinstance(expression.var, str) and not expression.filters


@register.simple_tag
def part(name: str, **given: Any) -> SafeString:
    """The template of this name as it is with these values, which are hashable and all that it sees."""
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(name, get_language(), tuple(given.items()))


@lru_cache(maxsize=512)
def _drawn(name: str, _language: str | None, given: tuple[tuple[str, Any], ...]) -> SafeString:
    return SafeString(get_template(name).render(dict(given)))
