"""What `collectstatic` puts into an installation's folder before each start, for those that tests start.

To compress it takes seconds: deploy/test does so once for a run, whoever names files once for a process.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy import settings

_gathered: list[Path] = [Path(folder) for folder in (os.environ.get("GATHERED", ""),) if folder]


def gather(environment: Mapping[str, str]) -> None:
    """Into the folder of the installation that these variables describe."""
    folder = Path(environment["DATA_DIR"]) / settings.STATIC_ROOT.name
    if _gathered:
        shutil.copytree(_gathered[0], folder)
        return
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)
    _gathered.append(folder)
