"""Pages and links of provinces."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.models import Arrival
from approvals.pages import menu, typed
from approvals.receiving import beside
from approvals.receiving.actions import ON_ARRIVAL
from approvals.receiving.beside import Link
from units import grants
from workflows.cases import mails
from workflows.cases.desks import SOURCES
from workflows.unit_reports.deliveries.figures import file_in

from .desk import lines_of
from .telling import EVENT, readers, tell_arrived


def of_scope(scope: int, person: Any, has_wards: bool) -> list[Link]:
    """What the person does for the scope from its desk. No query within `grants.read_once`."""
    rights = grants.rights_of(person)
    links: list[Link] = []
    if scope in rights["administer"]:
        links.append((_("Sign up a ward"), reverse("ward_sign_up", args=[scope])))
        links.append((_("Sign up wards from a workbook"), reverse("wards_table", args=[scope])))
    if has_wards and scope in rights["review_reports"]:
        links.append((_("Ask for a report"), reverse("ask_for_report", args=[scope])))
    if has_wards and scope in rights["view_reports"]:
        links.append((_("Compare one indicator over all wards"), reverse("province_compare", args=[scope])))
    return links


def of_arrival(arrival: Arrival) -> list[Link]:
    """Its figures, where it brought some."""
    return [(_("Figures and makings"), reverse("arrival_figures", args=[arrival.pk]))] if file_in(arrival) else []


SOURCES.add({"arrival": lines_of})
ON_ARRIVAL.add({"provinces": tell_arrived})
mails.SUBJECTS.add({EVENT: _("A document has arrived: %(report)s")})
mails.NAMED_BY_ROW.add({EVENT: readers})
beside.OF_SCOPE.add({"provinces": of_scope})
beside.OF_ARRIVAL.add({"provinces": of_arrival})
menu.register(
    help_pages={
        "provinces": [
            *("ward_sign_up", "wards_table", "wards_table_rows", "province_compare", "arrival_figures"),
        ]
    }
)
typed.register(chosen=["here"])
