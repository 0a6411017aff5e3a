from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.installation import actions


class Command(BaseCommand):
    help = "Print the address that makes the first administrator of an empty installation: for a day, once."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        try:
            code = actions.make_address()
        except NotPossible as refusal:
            if verbosity:
                self.stdout.write(refusal.message)
            return
        address = settings.SITE_URL + reverse("first_administrator", args=[code])
        self.stdout.write(_("Open this address once, within a day, to set up: %(address)s") % {"address": address})
