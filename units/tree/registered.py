"""What is done with wards and units, and their pages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed
from approvals.pages.menu import Entry
from approvals.search import registry as search
from approvals.search.registry import Findable, FoundLine
from approvals.trail import words
from approvals.trail.words import Action
from units.models import Unit
from units.rules import visible_units

words.register(
    actions={
        "add_ward": Action(pgettext_lazy("trail", "Add a ward"), _("%(actor)s added the ward %(subject)s")),
        "add_unit": Action(pgettext_lazy("trail", "Add a unit"), _("%(actor)s added the unit %(subject)s")),
        "change_unit": Action(pgettext_lazy("trail", "Change a unit"), _("%(actor)s changed the unit %(subject)s")),
        "change_hours": Action(
            pgettext_lazy("trail", "Change the working hours"), _("%(actor)s changed the working hours of %(subject)s")
        ),
        "merge_unit": Action(
            pgettext_lazy("trail", "Merge a unit"), _("%(actor)s merged the unit %(subject)s into another")
        ),
        "split_unit": Action(pgettext_lazy("trail", "Split a unit"), _("%(actor)s split the unit %(subject)s")),
        "retire_unit": Action(pgettext_lazy("trail", "Retire a unit"), _("%(actor)s retired the unit %(subject)s")),
    },
    fields={
        "code": _("code"),
        "name": _("name"),
        "short_name": _("short name"),
        "kind": _("kind"),
        "duty": _("duty"),
        "reports": _("reports"),
        "order": _("order"),
        "retired_at": _("retired at"),
        "hours": _("working hours"),
        "merged_into": _("merged into"),
        "split_from": _("split from"),
        "split_into": _("split into"),
        "parent": _("belongs to"),
    },
    proper_names=["unit"],
)
search.register(
    Findable(
        name=_("Units"),
        place=60,
        model=Unit,
        visible=visible_units,
        line=lambda unit: FoundLine(
            title=unit.name,
            address=reverse("unit", args=[unit.pk]),
            scope=unit.root_id,
            words=f"{unit.code} {unit.short_name}",
        ),
    )
)
menu.register(
    entries=[
        Entry("units", _("Units"), "d", 60),
    ],
    scope_pages={"unit_hours": _("Working hours")},
    help_pages={
        "units": ["units", "unit"],
    },
)
# the code of a second factor is asked for below /account/ alone, where nothing is kept
typed.register(chosen=["kind", "reports", "parent"], not_secret=["code"])
