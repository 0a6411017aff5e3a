"""What drafted prose and the annex say of earlier periods' figures that units have corrected since."""

from collections.abc import Iterable

from .facts import RestatementFact
from .templates import Listed
from .typed import one_line, tidy

RESTATED = "số liệu điều chỉnh"
FIELDS = frozenset({"tên", "đơn vị", "kỳ số liệu", "số cũ", "số mới", "số tổng hợp", "lý do"})


def listed(facts: Iterable[RestatementFact]) -> Listed:
    return Listed([_named(fact) for fact in facts])


def note(fact: RestatementFact) -> str:
    """As the annex says it beside the indicator's figures."""
    ward = f"; số tổng hợp {_change(fact.ward_was, fact.ward_becomes)}" if fact.ward_was else ""
    return f"{fact.period} điều chỉnh số liệu {tidy(fact.unit)} {_change(fact.was, fact.becomes)}{ward}"


def _named(fact: RestatementFact) -> dict[str, str]:
    return {
        "tên": tidy(fact.name),
        "đơn vị": tidy(fact.unit),
        "kỳ số liệu": fact.period,
        "số cũ": fact.was,
        "số mới": fact.becomes,
        "số tổng hợp": _change(fact.ward_was, fact.ward_becomes) if fact.ward_was else "",
        "lý do": one_line(fact.reason),
    }


def _change(was: str, becomes: str) -> str:
    return f"từ {was} thành {becomes}"
