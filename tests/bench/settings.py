"""The product's settings, and the app that holds the flow it is compared with."""

from deploy.settings import *  # noqa: F403
from deploy.settings import INSTALLED_APPS, STORAGES

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench"]
CLOCK_MAY_BE_SET = True
# Nothing is collected for a measurement: pages name the files where they lie.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
