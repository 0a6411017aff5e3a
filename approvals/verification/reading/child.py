"""The process that reads a file that nobody has looked at yet: the PDF on standard input, its Reading as JSON back.

Started by `process` for one file, without environment, database or settings; `python -m
approvals.verification.reading.child SECONDS FOLDER…`: how long the processor may work on it, and the folders holding
trusted roots and revocation lists.
"""

import json
import sys

from pyhanko.pdf_utils.misc import PdfDecodeLimitError, PdfError

from . import confine
from .facts import Reading
from .pdf import read


def main(seconds: int, folders: list[str]) -> None:
    confine.limit(seconds)
    confine.forbid_io()
    print(json.dumps(reading_of(folders), default=vars))


def reading_of(folders: list[str]) -> Reading:
    """The reading, or which fault kept the file from being read. The outermost handler of the process: no exception
    leaves it.
    """
    try:
        return read(sys.stdin.buffer, folders)
    except (PdfDecodeLimitError, MemoryError, RecursionError):
        return Reading(fault="limits")
    except PdfError:
        return Reading(fault="unreadable")
    except Exception as error:  # whatever a forged file provokes in the libraries
        print(f"{type(error).__name__}: {error}"[:500], file=sys.stderr)
        return Reading(fault="unreadable")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
