"""What is done with offices."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "start_membership": Action(pgettext_lazy("trail", "Give an office"), _("%(actor)s gave %(subject)s an office")),
        "end_membership": Action(
            pgettext_lazy("trail", "End an office"), _("%(actor)s ended an office of %(subject)s")
        ),
        "set_authority": Action(
            _("Say under which authority somebody signs"), _("%(actor)s said under which authority %(subject)s signs")
        ),
        "delegate": Action(_("Delegate"), _("%(actor)s entered a delegation to %(subject)s")),
    },
    fields={
        "unit": _("unit"),
        "office": _("office"),
        "from": _("from"),
        "until": _("until"),
        "authority": _("authority"),
        "title": _("title"),
        "acts_for": _("acts for"),
        "through": _("deputises for"),
        "post": _("post in the organ"),
        "delegated_by": _("delegated by"),
        "document": _("written act"),
        "scope": _("only for"),
        "stands_in_for": _("stands in for"),
    },
    values={
        "office": {
            "drafter": _("Drafter"),
            "unit_head": _("Head of unit"),
            "coordinator": _("Coordinator"),
            "approver": _("Approver"),
            "clerk": _("Clerk"),
            "auditor": _("Auditor"),
            "admin": _("Administrator"),
        },
        "authority": {
            "head": _("Head"),
            "deputy": _("Deputy, signs for the head (KT.)"),
            "acting": _("Acting head (Q.)"),
            "by_order": _("By order of the head (TL.)"),
            "delegated": _("By delegation of the head (TUQ.)"),
        },
    },
)
menu.register(
    help_pages={
        "person": ["membership_start", "membership_authority", "membership_delegate"],
    },
)
typed.register(chosen=["to", "office", "unit", "authority", "kinds", "units"], of_the_page=["successor-.*"])
