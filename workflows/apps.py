from importlib import import_module

from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from workflows.documents.checks import documents_font

ROOMS = (
    *("cases", "cases.discussion", "cases.links", "calendars", "reminders", "routes", "outlines", "difficulties"),
    *("figures", "prose", "periods", "plans", "signoff", "unit_reports", "ward_reports", "ward_reports.restatements"),
    *("submissions", "rehearsal", "setting_up", "provinces", "boards", "dashboard", "agenda", "search", "sources"),
    *("exports", "webhooks", "api"),
)


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = _("Reports and their way")

    def ready(self) -> None:
        register(documents_font)
        for room in ROOMS:
            import_module(f"workflows.{room}.registered")
        import_module("workflows.exports.view").follow_migrations(self)
