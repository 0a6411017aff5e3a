"""Figures by files in a watched folder: each source has one below FIGURES_DIR, named by its code. A file that was read
goes on to `taken` or `refused`, in the latter with what was wrong beside it.
"""

import logging
import os
import stat
import time
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.clock import ZONE, now
from workflows.models import FigureDelivery, FigureSource

from . import actions
from .content import LARGEST

logger = logging.getLogger(__name__)

TAKEN, REFUSED = "taken", "refused"
SETTLED = 5.0  # seconds since a file was last written, after which it is whole
UNFINISHED = (".part", ".tmp", ".filepart", "~")
AT_ONCE = 50  # files of a source at a time
LONGEST = 255  # bytes of a file's name


def folder_of(source: FigureSource) -> Path:
    return Path(settings.FIGURES_DIR) / source.code


def open_folder(source: FigureSource) -> Path:
    """Make the folder in which the source may leave files. Idempotent."""
    for each in ("", TAKEN, REFUSED):
        (folder_of(source) / each).mkdir(parents=True, exist_ok=True)
    return folder_of(source)


def read_all() -> int:
    """Take in what lies in the folders of sources in use. A file may be met twice: its content is taken once.

    Returns how many files were read. What cannot be read or moved is logged, and tried again the next time.
    """
    handled = 0
    for source in FigureSource.objects.filter(stopped_at=None).select_related("unit", "person"):
        folder = folder_of(source)
        try:
            paths = _whole_files(folder)[:AT_ONCE] if folder.is_dir() else []
        except OSError as error:
            logger.warning("The folder %s of figures cannot be read: %s", folder, error)
            continue
        handled += sum(_try_to_read(source, path) for path in paths)
    return handled


def _try_to_read(source: FigureSource, path: Path) -> bool:
    """One file, whatever is wrong with it: the others, and those of other sources, are read all the same."""
    try:
        return _read(source, path)
    except (InterfaceError, OperationalError):
        raise
    except OSError as error:
        logger.warning("The file %r of figures cannot be read or moved: %s", path, error)
    except Exception:
        logger.exception("The file %r of figures fails", path)
    return False


def _whole_files(folder: Path) -> list[Path]:
    """Those that nobody writes any more, the oldest first."""
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.casefold().endswith(UNFINISHED):
                continue
            if entry.is_file(follow_symlinks=False):
                written = entry.stat(follow_symlinks=False).st_mtime
                if time.time() - written >= SETTLED:
                    found.append((written, Path(entry.path)))
    return [path for _written, path in sorted(found)]


def _read(source: FigureSource, path: Path) -> bool:
    """One file; False where it was written to meanwhile. A link is not followed."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)  # a pipe would hold it up
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(file.fileno())
        content = file.read(LARGEST + 1)
        after = os.fstat(file.fileno())
    if not stat.S_ISREG(before.st_mode) or (before.st_size, before.st_mtime) != (after.st_size, after.st_mtime):
        return False
    delivery = actions.receive(source, content, way=FigureDelivery.Way.FOLDER, name=_plain_name(path))
    _put_away(path, delivery)
    return True


def _put_away(path: Path, delivery: FigureDelivery) -> None:
    """The file goes where it can be seen what became of it; the words about it are there before it is. Whoever leaves
    files may leave links too: none is followed, so that nothing goes where they may not write themselves.
    """
    target = path.parent / (TAKEN if delivery.taken else REFUSED)
    target.mkdir(exist_ok=True)
    name = _kept_name(path, f"{now().astimezone(ZONE):%Y%m%d-%H%M%S}-{delivery.pk}-")
    within = os.open(target, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        with override("vi"):
            _write(words_of(delivery), f"{name}.txt", within)
        os.replace(path, name, dst_dir_fd=within)
    finally:
        os.close(within)


def _write(words: str, name: str, within: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with os.fdopen(os.open(name, flags, 0o644, dir_fd=within), "w", encoding="utf-8") as file:
        file.write(words)


def _plain_name(path: Path) -> str:
    """Its name with a mark for each byte that is no UTF-8."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _kept_name(path: Path, head: str) -> str:
    """Its name after this head, as short as the name of the words beside it must be: the ending stays."""
    ending = path.suffix if len(os.fsencode(path.suffix)) <= 10 else ""
    room = LONGEST - len(os.fsencode(f"{head}{ending}.txt"))
    stem = os.fsencode(path.name.removesuffix(ending))[:room].decode("utf-8", "ignore")
    return f"{head}{stem}{ending}"


def words_of(delivery: FigureDelivery) -> str:
    """What became of it, line by line."""
    head = (
        _("Taken in: %(changed)d indicators changed.") % {"changed": delivery.changed}
        if delivery.taken
        else _("Not taken in: nothing was changed. Mend this and send it again.")
    )
    return "\n".join([delivery.name, head, *(f"- {sentence}" for sentence in delivery.sentences), ""])
