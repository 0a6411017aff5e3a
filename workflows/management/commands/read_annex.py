import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from units.models import Unit
from units.plans import versions as plans
from workflows.pure.annexes import Annex, AnnexRow, UnitName, UnitNames, UnreadableAnnex, read_annex, tables_of


class Command(BaseCommand):
    help = "Read the annex of a plan (DOCX, XLSX, PDF, or tab-separated text) and print its rows. Writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print rows as JSON, those in doubt first"
        )
        parser.add_argument("--ward", metavar="CODE", help="the ward whose units the annex names")
        parser.add_argument("--year", type=int, help="the plan's year, where the annex does not say it")

    def handle(self, *, file: Path, as_json: bool, ward: str | None, year: int | None, **options: Any) -> None:
        try:
            annex = read_annex(tables_of(file.read_bytes()), self._names(ward), year=year)
        except OSError as error:
            raise CommandError(_("The file cannot be opened: %(why)s") % {"why": error.strerror}) from error
        except UnreadableAnnex as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(_as_json(annex), ensure_ascii=False, indent=1) if as_json else _lines(annex))

    def _names(self, code: str | None) -> UnitNames:
        if code is None:
            return UnitNames()
        ward = Unit.objects.filter(ward=None, code=code).first()
        if ward is None:
            raise CommandError(_("There is no ward with the code %(code)s.") % {"code": code})
        units = plans.units_in_use(ward)
        return UnitNames((UnitName(unit.code, unit.name, unit.short_name) for unit in units), ward.short_name)


def _as_json(annex: Annex) -> dict[str, Any]:
    return {
        "year": annex.year,
        "rows": [_row(row) for row in annex.rows],
        "notes": annex.notes,
        "questions": annex.questions,
        "left_out": annex.left_out,
        "columns": {each.table: {title: field for _column, title, field in each.columns} for each in annex.mappings},
    }


def _row(row: AnnexRow) -> dict[str, Any]:
    """`due` is a day, or how often; `goal` a number or null."""
    whole = row.goal is not None and row.goal == row.goal.to_integral_value()
    return {
        "kind": row.kind,
        "number": row.number,
        "text": row.text,
        "measure": row.measure,
        "goal": None if row.goal is None else int(row.goal) if whole else float(row.goal),
        "goal_written": row.goal_written,
        "comparison": row.comparison,
        "due": row.due_on.isoformat() if row.due_on else row.recurring or None,
        "due_written": row.due_written,
        "lead": row.lead or None,
        "cooperating": row.cooperating,
        "group": row.group,
        "product": row.product,
        "authority": row.authority,
        "doubts": [
            {"field": doubt.field, "sentence": doubt.sentence, "proposals": doubt.proposals} for doubt in row.doubts
        ],
        "place": row.place,
        "source": row.source,
    }


def _lines(annex: Annex) -> str:
    """For people: a line a row, its doubts below it, then what holds for all."""
    lines = []
    for row in annex.rows:
        parts = (row.goal_written, row.due_written, row.lead, ", ".join(row.cooperating))
        lines.append(" · ".join(filter(None, (f"{row.number or '?'}. {row.text}", *parts))))
        lines += [f"    {doubt.sentence}" for doubt in row.doubts]
    return "\n".join([*lines, "", *annex.notes, *annex.questions, *annex.left_out])
