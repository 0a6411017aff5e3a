#!/usr/bin/env python
"""Django's command line for Trình duyệt."""

import os
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from deploy.values import own_folder
from deploy.version import VERSION


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
    if sys.argv[1:] in (["--version"], ["version"]):
        print(f"Trình duyệt {VERSION}\nDjango {django.get_version()}")
        return
    try:
        own_folder(settings.DATA_DIR)
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
