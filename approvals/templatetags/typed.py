"""`{% typed as texts %}`: what was typed into the form that a page refuses (approvals/pages/typed.py)."""

from typing import Any

from django import template

from approvals.pages.typed import fields_of, texts_of

register = template.Library()


@register.simple_tag(takes_context=True)
def typed(context: dict[str, Any]) -> list[str]:
    """None where the page answers no form."""
    request = context.get("request")
    return texts_of(fields_of(request.POST)) if request and request.method == "POST" else []
