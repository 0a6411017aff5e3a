"""The Celery application. Tasks are hints and schedules; what must not be lost is a row in the outbox."""

import os

from celery import Celery
from celery.signals import task_postrun
from django.conf import settings
from django.db import close_old_connections

from deploy.values import own_folder

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
own_folder(settings.DATA_DIR)

app = Celery("deploy")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.set_default()  # every thread of the web process finds it, not only the one that imported it
app.autodiscover_tasks()


@task_postrun.connect
def without_broken_connections(**_signal: object) -> None:
    """A connection that broke is not kept for the next task, where beat runs the tasks itself."""
    close_old_connections()
