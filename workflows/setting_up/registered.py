"""Pages and help of setting a ward up."""

from django.utils.translation import gettext_lazy as _

from approvals.pages import menu, typed

menu.register(
    scope_pages={
        "set_up_ward": _("Setting up"),
        "unit_merge": _("Merge units"),
        "unit_split": _("Split a unit"),
        "unit_roll_up": _("One report for several units"),
        "people_paste": _("Paste a table of people"),
        "slips": _("Print slips to sign in with"),
    },
    person_pages={"slips": _("Print a slip to sign in with")},
    help_pages={
        "merging": ["unit_merge", "unit_split", "unit_roll_up"],
        "setting-up": [
            *("set_up_ward", "ward_add", "units_paste", "units_paste_rows"),
            *("people_paste", "people_paste_rows", "slips", "first_administrator"),
        ],
    },
)
typed.register(
    chosen=["person", "drop", "people", "heading", "goes_on", "heir", "assigned"],
    of_the_page=[r"[ls]\d+[ia]\d+", r"p\d+"],
)
