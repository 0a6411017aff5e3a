"""What a ward's report brings its superior beside the document, as far as the ward shares it: figures, what each unit
reported (static/dossiers/so-lieu-gui-tren.schema.json), and the trail with its proof.
"""

import json
from decimal import Decimal
from typing import Any

from approvals.dossiers.proofs import near, trail_of
from approvals.models import Document, Recipient, Rendition
from approvals.register import inventory
from approvals.register.downloads import final_rendition
from approvals.trail import checkpoints
from approvals.verification.checks import of_trail
from units.models import Unit
from workflows.documents.data import plain
from workflows.figures import delivered, restated
from workflows.figures.consolidation import figures_and_earlier
from workflows.figures.origins.sources import source_of
from workflows.models import IndicatorFigure, WardReport
from workflows.outlines import figures as outlined
from workflows.packages import making as packages
from workflows.prose import drafts as prose
from workflows.pure.aggregation import standing_on
from workflows.pure.period_codes import ended_on
from workflows.pure.wording.facts import RestatementFact
from workflows.pure.wording.references import resolve
from workflows.unit_reports.deliveries import fields
from workflows.unit_reports.deliveries.figures import CORRECTION, FORMAT, NAME, NUMBERS, TEXTS


def files_of(document: Document, shares: str) -> dict[str, bytes]:
    """By name: named by the setting APPROVALS_SHARED. None of what is no ward's report.

    The trail tells of the document and its report, of what units did where their figures go too: by it the superior
    checks on arrival that nothing was changed since it was signed. One pass over the trail.
    """
    if document.subject_kind != "wardreport":
        return {}
    report = WardReport.objects.with_names().get(pk=document.subject_id)
    if shares == Recipient.Shares.PACKAGES:
        return packages.files_of(report)
    makings = shares == Recipient.Shares.MAKINGS
    facts, rendition = facts_of(report, makings=makings), final_rendition(document)
    if rendition is None:
        return {NAME: _json(facts)}
    files = {NAME: _json(facts | _assignments(rendition))}
    if checkpoint := checkpoints.make():
        files[of_trail.NAME] = trail_of(document, near(document), checkpoint, with_parts=makings)
    return files


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _assignments(rendition: Rendition) -> dict[str, Any]:
    """How the plan's assignments stand, as the issued document has them; nothing where it tells of none."""
    item = inventory.beside(rendition, ".json")
    if item is None:
        return {}
    with inventory.opened(item) as file:
        told = json.load(file).get("nhiem_vu")
    return {"nhiem_vu": told} if told else {}


def facts_of(report: WardReport, *, makings: bool) -> dict[str, Any]:
    """Decimals are texts with a point, `null` is "not reported". The figures are those that were approved. Four
    queries, and one where the superior's outline has fields.
    """
    figures = prose.figures_of(report, with_sources=True)
    earlier = figures_and_earlier(report, as_of=report.consolidated_at)[1]
    names = dict(Unit.objects.filter(ward=report.ward_id).values_list("pk", "short_name")) if makings else {}
    words, period = prose.words_of(figures), report.period
    facts: dict[str, Any] = {
        "dinh_dang": FORMAT,
        "ky": {
            "ma": period.code,
            "tan_suat": period.kind.frequency,
            "loai": period.kind.code,
            "tu": period.starts.isoformat(),
            "den": period.ends.isoformat(),
        },
        "chi_tieu": [_figure(row, _year(row, report, earlier), names if makings else None) for row in figures],
        "noi_dung": {name: resolve(getattr(report, part), words) for part, name in TEXTS.items()},
    }
    corrected = [_correction(fact) for fact in restated.facts_of(report) if fact.ward_was]
    asked_in_fields = period.request and period.has_fields
    beside = {
        "yeu_cau": str(period.request) if period.request else None,
        "dieu_chinh": corrected,
        "truong": fields.written(outlined.figures_of(report)) if asked_in_fields else None,
    }
    return facts | {name: value for name, value in beside.items() if value}


def _correction(fact: RestatementFact) -> dict[str, str | int]:
    """What the report tells of an earlier period's figure that was corrected since: the ward's own, in words."""
    told = {key: getattr(fact, name) for name, key in CORRECTION.items()}
    return {"ma": fact.number, **told}


def _year(row: IndicatorFigure, report: WardReport, earlier: Any) -> dict[str, str | None] | None:
    """The year to date as it was approved, with its parts."""
    found = delivered.year_as_approved(row, report.period, earlier.get(row.indicator.number, []))
    return _numbers(*found) if found else None


def _figure(row: IndicatorFigure, year: dict[str, str | None] | None, names: dict[int, str] | None) -> dict[str, Any]:
    indicator: Any = row.indicator
    facts = {
        "ma": indicator.number,
        "ten": indicator.name,
        "dvt": indicator.measure,
        "cach_tinh": indicator.aggregation,
        "thoi_diem": indicator.stock,
        "cong_don": indicator.cumulative,
        **_numbers(row.value, row.numerator, row.denominator),
        "luy_ke": year,
        "ghi_chu": row.reason or row.carried,
    }
    readings = [source_of(kept).reading for kept in row.sources]
    carried = [each.since for each in standing_on(indicator.aggregation, readings)]
    if carried and not row.reported:
        facts["chuyen_tu"] = min(carried, key=ended_on)
    if names is None:
        return facts
    sources = [
        {"don_vi": names.get(each.unit_id, ""), **_numbers(each.value, each.numerator, each.denominator)}
        for each in readings
    ]
    return facts | {"nguon": sources}


def _numbers(*numbers: Decimal | None) -> dict[str, str | None]:
    return {key: plain(number) for key, number in zip(NUMBERS.values(), numbers, strict=True)}
