"""Words of a picture, read by the program tesseract with its Vietnamese, within limits of time and memory."""

import csv
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from io import BytesIO, StringIO

from PIL import Image

LANGUAGE = "vie"
MEMORY = 1024 * 1024  # KiB of address space
LIMITED = f'ulimit -v {MEMORY} && ulimit -t "$0" && exec "$@"'
WORD = "5"  # the level of a line of TSV that is a word
ONE_BLOCK = (
    "6"  # how tesseract looks at a page: it keeps lone numbers, which it drops where it looks for columns itself
)
REMAINS = "|_—–'`‘’“~¦[]"  # what is left of ruled lines is read as these


class NotRead(Exception):
    """The picture took too long, or too much memory."""


@dataclass(frozen=True)
class Word:
    """`left` to `bottom` in pixels."""

    text: str
    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@cache
def program() -> str | None:
    """The path of tesseract where it reads Vietnamese here, else None."""
    path = shutil.which("tesseract")
    if path is None:
        return None
    known = subprocess.run([path, "--list-langs"], capture_output=True, text=True, timeout=10, check=False)
    return path if LANGUAGE in known.stdout.split() else None


def words_of(picture: Image.Image, seconds: float) -> list[Word]:
    """All words of a page, in no order, but for dashes and dots alone. Raises NotRead after `seconds`, of the clock or
    of the processor.
    """
    file = BytesIO()
    picture.save(file, "PNG", compress_level=1)
    asked = [str(program()), "stdin", "stdout", "-l", LANGUAGE, "--dpi", "300", "--psm", ONE_BLOCK, "tsv"]
    try:
        read = subprocess.run(
            ["/bin/sh", "-c", LIMITED, str(max(int(seconds), 1)), *asked],
            input=file.getvalue(),
            capture_output=True,
            timeout=seconds,
            check=False,
            env={"OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise NotRead from error
    if read.returncode:
        raise NotRead
    lines = csv.DictReader(StringIO(read.stdout.decode(errors="replace")), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [word for line in lines if line["level"] == WORD and (word := _word(line)).text.strip(".-")]


def _word(line: dict[str, str]) -> Word:
    left, top, width, height = (int(line[name]) for name in ("left", "top", "width", "height"))
    return Word(line["text"].strip().strip(REMAINS), left, top, left + width, top + height)
