"""The rows of an annex as they are mended on the page, and the workbook that is filled in from them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from units.models import Indicator, Unit
from units.places import place_of
from units.workbook import Fault
from units.workbook.plan import layouts
from units.workbook.plan.writer import PlanTexts
from units.workbook.sheets.layout import Layout
from workflows.pure.annexes import AnnexRow, Doubt
from workflows.pure.annexes.lines import ROMAN

from .annex_forms import FRONT, FrontForm

GROUP = ("C", "Nhiệm vụ chung")  # of assignments that stand under no title
FIRST_ROW = 2  # of a sheet, below its headings
DAYS = {(0, "B"): "unit_day", (0, "C"): "ward_day", (1, "B"): "unit_annual", (1, "C"): "ward_annual"}
LAYOUTS: dict[str, Layout] = {"indicator": layouts.indicators(None), "assignment": layouts.ASSIGNMENTS}


@dataclass
class Mended:
    """A row as it stands on the page: texts by the workbook's columns, beside what the annex says."""

    index: int
    row: AnnexRow
    values: dict[str, str]
    dropped: bool = False
    faults: list[str] = field(default_factory=list)

    @property
    def doubts(self) -> Sequence[Doubt]:
        return self.row.doubts

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """(name of the input, label, value)."""
        columns = LAYOUTS[self.row.kind].required
        titles = {"goal": "Mục tiêu", "group": "Nhóm"}
        return [
            (f"{self.index}-{each.name}", titles.get(each.name, each.titles[0]), self.values.get(each.name, ""))
            for each in columns
        ]


def mended(
    rows: Iterable[AnnexRow],
    units: Mapping[str, Unit],
    before: Mapping[str, Indicator],
    typed: Mapping[str, str] | None,
) -> list[Mended]:
    """The rows with what was typed, None where nothing was yet; `before` are the last plan's indicators by name."""
    found = []
    for index, row in enumerate(rows):
        values = _values(row, units, before.get(row.text))
        if typed is not None:
            values = {name: typed.get(f"{index}-{name}", "") for name in values}
        found.append(Mended(index, row, values, dropped=typed is not None and f"{index}-drop" in typed))
    return found


def _values(row: AnnexRow, units: Mapping[str, Unit], before: Indicator | None) -> dict[str, str]:
    def named(code: str) -> str:
        return units[code].short_name if code in units else code

    values = {
        "number": str(row.number or ""),
        "name": row.text,
        "lead": named(row.lead),
        "cooperating": "; ".join(named(code) for code in row.cooperating),
    }
    if row.kind == "assignment":
        due = f"{row.due_on:%d/%m/%Y}" if row.due_on and row.due_moved else row.due_written
        return values | {"group": row.group, "product": row.product, "due": due, "authority": row.authority}
    number = "" if row.goal is None else f"{row.goal.normalize():f}".replace(".", ",")
    return values | {
        "measure": row.measure,
        "goal": number,
        "direction": "giảm" if row.comparison == "≤" else "tăng",
        "aggregation": way_of(before) if before else "",
    }


def way_of(indicator: Indicator) -> str:
    words = next(word for word, way in layouts.AGGREGATIONS.items() if way == indicator.aggregation)
    return f"{words} ({layouts.STOCK})" if indicator.stock and indicator.aggregation != "latest" else words


def filled(rows: Sequence[Mended], units: Iterable[Unit], ward: Unit, front: Mapping[str, str]) -> PlanTexts:
    """All that the workbook holds. What is blank stays blank: whoever reads it says what is missing."""
    kept = {kind: [each.values for each in rows if each.row.kind == kind and not each.dropped] for kind in LAYOUTS}
    codes = _groups(values["group"] for values in kept["assignment"])
    tasks = [
        _whole(values, front, "product", "authority") | {"group": codes[values["group"]][0]}
        for values in kept["assignment"]
    ]
    counts = {code: sum(task["group"] == code for task in tasks) for code, _name in codes.values()}
    place = place_of(ward.name)
    texts = {label: front[name] for name, label in FRONT.items()} | {
        place.kind.capitalize(): place.name,
        "Số chỉ tiêu": str(len(kept["indicator"])),
        "Số nhiệm vụ": str(len(tasks)),
    }
    return PlanTexts(
        front=texts,
        units=[unit_row(unit) for unit in units if unit.reports],
        groups=[{"code": code, "name": name, "count": str(counts[code])} for code, name in codes.values()],
        indicators=[_put_together(values, front) for values in kept["indicator"]],
        assignments=tasks,
        schedule=[
            {"kind": "Báo cáo tháng", "unit": front["unit_day"], "ward": front["ward_day"]},
            {"kind": "Báo cáo năm", "unit": front["unit_annual"], "ward": front["ward_annual"]},
        ],
        recipients=front["recipients"].splitlines(),
    )


def _whole(values: dict[str, str], front: Mapping[str, str], *names: str) -> dict[str, str]:
    """The row, with what holds for all rows where it leaves that blank."""
    return values | {name: values[name].strip() or front[name] for name in names}


def _put_together(values: dict[str, str], front: Mapping[str, str]) -> dict[str, str]:
    way = front["percent" if values["measure"].strip() == "%" else "aggregation"]
    return values | {"aggregation": values["aggregation"].strip() or way}


def unit_row(unit: Unit) -> dict[str, str]:
    names = {"code": unit.code, "name": unit.name, "short_name": unit.short_name}
    return names | {"kind": unit.kind, "role": unit.duty}


def _groups(titles: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The code and name of each group, by its title in the annex, in the order of the annex."""
    groups: dict[str, tuple[str, str]] = {}
    for title in titles:
        head = ROMAN.fullmatch(title)
        code, name = (head["code"], head["rest"] or title) if head else (str(len(groups) + 1), title)
        if title and any(code == other for other, _name in groups.values()):
            code = f"{code}.{len(groups) + 1}"
        groups.setdefault(title, (code, name) if title else GROUP)
    return groups


def put_on_front(front: FrontForm, faults: Iterable[Fault]) -> list[Fault]:
    """Each fault of the plan beside its rows at the field where it is typed; returns the others."""
    names = list(FRONT)
    others = []
    for fault in faults:
        place = (fault.row or 0) - FIRST_ROW
        name = ""
        if fault.sheet == layouts.PLAN.sheet and 0 <= place < len(names):
            name = names[place]
        elif fault.sheet == layouts.SCHEDULE.sheet:
            name = DAYS.get((place, fault.column or ""), "")
        elif fault.sheet == layouts.RECIPIENTS.sheet:
            name = "recipients"
        if name:
            front.add_error(name, fault.message)
        else:
            others.append(fault)
    return others


def put_faults(rows: Sequence[Mended], faults: Iterable[Fault]) -> list[Fault]:
    """Each fault of the workbook beside its row; returns those of the plan as a whole."""
    kept = {
        LAYOUTS[kind].sheet: [each for each in rows if each.row.kind == kind and not each.dropped] for kind in LAYOUTS
    }
    others = []
    for fault in faults:
        place = (fault.row or 0) - FIRST_ROW
        if fault.sheet in kept and 0 <= place < len(kept[fault.sheet]):
            kept[fault.sheet][place].faults.append(fault.message)
        else:
            others.append(fault)
    return others
