"""The file of figures that a ward's report brings its superior, and whether it fits what the superior asks."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from approvals.models import Arrival
from approvals.text.plain import one_line, plain_lines
from units.models import Aggregation, Indicator
from units.models.plan import stock_words
from workflows.cases.inputs.json_files import parsed, refuse_unless_valid
from workflows.figures import delivered
from workflows.pure.aggregation import SCALES
from workflows.pure.period_codes import are_alike, named

from .fields import Key, by_key

FORMAT = "trinh-duyet/so-lieu-gui-tren/1"
NAME = "so-lieu-gui-tren.json"
SCHEMA = "static/dossiers/so-lieu-gui-tren.schema.json"
TEXTS = {"results": "ket_qua", "difficulties": "kho_khan", "proposals": "de_xuat", "directions": "phuong_huong"}
NUMBERS = {"value": "gia_tri", "numerator": "tu_so", "denominator": "mau_so"}
CORRECTION = {"name": "ten", "period": "ky", "ward_was": "tu", "ward_becomes": "thanh", "reason": "ly_do"}
SHOWN = ("ten", "dvt", "cach_tinh", "ghi_chu", "don_vi", "ky", "tu", "thanh", "ly_do")
PLACES = Decimal("0.0001")  # of an entry
INTERCHANGED = {Aggregation.SUM, Aggregation.LATEST}
ROUNDED = Decimal("0.01")  # what a value may differ by from its parts
LARGEST = Decimal(10) ** 14


@dataclass(frozen=True)
class Delivered:
    """What a ward tells: its period by `code` and `frequency`, or the identity of the `request` that it answers;
    `figures` by the indicator's number, as the file has them; `texts` by the parts of a unit's report; `corrections`
    are of its own figures of earlier periods; `fields` of the outline that the superior asked by, by their keys
    (fields.py); `assignments` as the file has them, for reading. Texts are as they are kept everywhere.
    """

    code: str
    frequency: str
    kind: str
    request: str
    figures: Mapping[int, Mapping[str, Any]]
    texts: Mapping[str, str]
    corrections: Sequence[Mapping[str, Any]] = ()
    fields: Mapping[Key, Mapping[str, Any]] = field(default_factory=dict)
    assignments: Sequence[Mapping[str, Any]] = ()
    days: tuple[str, str] = ("", "")

    @property
    def more_since(self) -> date | None:
        """From when on its figures are, where they are of more days than its code names; None where nobody knows."""
        covered = named(self.code)
        try:
            starts, ends = map(date.fromisoformat, self.days)
        except ValueError:  # not told, or no days
            return None
        if covered is None or are_alike((starts, ends), (covered.first, covered.last)):
            return None
        return starts if starts < covered.first else None


def file_in(arrival: Arrival) -> dict[str, str] | None:
    """The file of figures beside a document; None where that came alone."""
    return next((each for each in arrival.files[1:] if each["name"] == NAME), None)


def read(content: bytes) -> Delivered:
    """Raises FaultyFile (a NotPossible) for what does not keep to the published schema."""
    strange = _("The figures that came with the document cannot be read.")
    found = parsed(content, large=strange, strange=strange)
    refuse_unless_valid(found, _validator(), lambda *path: "/".join(map(str, path)) or NAME, empty=strange)
    period, said = found["ky"], {name: plain_lines(text) for name, text in found["noi_dung"].items()}
    return Delivered(
        code=period["ma"],
        frequency=period["tan_suat"],
        kind=one_line(period["loai"]),
        days=(period.get("tu", ""), period.get("den", "")),
        request=found.get("yeu_cau") or "",
        figures={row["ma"]: _plain(row) for row in found["chi_tieu"]},
        texts={part: said[name] for part, name in TEXTS.items() if said.get(name)},
        corrections=[_plain(row) for row in found.get("dieu_chinh", ())],
        fields=by_key(found.get("truong", ())),
        assignments=[
            {name: plain_lines(value) if isinstance(value, str) else value for name, value in row.items()}
            for row in found.get("nhiem_vu", ())
        ],
    )


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the texts that people read as they are kept: without signs that nobody sees."""
    sources = {"nguon": [_plain(each) for each in row["nguon"]]} if "nguon" in row else {}
    return {**row, **{name: one_line(row[name]) for name in SHOWN if name in row}, **sources}


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads((settings.BASE_DIR / SCHEMA).read_text()))


def faults(delivered: Delivered, indicators: Iterable[Indicator]) -> list[str]:
    """Where the ward measures otherwise than what is asked, a sentence each. Indicators are mapped by their code, the
    number in the plan; one that the ward does not have is no fault, it is not reported.
    """
    return [
        fault for row in indicators if (given := delivered.figures.get(row.number)) and (fault := _fault(row, given))
    ]


