from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from .text import vietnamese


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = _("Decisions and records")

    def ready(self) -> None:
        vietnamese.register()
