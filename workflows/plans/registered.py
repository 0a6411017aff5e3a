"""Menu entries, help and choices of plans and of the forms of others."""

from django.utils.translation import gettext_lazy as _

from approvals.pages import menu, typed
from approvals.pages.menu import Entry

menu.register(
    entries=[
        Entry("plan", _("Plan"), "h", 50),
    ],
    help_pages={
        "plan": ["plan", "plan_differences"],
        "plan-import": ["plan_import", "plan_import_confirm"],
        "forms": ["external_forms", "external_form", "mapping_differences", "mapping_import", "mapping_import_confirm"],
    },
)
typed.register(chosen=["report"])
