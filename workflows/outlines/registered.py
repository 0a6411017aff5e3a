"""Trail words and pages of outlines."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action
from workflows.pure.recorded import days_in_words, rows_in_words
from workflows.routes.when import conditions

from .conditions import CONDITIONS

words.register(
    actions={
        "add_section": Action(_("Add a section"), _("%(actor)s added a section to %(subject)s")),
        "change_section": Action(_("Change a section"), _("%(actor)s changed a section of %(subject)s")),
        "remove_section": Action(_("Remove a section"), _("%(actor)s removed a section from %(subject)s")),
        "move_section": Action(pgettext_lazy("trail", "Move a section"), _("%(actor)s moved a section of %(subject)s")),
        "switch_section": Action(
            _("Leave out or take up a section"), _("%(actor)s left a section out of %(subject)s, or took it up again")
        ),
        "choose_indicators": Action(
            _("Choose indicators"), _("%(actor)s chose the indicators for which %(subject)s asks")
        ),
        "import_outline": Action(_("Import an outline"), _("%(actor)s imported %(subject)s from a file")),
        "add_field": Action(_("Add a field"), _("%(actor)s added a field to %(subject)s")),
        "change_field": Action(_("Change a field"), _("%(actor)s changed a field of %(subject)s")),
        "move_field": Action(pgettext_lazy("trail", "Move a field"), _("%(actor)s moved a field of %(subject)s")),
        "remove_field": Action(_("Remove a field"), _("%(actor)s removed a field from %(subject)s")),
    },
    fields={
        "day": pgettext_lazy("field", "Date"),
        "choice": _("choice"),
        "words": pgettext_lazy("field", "Text"),
        "yes": _("yes or no"),
        "rows": _("rows"),
    },
    writings={"day": days_in_words, "rows": rows_in_words},
    entries={r"F(?P<number>\d+)": _("Field %(number)s")},
)
menu.register(
    help_pages={
        "outline": [
            *("outline", "section_add", "section_change", "field_add", "field_change", "outline_import"),
            "indicators_choose",
        ]
    }
)
conditions.register(CONDITIONS)
typed.register(
    chosen=["type", "shown", "summing", "stock", "required", "up", "left_out", "numbers"],
    of_the_page=[".*_choice", ".*_yes", "column_type_.*"],
)
