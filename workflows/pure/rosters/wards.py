"""The wards below a province, as a table of them is pasted or stands in a workbook."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from approvals.text.vietnamese import folded
from workflows.pure.annexes import tables_of

from .columns import lines_of
from .units import code_of_unit

HEADINGS = (
    ("place", r"(so )?(stt|tt|so thu tu|thu tu)|#|no"),
    ("organ_id", r"(ma )?dinh danh( (co quan|don vi|dien tu))?|ma( so)? co quan"),
    ("code", r"ma( (so|xa|phuong|don vi|xa phuong))?|ky hieu"),
    ("name", r"(ten )?(xa|phuong|xa phuong|don vi|co quan|ten)( (phuong|xa))?|ten"),
)
ORDER = ("organ_id", "name")


@dataclass(frozen=True)
class WardRow:
    """A ward as the table tells it, and what of that is in doubt. `source` is the row as it was read."""

    source: str
    code: str
    name: str
    organ_id: str
    doubts: tuple[str, ...] = ()


def read_wards(text: str, *, codes: Collection[str] = (), organs: Collection[str] = ()) -> list[WardRow]:
    """The rows, with a code for each that tells none. `codes` and `organs` are taken. Raises UnreadableAnnex."""
    taken, known = set(codes), set(organs)
    found = []
    for source, cells in lines_of(text, HEADINGS, ORDER):
        name, organ_id = cells.get("name", ""), cells.get("organ_id", "")
        code = cells.get("code", "") or code_of_unit(name, taken)
        found.append(WardRow(source, code, name, organ_id, tuple(_doubts(name, code, organ_id, taken, known))))
        taken.add(code)
        known.add(organ_id)
    return found


def _doubts(name: str, code: str, organ_id: str, taken: Collection[str], known: Collection[str]) -> list[str]:
    doubts = []
    if not name:
        doubts.append(_("No name stands in this row. Write it, or leave the row out."))
    if code in taken:
        doubts.append(_("The code %(code)s is taken. Write another.") % {"code": code})
    if not organ_id:
        doubts.append(_("No organ identifier stands in this row. Write it, or leave the row out."))
    elif organ_id in known:
        doubts.append(_("%(organ)s is signed up already. Leave the row out.") % {"organ": organ_id})
    return doubts


def pasted_from(content: bytes) -> str:
    """The first table of a workbook as if it was copied from there. Raises UnreadableAnnex."""
    tables = tables_of(content)
    if not tables:
        return ""
    cells = tables[0].cells
    widest = max((column for row in cells.values() for column in row), default=0)
    lines = [[_plain(cells[row].get(column)) for column in range(1, widest + 1)] for row in sorted(cells)]
    return "\n".join("\t".join(line) for line in lines if folded("".join(line)))


def _plain(cell: object) -> str:
    value = getattr(cell, "value", None)
    return " ".join(str(value).split()) if value is not None else ""
