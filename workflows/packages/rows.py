"""What a ward's report, its kind and its plan give to each package: rows by the tags of the table."""

from collections.abc import Callable, Iterator
from typing import Any

from approvals.channels import actions as channels
from approvals.models import Document
from units.models import ExternalForm, FormLine, Indicator, Unit
from workflows.figures.origins.sources import source_of
from workflows.models import Field, FieldType, FieldValue, OutlineVersion, ReportingPeriod, WardReport
from workflows.models.states import TAKEN_IN
from workflows.prose import drafts as prose
from workflows.pure.wording.references import resolve

from .writing import Row

BY_UNIT = "DON_VI"  # the one breakdown that the product knows


def _regime(report: WardReport) -> Iterator[Row]:
    """Of NĐ 09/2019, Điều 8: what is reported, by whom, to whom, how, until when, how often."""
    kind, to = report.period.kind, channels.addressed(report.ward_id, report.addressees)
    yield {
        "Ma": kind.code, "Ten": kind.name, "CanCu": report.plan.number, "TanSuat": kind.frequency,
        "NoiDung": [str(each) for each in report.period.outline.sections.filter(is_left_out=False)],
        "DonViBaoCao": list(report.period.unit_reports.order_by("unit__code").values_list("unit__code", flat=True)),
        "NoiNhan": [each.name for each in to], "PhuongThuc": [each.first for each in to],
        "NgayChotSoLieu": kind.window_start_day, "HanDonVi": kind.unit_day, "HanPhuong": kind.ward_day,
        "MaDeCuong": _outline_code(report.period.outline), "MaBieuMau": kind.code,
    }  # fmt: skip


def _form(report: WardReport) -> Iterator[Row]:
    for place, figure in enumerate(prose.figures_of(report), start=1):
        told = _named(figure.indicator) | {"CachTinh": figure.indicator.aggregation, "SoLe": figure.indicator.decimals}
        yield {"MaBieuMau": report.period.kind.code, "ThuTu": place, **told}


def _outline(report: WardReport) -> Iterator[Row]:
    """Each section, then each of its fields."""
    outline = report.period.outline
    for section in outline.sections.filter(is_left_out=False).prefetch_related("fields"):
        place = {"MaDeCuong": _outline_code(outline), "MaMuc": section.key, "TenMuc": str(section)}
        yield place
        for field in section.fields.all():
            told = {"MaTruong": _field_code(field), "TenTruong": field.label, "KieuDuLieu": field.type}
            yield place | told | {"DonViTinh": field.measure, "BatBuoc": field.required}


def _figures(report: WardReport) -> Iterator[Row]:
    for figure in prose.figures_of(report):
        told = {"LuyKe": figure.year_value, "GhiChu": figure.reason or figure.carried}
        yield {"MaKy": report.period.code, **_named(figure.indicator), **_numbers(figure), **told}


def _lists(report: WardReport) -> Iterator[Row]:
    """The cells of what units entered in tables, of the reports that were taken in."""
    told = FieldValue.objects.filter(report__period=report.period_id, report__state__in=TAKEN_IN)
    told = told.filter(field__type=FieldType.TABLE).select_related("field", "report__unit")
    for value in told.order_by("field__number", "report__unit__code"):
        place = {"MaKy": report.period.code, "MaTruong": _field_code(value.field), "DonVi": value.report.unit.code}
        for number, row in enumerate(value.rows, start=1):
            for column, cell in zip(value.field.columns, row, strict=False):
                yield place | {"Dong": number, "Cot": column["title"], "NoiDung": str(cell)}


def _texts(report: WardReport) -> Iterator[Row]:
    """The parts of the document's text, figures in words."""
    words = prose.words_of(prose.figures_of(report))
    for part in prose.PARTS:
        title = str(WardReport._meta.get_field(part).verbose_name)  # type: ignore[union-attr]
        content = resolve(getattr(report, part), words)
        if content:
            yield {"MaKy": report.period.code, "MaMuc": part, "TenMuc": title, "NoiDung": content}


