"""The product's settings, the type of case that only tests know, and of Redis a database for each process of a run."""

import os

from deploy.settings import *  # noqa: F403
from deploy.settings import INSTALLED_APPS, REDIS_URL
from deploy.values import cache_at

INSTALLED_APPS = [*INSTALLED_APPS, "tests.casetype"]

# A test that empties the cache would empty the neighbour's too; what browsers visit has 1 to 15 (browser/conftest.py).
if REDIS_URL:
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    CACHES = {"default": cache_at(f"{REDIS_URL.rpartition('/')[0]}/{16 + process}")}
