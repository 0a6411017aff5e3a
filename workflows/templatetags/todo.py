"""The lines of a desk, drawn by one function: as nodes of a template they took a third of a coordinator's desk."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from approvals.clock import ZONE
from workflows.cases.desks import Task
from workflows.models.states import SignOff

register = template.Library()
WAITING = "waiting"


@register.filter
def task_lines(tasks: Iterable[Task], group: str) -> SafeString:
    """`<li>` of each; `group` is the id of the heading above them."""
    buttons: dict[Any, str] = {}
    return SafeString("".join(_line(task, group, buttons) for task in tasks))


def _line(task: Task, group: str, buttons: dict[Any, str]) -> str:
    name, url, ask = escape(task.name), escape(task.url), task.ask
    if ask not in buttons:
        buttons[ask] = escape(ask.button)
    return (
        f'<li><div><a class="todo-what" href="{url}">{name}</a> {_pressing(task)}'
        f'<span class="todo-asked">{escape(_asked(task, group))}</span>{_said(task)}</div>'
        f'<div class="todo-due">{_when(task)}</div>'
        f'<a class="btn btn-quiet" href="{url}">{buttons[ask]}'
        f'<span class="visually-hidden">: {name}</span></a></li>\n'
    )


def _pressing(task: Task) -> str:
    urgent = f'<span class="slack slack-late">{escape(task.report.urgency_words)}</span> ' if task.urgency else ""
    paused = f'<span class="slack slack-soon">{escape(_("The clock stands still"))}</span> ' if task.paused else ""
    return urgent + paused


def _asked(task: Task, group: str) -> str:
    """What is asked of the reader, or who has it."""
    held = _("%(holder)s has it") % {"holder": task.holder} if task.holder else ""
    if task.mine:
        asked = f"{task.ask.sentence}: {task.lacking}" if task.lacking else str(task.ask.sentence)
        return f"{asked} · {held}" if held and group == WAITING else asked
    if getattr(task.report, "stranded", False):
        return capfirst(task.holder)
    if held and getattr(task.report, "state", "") == SignOff.AWAITING_APPROVAL:
        return f"{_('Waiting at')}: {task.holder}"
    return held or _state(task.report)


def _said(task: Task) -> str:
    told = [f'<p class="reason">{escape(task.reason)}</p>'] if task.reason else []
    for words, text in ((_("The office asks:"), task.question), (_("The unit answered:"), task.answer)):
        if text:
            told.append(f'<p class="reason"><small class="muted">{escape(words)}</small> {escape(text)}</p>')
    return "".join(told)


def _when(task: Task) -> str:
    if task.due:
        before = escape(_("before %(day)s") % {"day": task.due.before})
        return f'<span>{before}</span> <span class="slack slack-{task.due.tone}">{escape(task.due.words)}</span>'
    state, since = _state(task.report), _("since %(time)s") % {"time": _minute(task.since)}
    return (f"<span>{escape(state)}</span> " if state else "") + f"<span>{escape(since)}</span>"


def _minute(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%d/%m/%Y %H:%M}"


def _state(report: Any) -> str:
    """Blank for what has no state."""
    return str(report.get_state_display()) if hasattr(report, "get_state_display") else ""
