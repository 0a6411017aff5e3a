import json
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = (
        "Prints the document of the API (OpenAPI 3.1). docs/openapi.json is it: a change of the API changes that too."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        from workflows.api.views import document  # the pages are loaded by the web alone

        self.stdout.write(json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True))
