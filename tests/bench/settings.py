"""The product's settings, and the app that holds the flow it is compared with."""

from deploy.settings import *  # noqa: F403
from deploy.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench"]
CLOCK_MAY_BE_SET = True
