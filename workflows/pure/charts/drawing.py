"""Charts as SVG, drawn here alone: the same text stands in a page, in a file and on paper. Pure.

Colours are attributes, so that a file needs no style sheet; a page overrides them by class. Lengths are those of the
view box, in which a letter is 11 high.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from textwrap import wrap

Drawn = tuple[int, list[str]]  # how high a chart is, and its marks
LETTER, LINE = 11, 14
STYLES = {
    "c-text": f'font-size="{LETTER}" fill="#1c2026"',
    "c-soft": f'font-size="{LETTER}" fill="#555d68"',
    "c-axis": 'stroke="#dcdcd5" fill="none"',
    "c-goal": 'stroke="#84898f" stroke-dasharray="4 3" fill="none"',
    "c-line": 'stroke="#3a3f9b" stroke-width="2" stroke-linejoin="round" fill="none"',
    "c-dot": 'fill="#3a3f9b"',
    "c-bar": 'fill="#b9bce3"',
    "c-before": 'fill="#ffffff" stroke="#555d68"',
    "c-cell-good": 'fill="#e2f2e8"',
    "c-cell-warn": 'fill="#fbf0d2"',
    "c-cell-bad": 'fill="#fbe7e6"',
    "c-cell-still": 'fill="#e9ebed"',
    "c-sign-good": 'fill="#1f8a55" stroke="#1f8a55"',
    "c-sign-warn": 'fill="#b57a0a" stroke="#b57a0a"',
    "c-sign-bad": 'fill="#c9303a" stroke="#c9303a"',
    "c-sign-still": 'fill="#555d68" stroke="#555d68"',
}


@dataclass(frozen=True)
class SquareLook:
    """How a square looks: its colour (good, warn, bad, still), and the shape of its sign, which says the same."""

    tone: str
    shape: str


LOOKS = {
    "full": SquareLook("good", "dot"),
    "half": SquareLook("good", "half"),
    "warn": SquareLook("warn", "triangle"),
    "bad": SquareLook("bad", "cross"),
    "open": SquareLook("still", "ring"),
    "none": SquareLook("still", "dash"),
}


@dataclass(frozen=True)
class Square:
    """One thing that is counted: a key of LOOKS, what it is in words, and the address of its page, if it has one."""

    look: str
    title: str
    href: str = ""


@dataclass(frozen=True)
class ChartRow:
    label: str
    squares: Sequence[Square | None]


@dataclass(frozen=True)
class Value:
    """A value at a place from 0 to 1 along the chart; `title` and `href` as of a Square."""

    at: float
    value: Decimal | None
    title: str = ""
    href: str = ""


@dataclass(frozen=True)
class Course:
    """Lines between neighbouring values, a dot for each, and the goal's height, in the picture's own units."""

    lines: list[str]
    dots: list[tuple[int, int]]
    goal: int | None


def course(
    values: Sequence[Decimal | None],
    goal: Decimal | None,
    size: tuple[int, int, int],
    *,
    lowest: Decimal | None = None,
) -> Course:
    """The values from left to right, the highest on top and the lowest, or `lowest`, below; a gap for what is blank.
    `size`: width, height and the margin within.
    """
    width, height, edge = size
    scale = Scale.of([*values, goal, lowest], height, edge)
    step = (width - 2 * edge) / max(len(values) - 1, 1)
    places = [(edge + step * place, value) for place, value in enumerate(values)]
    dots = [(round(x), round(scale.y(value))) for x, value in places if value is not None]
    return Course(list(_runs(places, scale)), dots, None if goal is None else round(scale.y(goal)))


@dataclass(frozen=True)
class Scale:
    """From values to heights, counted from the upper edge."""

    low: Decimal
    high: Decimal
    height: int
    edge: int

    @classmethod
    def of(cls, values: Iterable[Decimal | None], height: int, edge: int) -> "Scale":
        known = [value for value in values if value is not None] or [Decimal(0)]
        return cls(min(known), max(known), height, edge)

    def y(self, value: Decimal) -> float:
        span = float((value - self.low) / (self.high - self.low)) if self.high > self.low else 0.5
        return self.height - self.edge - span * (self.height - 2 * self.edge)


def _runs(places: Iterable[tuple[float, Decimal | None]], scale: Scale) -> Iterator[str]:
    """The points of each line without a gap."""
    run: list[str] = []
    for x, value in places:
        if value is None and run:
            yield " ".join(run)
            run = []
        elif value is not None:
            run.append(f"{round(x)},{round(scale.y(value))}")
    if run:
        yield " ".join(run)


WIDTH = 320  # of every chart: read at its own size on a phone
LABEL, SIDE, GAP = 96, 18, 2
PER_LINE = (WIDTH - LABEL) // SIDE


def svg(width: int, height: int, marks: Iterable[str], *, css: str = "chart") -> str:
    """The picture. Hidden from screen readers, which read the table beside it."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="{css}" viewBox="0 0 {width} {height}"'
    size = f' width="{width}" height="{height}" aria-hidden="true" focusable="false">'
    return head + size + "".join(marks) + "</svg>"


def moved(x: int, y: int, marks: Iterable[str]) -> str:
    return f'<g transform="translate({x} {y})">{"".join(marks)}</g>'


def text(x: int, y: int, words: str, css: str = "text", *, anchor: str = "start") -> str:
    return f'<text class="c-{css}" {STYLES[f"c-{css}"]} x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def lines_of(text: str, letters: int, most: int) -> list[str]:
    """At most so many lines of so many letters; the last ends in … where words are left out."""
    lines = wrap(text, letters) or [""]
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][: letters - 1].rstrip()}…"]