def _fault(indicator: Indicator, given: Mapping[str, Any]) -> str:
    """Why the figure is not one of the indicator; blank where it is."""
    names = {"number": indicator.number, "name": indicator.name}
    if _same(given["dvt"]) != _same(indicator.measure):
        sentence = _("Indicator %(number)d, %(name)s: it is asked in “%(asked)s”, and told in “%(told)s”.")
        return sentence % {**names, "asked": indicator.measure, "told": given["dvt"]}
    if given["thoi_diem"] != indicator.stock or given["cong_don"] != indicator.cumulative:
        sentence = _("Indicator %(number)d, %(name)s: it is asked %(asked)s, and told %(told)s.")
        asked = _kind(stock=indicator.stock, cumulative=indicator.cumulative)
        return sentence % {
            **names,
            "asked": asked,
            "told": _kind(stock=given["thoi_diem"], cumulative=given["cong_don"]),
        }
    if not _fits(given["cach_tinh"], indicator.aggregation):
        sentence = _("Indicator %(number)d, %(name)s: it is put together by “%(asked)s”, and told by “%(told)s”.")
        ways = {"asked": _way(indicator.aggregation), "told": _way(given["cach_tinh"])}
        return sentence % {**names, **ways}
    if given["gia_tri"] is not None and any(given[NUMBERS[name]] is None for name in _parts(indicator)):
        sentence = _("Indicator %(number)d, %(name)s: it is told without the number that it is counted over.")
        return sentence % names
    if _differs(indicator, given):
        sentence = _("Indicator %(number)d, %(name)s: the value that is told is not the one of its numbers.")
        return sentence % names
    return ""


def _fits(way: str, asked: str) -> bool:
    """A ward where one unit reports tells the latest value of what a province adds up over many, or the reverse."""
    return way == asked or {way, asked} == INTERCHANGED


def _way(aggregation: str) -> str:
    return str(Aggregation(aggregation).label) if aggregation in Aggregation.values else aggregation


def _differs(indicator: Indicator, given: Mapping[str, Any]) -> bool:
    """Whether the value of a ratio or a mean is another than its parts give, beyond what rounding does."""
    scale = next((each for way, each in SCALES.items() if way == indicator.aggregation), None)
    value, over, under = (None if given[name] is None else Decimal(given[name]) for name in NUMBERS.values())
    if scale is None or value is None or over is None or not under:
        return False
    return abs(value - over * scale / under) > ROUNDED


def _parts(indicator: Indicator) -> tuple[str, ...]:
    """What is told beside the value."""
    if indicator.aggregation == Aggregation.RATIO:
        return ("numerator", "denominator")
    return ("denominator",) if indicator.aggregation == Aggregation.MEAN else ()


def _kind(*, stock: bool, cumulative: bool) -> str:
    return _("as a running total of the year") if cumulative else stock_words(stock=stock)


def _same(measure: str) -> str:
    return " ".join(measure.casefold().split())


def numbers(indicator: Indicator, given: Mapping[str, Any] | None) -> dict[str, Decimal | None]:
    """The columns of the entry; blank where the ward reports none."""
    found = {name: _number(given[key]) if given else None for name, key in NUMBERS.items()}
    parts = _parts(indicator)
    whole = found["value"] is not None and all(found[name] is not None for name in parts)
    if not whole or (parts and (found["denominator"] or 0) <= 0) or (found["numerator"] or 0) < 0:
        return dict.fromkeys(NUMBERS)
    return {name: number if name in ("value", *parts) else None for name, number in found.items()}


def year_of(indicator: Indicator, given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What the entry keeps of the ward's year to date (figures/delivered.py)."""
    year = given.get("luy_ke") if given else None
    if not year:
        return None
    found: dict[str, Decimal | None] = {
        name: None if year[key] is None else Decimal(year[key]) for name, key in NUMBERS.items()
    }
    return delivered.kept(numbers(indicator, given), found)


def since_of(indicator: Indicator, given: Mapping[str, Any] | None) -> str:
    """The code of the earlier period that a level is from, where the ward reports none of this one."""
    code = given.get("chuyen_tu", "") if given else ""
    return code if indicator.is_level and named(code) else ""


def _number(text: str | None) -> Decimal | None:
    """To four decimals, as entries are kept; what no entry can hold counts as not reported."""
    if text is None:
        return None
    number = Decimal(text)
    return number.quantize(PLACES) if abs(number) < LARGEST else None
