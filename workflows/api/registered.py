"""The help of the page of the API."""

from approvals.pages import menu

menu.register(help_pages={"tokens": ["api_page"]})
