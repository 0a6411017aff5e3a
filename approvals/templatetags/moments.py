"""The one form of a time on a page: in words near now, in figures otherwise, each with the other a tap away."""

from datetime import datetime

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.clock import ZONE, deadline, today

register = template.Library()


register.filter("deadline", deadline)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """`<time>` for an aware instant, shown in Asia/Ho_Chi_Minh: "hôm nay 16:42", else "05/11/2026 16:42"."""
    if value is None:
        return ""
    local = value.astimezone(ZONE)
    figures, days = f"{local:%d/%m/%Y %H:%M}", (today() - local.date()).days
    near = _near(days)
    shown, title = (near % {"time": f"{local:%H:%M}"}, figures) if near else (figures, _distance(days))
    return SafeString(f'<time datetime="{local.isoformat()}" title="{escape(title)}">{escape(shown)}</time>')


def _near(days: int) -> str:
    """The words for so many days ago, blank where there are none."""
    if days == 0:
        return _("today %(time)s")
    return _("yesterday %(time)s") if days == 1 else _("tomorrow %(time)s") if days == -1 else ""


def _distance(days: int) -> str:
    if days > 0:
        return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    return ngettext("in %(days)d day", "in %(days)d days", -days) % {"days": -days}
