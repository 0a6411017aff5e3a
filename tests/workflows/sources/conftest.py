import os
import time
from pathlib import Path

import pytest

from workflows.models import FigureSource, UnitReport
from workflows.sources import actions, folders


@pytest.fixture
def report(start, on_day) -> UnitReport:
    on_day("2026-11-28 09:00")
    return start


@pytest.fixture
def source(cast, report, settings, tmp_path) -> FigureSource:
    """A system of the police, with a folder of its own, that may also mail from an address."""
    settings.FIGURES_DIR = tmp_path / "figures"
    made = actions.add_source(
        report.unit, by=cast["CA:drafter"], name="Quản lý hành chính", senders=["he-thong@congan.example"]
    )
    folders.open_folder(made)
    return made


def left(source: FigureSource, name: str, content: bytes | str, *, ago: float = 60.0) -> Path:
    """A file that the system left in its folder a while ago."""
    path = folders.folder_of(source) / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (time.time() - ago, time.time() - ago))
    return path


def csv_of(number: int, value: str, period: str = "2026-11", **more: str) -> str:
    names = ["ky_bao_cao", "chi_tieu", "gia_tri", *more]
    return "\ufeff" + ";".join(names) + "\n" + ";".join([period, str(number), value, *more.values()]) + "\n"
