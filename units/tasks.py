from importlib import import_module

from celery import shared_task
from django.conf import settings


@shared_task(name="units.forget_sessions")
def forget_sessions() -> None:
    """Delete the sessions that have ended, with what was typed in them. Idempotent."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
