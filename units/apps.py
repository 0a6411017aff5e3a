from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

ROOMS = (
    *("sign_in", "offices", "notices", "absences", "charges", "people", "tokens", "tree", "plans", "mappings"),
    "installation",
)


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = _("Units, people and plans")

    def ready(self) -> None:
        for room in ROOMS:
            import_module(f"units.{room}.registered")
        import_module("units.sign_in.own_secrets").watch()
