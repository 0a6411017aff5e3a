"""Compiles each catalogue of translations that is newer than its compiled form: `python -m deploy.catalogue`."""

from pathlib import Path

import polib

LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"


def compile_catalogues(folder: Path) -> list[Path]:
    """Write django.mo beside each django.po below `folder` that changed since; returns what was written.

    Raises OSError, with the line's number, where a catalogue cannot be read.
    """
    stale = [source for source in folder.glob("*/LC_MESSAGES/*.po") if is_stale(source)]
    for source in stale:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return stale


def is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


if __name__ == "__main__":
    for written in compile_catalogues(LOCALE_DIR):
        print(f"Compiled {written.relative_to(LOCALE_DIR.parent)}")
