"""The page of a document's evidence."""

from approvals.pages import menu

menu.register(
    help_pages={
        "documents": ["evidence"],
    },
)
