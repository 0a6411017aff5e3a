"""The page on which the clock is played ahead."""

from django.utils.translation import pgettext_lazy

from approvals.pages import menu, typed

menu.register(
    scope_pages={"clock_rehearsal": pgettext_lazy("clock", "Rehearsal")},
    help_pages={"rehearsal": ["clock_rehearsal"]},
)
typed.register(chosen=["first", "last"])
