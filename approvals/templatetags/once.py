"""`{% once %}`: what makes a form answer once (approvals/pages/once.py)."""

import secrets

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from approvals.pages.once import FIELD

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """A hidden field with a token of its own for each form that is shown."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, secrets.token_urlsafe(16))
