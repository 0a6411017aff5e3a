"""Menu entries and help of the pages that list reports, and what waits for somebody who will be away."""

from django.utils.translation import gettext_lazy as _

from approvals.pages import menu
from approvals.pages.menu import Entry
from units.absences.moving import WAITING, WaitingWork

from .absences import difficulties_moving, unit_reports_moving, ward_reports_moving, ward_reports_staying

menu.register(
    entries=[
        Entry("desk", _("My work"), "v", 10),
        Entry("reports", _("Reports"), "b", 30),
        Entry("cases", _("Cases"), "o", 37),
    ],
    help_pages={
        "desk": ["desk"],
        "reports": ["reports"],
        "cases": ["cases", "case_slip", "case_times", "case_discussion", "case_links"],
    },
)
WAITING.add(
    {
        "unit_reports": WaitingWork(_("Unit reports"), unit_reports_moving),
        "ward_reports": WaitingWork(_("Ward reports"), ward_reports_moving),
        "difficulties": WaitingWork(_("Difficulties"), difficulties_moving),
        "to_sign": WaitingWork(_("Reports sent to be signed under this name"), ward_reports_staying, moves=False),
    }
)
