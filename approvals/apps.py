from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from . import connections
from .text import vietnamese

ROOMS = ("trail", "outbox", "register", "channels", "signing.keys", "evidence", "dossiers", "receiving")


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = _("Decisions and records")

    def ready(self) -> None:
        vietnamese.register()
        connections.register()
        for room in ROOMS:
            import_module(f"approvals.{room}.registered")
