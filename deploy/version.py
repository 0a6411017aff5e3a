"""Which version runs. pyproject.toml alone says it."""

import tomllib
from pathlib import Path

VERSION: str = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text())["project"]["version"]
