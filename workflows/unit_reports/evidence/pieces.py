"""The evidence of a report as its readers see it, and where else the same files are used. Reads only."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from approvals.trail import changes
from units import compiled
from units.models import Person
from workflows.models import Evidence, UnitReport

ELSEWHERE_SHOWN = 5


@dataclass(frozen=True)
class EvidencePiece:
    """A file or link of an entry, and the other reports that name the same file, as far as the reader may see them."""

    row: Evidence
    elsewhere: list[Evidence]

    @property
    def places(self) -> list[str]:
        """The last attached of them in words: "CA, month 9/2026: Indicator 8"."""
        return [
            f"{other.report.unit.short_name}, {other.report.period.words}: {changes.field(other.part)}"
            for other in self.elsewhere[:ELSEWHERE_SHOWN]
        ]

    @property
    def more(self) -> int:
        """How many beyond those."""
        return len(self.elsewhere[ELSEWHERE_SHOWN:])


def of_report(report: UnitReport, reader: Person) -> dict[str, list[EvidencePiece]]:
    """The report's evidence by the part that it is attached to, the oldest first. One query."""
    return _pieces(report, compiled.rows(_of_both, reader, report=report.pk))


def of_part(report: UnitReport, part: str, reader: Person) -> list[EvidencePiece]:
    """As `of_report`, of one part."""
    return _pieces(report, list(_of_both(reader, report.pk, part=part))).get(part, [])


def may_attach(opened: Collection[str], report: UnitReport, part: str) -> bool:
    """Whether the entry's evidence is the reader's to change; `opened` is what `rules.open_to` answers them."""
    return "save_draft" in opened and (not report.reopened or part in report.reopened)


def _of_both(reader: Person, report: int, **narrowed: str) -> QuerySet[Evidence]:
    """The report's and those of other reports with the same files. Both halves by an index of their own: an OR of the
    two would read the whole table.
    """
    own = Evidence.objects.filter(report=report, **narrowed)
    readable = UnitReport.objects.visible_to(reader).values("pk")
    same = own.exclude(sha256="").order_by().values("sha256")
    others = Evidence.objects.exclude(sha256="").exclude(report=report).filter(sha256__in=same, report__in=readable)
    own, others = (rows.select_related("by", "report__unit", "report__period").order_by() for rows in (own, others))
    return own.union(others, all=True)


def _pieces(report: UnitReport, both: Iterable[Evidence]) -> dict[str, list[EvidencePiece]]:
    found = sorted(both, key=lambda row: (row.at, row.pk))
    elsewhere: dict[str, list[Evidence]] = defaultdict(list)
    for row in reversed(found):
        if row.report_id != report.pk:
            elsewhere[row.sha256].append(row)
    pieces: dict[str, list[EvidencePiece]] = defaultdict(list)
    for row in found:
        if row.report_id == report.pk:
            pieces[row.part].append(EvidencePiece(row, elsewhere[row.sha256]))
    return pieces