def rows_of_squares(rows: Iterable[ChartRow], headings: Sequence[str] = ()) -> Drawn:
    """How high it is, and its marks: a row of squares for each label, on further lines where it is full."""
    marks = [
        text(LABEL + SIDE * place + SIDE // 2, LINE - 3, each, "soft", anchor="middle")
        for place, each in enumerate(headings)
    ]
    y = LINE + 4 if headings else 0
    for row in rows:
        label = lines_of(row.label, _letters(row.label), 2)
        marks += [text(0, y + LINE * (place + 1) - 2, line) for place, line in enumerate(label)]
        marks += [_square(place, y, each) for place, each in enumerate(row.squares) if each]
        full = -(-max(len(row.squares), 1) // PER_LINE)
        y += max(full * SIDE, len(label) * LINE) + 6
    return y, marks


def _letters(label: str) -> int:
    """How many letters of a label fit before the squares: capitals are wider."""
    wide = sum(letter.isupper() for letter in label)
    return round(16 * len(label) / (len(label) + 0.4 * wide)) if label else 16


def legend(signs: Iterable[tuple[str, str]]) -> Drawn:
    """How high it is, and a line for each key of LOOKS with what it means."""
    marks: list[str] = []
    y = 0
    for look, words in signs:
        marks += [_sign(look, 0, y), text(SIDE + 6, y + SIDE - 5, words, "soft")]
        y += SIDE + 4
    return y, marks


def with_legend(drawn: Drawn, signs: Iterable[tuple[str, str]]) -> Drawn:
    height, marks = drawn
    more, lines = legend(signs)
    return height + 8 + more, [*marks, moved(0, height + 8, lines)]


def framed(height: int, marks: Sequence[str]) -> str:
    """A chart as SVG."""
    return svg(WIDTH, max(height, 1), marks)


def _square(place: int, y: int, square: Square) -> str:
    x, line = LABEL + SIDE * (place % PER_LINE), place // PER_LINE
    return _linked(_sign(square.look, x, y + line * SIDE), square.title, square.href)


def _linked(mark: str, title: str, href: str) -> str:
    inside = f"<title>{escape(title)}</title>{mark}" if title else mark
    return f'<a href="{escape(href)}" tabindex="-1">{inside}</a>' if href else f"<g>{inside}</g>"


def _sign(look: str, x: int, y: int) -> str:
    tone, size = LOOKS[look].tone, SIDE - GAP
    style = f'class="c-cell-{tone}" {STYLES[f"c-cell-{tone}"]}'
    cell = f'<rect {style} x="{x}" y="{y}" width="{size}" height="{size}" rx="2"/>'
    return cell + _shape(LOOKS[look], x + size / 2, y + size / 2)


def _shape(look: SquareLook, x: float, y: float) -> str:
    name = f"c-sign-{look.tone}"
    style = f'class="{name}" {STYLES[name]}'
    if look.shape == "dot":
        return f'<circle {style} cx="{x}" cy="{y}" r="3.5"/>'
    if look.shape == "half":
        return f'<path {style} d="M{x} {y - 3.5}A3.5 3.5 0 0 0 {x} {y + 3.5}Z"/>{_ring(style, x, y)}'
    if look.shape == "ring":
        return _ring(style, x, y)
    if look.shape == "triangle":
        return f'<path {style} d="M{x} {y - 4}L{x + 4} {y + 3.5}H{x - 4}Z"/>'
    arms = "M{0} {1}L{2} {3}M{2} {1}L{0} {3}" if look.shape == "cross" else "M{0} {4}H{2}"
    path = arms.format(x - 3.5, y - 3.5, x + 3.5, y + 3.5, y)
    return f'<path {style} stroke-width="1.8" d="{path}"/>'


def _ring(style: str, x: float, y: float) -> str:
    return f'<circle {style} fill-opacity="0" cx="{x}" cy="{y}" r="3.5"/>'


PLOT = (WIDTH, 96, 8)


def year_course(totals: Sequence[Value], values: Sequence[Value], before: Sequence[Value], goal: Decimal) -> Drawn:
    """How high it is, and its marks: the year to date as a line, what each period told as bars, the same period of the
    year before as rings, the goal as a dashed line.
    """
    width, height, edge = PLOT
    every = [each.value for each in (*totals, *values, *before)]
    scale = Scale.of([*every, goal, Decimal(0)], height, edge)

    def x(at: float) -> float:
        return edge + 6 + at * (width - 2 * edge - 12)

    zero = scale.y(Decimal(0))
    marks = [f'<path class="c-axis" {STYLES["c-axis"]} d="M0 {zero:.1f}H{width}"/>']
    for each in values:
        if each.value is not None:
            top = min(scale.y(each.value), zero)
            size = f'y="{top:.1f}" width="10" height="{max(abs(zero - scale.y(each.value)), 1):.1f}"'
            marks.append(
                _linked(
                    f'<rect class="c-bar" {STYLES["c-bar"]} x="{x(each.at) - 5:.1f}" {size}/>', each.title, each.href
                )
            )
    marks.append(f'<path class="c-goal" {STYLES["c-goal"]} d="M0 {scale.y(goal):.1f}H{width}"/>')
    places = [(x(each.at), each.value) for each in totals]
    marks += [f'<polyline class="c-line" {STYLES["c-line"]} points="{points}"/>' for points in _runs(places, scale)]
    for css, radius, dots in (("dot", 4, totals), ("before", 3, before)):
        for each in dots:
            if each.value is not None:
                place = f'cx="{x(each.at):.1f}" cy="{scale.y(each.value):.1f}" r="{radius}"'
                marks.append(_linked(f'<circle class="c-{css}" {STYLES[f"c-{css}"]} {place}/>', each.title, each.href))
    return height, marks