def _state(report: WardReport) -> Iterator[Row]:
    line = Document.objects.filter(subject_kind="wardreport", subject_id=report.pk).exclude(state="voided").first()
    yield {
        "MaKy": report.period.code,
        "Ma": report.state,
        "Ten": report.get_state_display(),
        "PhienBan": report.version,
        "SoKyHieu": line.code if line and line.state == Document.State.ISSUED else "",
        "ThoiDiem": report.state_since,
        "LyDo": report.reason,
    }


def _periods(report: WardReport) -> Iterator[Row]:
    kind = report.period.kind
    for period in ReportingPeriod.objects.standing().filter(kind=kind).select_related("kind").order_by("starts", "pk"):
        told = {"Ma": period.code, "MaCheDo": kind.code, "Ten": str(period), "TanSuat": kind.frequency}
        told |= {"TuNgay": period.starts, "DenNgay": period.ends}
        yield told | {"HanDonVi": period.unit_due_at, "HanPhuong": period.ward_due_at}


def _indicators(report: WardReport) -> Iterator[Row]:
    for row in report.plan.indicators.select_related("lead").order_by("number"):
        told = {"CachTinh": row.aggregation, "ThoiDiem": row.stock, "CongDon": row.cumulative}
        told |= {"DonViChuTri": row.lead.code, "TuSoLa": row.numerator_words, "MauSoLa": row.denominator_words}
        yield {"Ma": row.number, "Ten": row.name, "DonViTinh": row.measure, **told}


def _goals(report: WardReport) -> Iterator[Row]:
    kind, plan = report.period.kind, report.plan
    for row in plan.indicators.order_by("number"):
        told = {"MucTieu": row.goal, "Chieu": row.direction, "DenXanhTu": kind.green, "DenVangTu": kind.amber}
        yield {"MaBo": plan.number, "TenBo": plan.title, "Nam": plan.year, "MaChiTieu": row.number, **told}


def _groups(report: WardReport) -> Iterator[Row]:
    """The forms of others that indicators feed: the only groups of indicators that a ward keeps."""
    forms = ExternalForm.objects.filter(mapping__ward=report.ward_id).order_by("-mapping__version", "order")
    newest = list(forms[:1])
    fed = FormLine.objects.filter(indicator_number__isnull=False).order_by("order")
    for form in forms.filter(mapping=newest[0].mapping_id) if newest else ():
        numbers = fed.filter(form=form).values_list("indicator_number", flat=True)
        yield {"Ma": form.code, "Ten": form.name, "CanCu": form.basis, "MaChiTieu": list(dict.fromkeys(numbers))}


def _breakdowns(report: WardReport) -> Iterator[Row]:
    for unit in Unit.objects.filter(ward=report.ward_id, reports=True).order_by("code"):
        yield {"MaPhanTo": BY_UNIT, "Ma": unit.code, "Ten": unit.name}


def _broken_down(report: WardReport) -> Iterator[Row]:
    """Each figure of the ward, then what each of its units reported for it."""
    codes = dict(Unit.objects.filter(ward=report.ward_id).values_list("pk", "code"))
    for figure in prose.figures_of(report, with_sources=True):
        place = {"MaKy": report.period.code, "MaChiTieu": figure.indicator.number}
        yield place | _numbers(figure)
        for kept in figure.sources:
            reading = source_of(kept).reading
            told = {"MaPhanTo": BY_UNIT, "MaDonVi": codes.get(reading.unit_id)}
            yield place | told | _numbers(reading)


ROWS: dict[int, Callable[[WardReport], Iterator[Row]]] = dict(
    enumerate(
        (
            *(_regime, _form, _outline, _figures, _lists, _texts, _state, _periods, _indicators, _goals, _groups),
            *(_breakdowns, _broken_down),
        ),
        start=1,
    )
)


def _named(indicator: Indicator) -> dict[str, Any]:
    return {"MaChiTieu": indicator.number, "Ten": indicator.name, "DonViTinh": indicator.measure}


def _numbers(told: Any) -> dict[str, Any]:
    """Of a figure, or of what one unit reported."""
    return {"GiaTri": told.value, "TuSo": told.numerator, "MauSo": told.denominator}


def _outline_code(outline: OutlineVersion) -> str:
    return f"{outline.kind.code}-{outline.number}"


def _field_code(field: Field) -> str:
    return f"F{field.number}"
