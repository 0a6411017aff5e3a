from importlib import import_module

from django.apps import AppConfig


class CaseTypeConfig(AppConfig):
    name = "tests.casetype"
    label = "casetype"

    def ready(self) -> None:
        import_module("tests.casetype.registered")
