from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from units.sign_in import demo


def refuse_demo() -> None:
    """Raises CommandError where this database holds the demo and demo mode is off: nothing real is kept beside it."""
    if demo.is_there() and not settings.DEMO:
        raise CommandError(
            _(
                "This database holds the demo: a ward, people and a register that are made up. "
                "Keep a ward of your own in another DATA_DIR, and name it to deploy/run and to manage.py alike: "
                "DATA_DIR=own deploy/run --empty."
            )
        )
