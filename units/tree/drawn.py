"""The tree of units, drawn by one function: as nodes of a template 200 units took two thirds of their page."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from approvals.addresses import address_of
from units.models import Membership

from .nodes import Node


def tree(nodes: Iterable[Node]) -> SafeString:
    """`<li>` of each unit, with the offices held in it and the units below."""
    empty = escape(_("Nobody holds an office here: nobody can report for this unit."))
    return SafeString("".join(_unit(node, empty) for node in nodes))


def _unit(node: Node, empty: str) -> str:
    unit = node.unit
    name = f'<a href="{address_of("unit", unit.pk)}"><strong>{escape(unit.name)}</strong></a>'
    duty = f' <span class="muted">{escape(unit.duty)}</span>' if unit.duty else ""
    below = f"<ul>{''.join(_unit(child, empty) for child in node.children)}</ul>" if node.children else ""
    return f"<li>{name}{duty}{_members(node, empty)}{below}</li>\n"


def _members(node: Node, empty: str) -> str:
    if node.members:
        return f"<ul>{''.join(map(_member, node.members))}</ul>"
    return f'<p class="callout callout-warn">{empty}</p>' if node.unit.reports else ""


def _member(membership: Membership) -> str:
    name = f'<a href="{address_of("person", membership.person_id)}">{escape(membership.person)}</a>'
    return f'<li>{name}, {escape(membership.office_label)} <span class="muted">{escape(membership.term)}</span></li>'
