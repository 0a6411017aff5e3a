from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from workflows.documents.checks import documents_font


class WorkflowsConfig(AppConfig):
    name = "workflows"
    verbose_name = _("Reports and their way")

    def ready(self) -> None:
        register(documents_font)
