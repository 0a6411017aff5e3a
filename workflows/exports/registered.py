"""The help of the page of exports."""

from approvals.pages import menu, typed

menu.register(help_pages={"exports": ["exports"]})
typed.register(chosen=["year", "ward", "kind"])
