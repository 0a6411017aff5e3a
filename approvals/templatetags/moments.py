"""The one form of a time on a page: in words near now, in figures otherwise, each with the other a tap away."""

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.clock import ZONE, deadline, now

register = template.Library()


register.filter("deadline", deadline)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """`<time>` for an aware instant, shown in Asia/Ho_Chi_Minh: "hôm nay 16:42", else "05/11/2026 16:42"."""
    if value is None:
        return ""
    local = value.astimezone(ZONE)
    figures, days = f"{local:%d/%m/%Y %H:%M}", (now().astimezone(ZONE).date() - local.date()).days
    near = {0: _("today %(time)s"), 1: _("yesterday %(time)s"), -1: _("tomorrow %(time)s")}.get(days)
    shown, title = (near % {"time": f"{local:%H:%M}"}, figures) if near else (figures, _distance(days))
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(), title, shown)


def _distance(days: int) -> str:
    if days > 0:
        return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    return ngettext("in %(days)d day", "in %(days)d days", -days) % {"days": -days}
