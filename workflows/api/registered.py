"""The help of the page of the API."""

from django.utils.translation import gettext_lazy as _

from approvals.pages import menu

menu.register(help_pages={"tokens": ["api_page"]}, token_pages={"api_page": _("What programs can do here (API)")})
