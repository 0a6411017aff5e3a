"""The unit reports behind a ward's document, as files of its dossier: named by the setting APPROVALS_DOSSIER."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch
from django.template.loader import render_to_string

from approvals.clock import ZONE
from approvals.dossiers.bundle import Loose, name_of
from workflows.cases.types import TYPES
from workflows.documents.data import plain
from workflows.models import AssignmentEntry, FieldValue, IndicatorEntry, UnitReport
from workflows.models.states import UnitState
from workflows.pure import summing

FORMAT = "trinh-duyet/bao-cao-don-vi/1"
TEXTS = {"results": "ket_qua", "difficulties": "kho_khan", "proposals": "de_xuat", "directions": "phuong_huong"}


def files_of(kind: str, pk: int, top: str) -> Iterator[Loose]:
    """Of each unit report that went into the case, what it says as data and as a page. One report is in memory at a
    time. Nothing of what is made of no unit reports. `top` leads from their folder to that of the dossier.
    """
    found = TYPES.get(kind)
    if found is None or found.parts is None:
        return
    entries = IndicatorEntry.objects.select_related("indicator").order_by("indicator__number")
    assignments = AssignmentEntry.objects.select_related("assignment").order_by("assignment__number")
    values = FieldValue.objects.select_related("field__section").order_by("field__section__order", "field__order")
    reports = found.parts(pk).select_related("unit", "period__kind", "submitted_by").order_by("unit__order", "pk")
    own = [Prefetch("indicator_entries", entries), Prefetch("assignment_entries", assignments)]
    for number, report in enumerate(reports.prefetch_related(*own, Prefetch("field_values", values)).iterator(1), 1):
        yield from _files(report, number, top)


def _files(report: UnitReport, number: int, top: str) -> Iterator[Loose]:
    facts, stem = facts_of(report), f"{number:02d}-{name_of(report.unit.code)}"
    yield Loose(
        f"{stem}.json", json.dumps(facts, ensure_ascii=False, indent=1).encode(), f"{report.unit.name}: dữ liệu"
    )
    html = render_to_string("workflows/unit_reports/dossier.html", {"told": facts, "report": report, "top": top})
    yield Loose(f"{stem}.html", html.encode(), f"{report.unit.name}: báo cáo")


def facts_of(report: UnitReport) -> dict[str, Any]:
    """What the report says, as static/dossiers/bao-cao-don-vi.schema.json describes it: decimals are texts with a
    point, `null` is "not reported".
    """
    return {
        "dinh_dang": FORMAT,
        "ma_don_vi": report.unit.code,
        "don_vi": report.unit.name,
        "ky_bao_cao": report.period.code,
        "loai": report.period.kind.code,
        "trang_thai": str(UnitState(report.state).label),
        "phien_ban": report.version,
        "nop_luc": _at(report.submitted_at),
        "nguoi_nop": str(report.submitted_by) if report.submitted_by else None,
        "tiep_nhan_luc": _at(report.accepted_at),
        "chi_tieu": [_indicator(entry) for entry in report.indicator_entries.all()],
        "nhiem_vu": [_assignment(entry) for entry in report.assignment_entries.all()],
        "truong": [_field(value) for value in report.field_values.all()],
        **{code: getattr(report, name) for name, code in TEXTS.items()},
    }


def _at(instant: Any) -> str | None:
    return instant.astimezone(ZONE).isoformat(timespec="seconds") if instant else None


def _indicator(entry: IndicatorEntry) -> dict[str, Any]:
    return {
        "stt": entry.indicator.number,
        "ten": entry.indicator.name,
        "dvt": entry.indicator.measure,
        "gia_tri": plain(entry.value),
        "tu_so": plain(entry.numerator),
        "mau_so": plain(entry.denominator),
        "ghi_chu": entry.note,
        "ly_do": entry.explanation,
        "nguon": entry.informant,
    }


def _assignment(entry: AssignmentEntry) -> dict[str, Any]:
    return {
        "stt": entry.assignment.number,
        "ten": entry.assignment.name,
        "tien_do": entry.status or None,
        "tinh_trang": str(entry.get_status_display()),
        "ket_qua": entry.result,
        "ly_do": entry.explanation,
        "nguon": entry.informant,
    }


def _field(value: FieldValue) -> dict[str, Any]:
    return {
        "ma": f"F{value.field.number}",
        "muc": value.field.section.title,
        "ten": value.field.label,
        "dvt": value.field.measure,
        "ket_qua": summing.in_words(value.field.type, value, value.field.decimals),
        "ly_do": value.explanation,
        "nguon": value.informant,
    }
