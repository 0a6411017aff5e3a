"""Whatever a month brings, its report has none of the turns that give away a machine."""

import re
from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.documents import outline
from workflows.pure.period_words import coming_title, period_words
from workflows.pure.wording.facts import (
    AssignmentFact,
    DifficultyFact,
    Facts,
    GroupFact,
    IndicatorFact,
    MissingUnit,
    UnitWords,
)
from workflows.pure.wording.narrative import draft
from workflows.pure.wording.references import resolve, words_of

TELLING = {
    "a whole told as a part of itself": r"\b(\d\d) nhiệm vụ, trong đó \1\b",
    "all units told as a fraction": r"\b(\d\d)/\1 đơn vị",
    "nothing as a limit": r"không quá 0+\b",
    "nothing as an achievement": r"đạt 0+(?=%| )",
    "a verb before nothing known": r"(?:đạt|mức|xảy ra) chưa có số liệu",
    "two things where one is": r"chậm tiến độ hoặc chưa có số liệu",
    "the tracker's own words": r"nêu ngày \d|đề nghị [^.;]* giải quyết;|ý kiến trả lời ngày",
    "a month's words over the year's figures": r"Trong tháng \d+ năm \d+, (?:có )?(?:ước )?\d+/\d+ chỉ tiêu",
    "a month without its zero": r"tháng [12] năm",
    "a count without its zero": r"(?<![\d.,/])[1-9] (?:nhiệm vụ|chỉ tiêu|đơn vị|sự cố|sáng kiến|hồ sơ)",
    "an idle zero": r"(?<![\d.,/])0\d\d",
    "a count of nothing": r"\b00 (?:nhiệm vụ|chỉ tiêu|đơn vị)",
    "a number told, and told again": r"\b(\d\d) nhiệm vụ, cả \1\b",
    "one thing said of two, twice": r"chỉ tiêu chậm tiến độ, \d\d nhiệm vụ chậm tiến độ",
    "an incident that is guessed": r"ước (?:xảy ra|không xảy ra|không phát sinh)",
    "two colons of a heading": r"Kết quả đạt được: các chỉ tiêu",
    "the system's own words": r"kỳ số liệu|giữ tình trạng",
    "a reason for every unit that gives the same": r"lý do: ([^()]+)\)[^.]*lý do: \1\)",
    "one appeal told over and over": r"(?s)(xem xét, hỗ trợ tháo gỡ vướng mắc).*\1",
    "a unit named in its own line": r"(?m)^(Công an phường): \1\b",
    "brackets within brackets": r"\([^()]*\([^()]*\)[^()]*\)",
    "a period where there is none": r"\b[Tt]rong kỳ báo cáo\b",
    "many where there is one": r"đến hạn:",
    "a sentence that lost a word": r"  | ,|,,|\(\)|; ;|\.\.|:\.",
}
NAMES = ("Công an phường", "Phòng Kinh tế, Hạ tầng và Đô thị phường", "Văn phòng HĐND và UBND phường")
CODES = st.sampled_from([*(f"2026-{month:02d}" for month in range(1, 13)), "2026"])
VALUES = st.none() | st.integers(0, 12).map(Decimal) | st.decimals(0, 7000, places=1)
DAYS = st.integers(0, 400).map(lambda days: date(2026, 1, 1) + timedelta(days))
LIGHTS = st.sampled_from(["green", "amber", "red"])


@st.composite
def indicators(draw: st.DrawFn) -> tuple[IndicatorFact, ...]:
    return tuple(
        IndicatorFact(
            number,
            f"Chỉ tiêu thứ {number:02d}",
            draw(st.sampled_from(["%", "điểm", "sự cố", "sáng kiến", "hồ sơ"])),
            draw(st.integers(0, 2)),
            draw(st.integers(0, 12).map(Decimal)),
            draw(VALUES),
            year := draw(VALUES),
            "red" if year is None else draw(LIGHTS),
            draw(st.sampled_from(["up", "down"])),
            draw(VALUES),
            draw(VALUES),
            *draw(st.sampled_from([("", ""), ("Tổ dân phố (tháng 5 năm 2026)", "")])),
        )
        for number in range(1, draw(st.integers(1, 20)) + 1)
    )


@st.composite
def groups(draw: st.DrawFn) -> tuple[GroupFact, ...]:
    stands = ["done", "in_progress", "not_started", "late", "not_reported", "overdue_silent"]
    return tuple(
        GroupFact(
            f"Về lĩnh vực {group:02d}",
            tuple(
                AssignmentFact(
                    f"Nhiệm vụ {group:02d}.{number:02d}",
                    draw(st.sampled_from(NAMES)),
                    draw(st.sampled_from(stands)),
                    draw(st.booleans()),
                    draw(st.none() | DAYS),
                    draw(st.sampled_from(["", "Chưa thẩm định xong dự toán."])),
                )
                for number in range(1, draw(st.integers(1, 6)) + 1)
            ),
        )
        for group in range(1, draw(st.integers(1, 5)) + 1)
    )


@st.composite
def difficulties(draw: st.DrawFn) -> tuple[DifficultyFact, ...]:
    to = st.sampled_from(["tỉnh", "Phòng VH-XH", "lãnh đạo Ban Chỉ đạo"])
    return tuple(
        DifficultyFact(f"Khó khăn thứ {number:02d}", NAMES[: draw(st.integers(1, 2))], draw(to), draw(st.none() | DAYS))
        for number in range(draw(st.integers(0, 3)))
    )


MONTHS = st.builds(
    Facts,
    code=CODES,
    indicators=indicators(),
    groups=groups(),
    units=st.just(
        tuple(UnitWords(name, f"{name} đã thực hiện nhiệm vụ.", "", "Đề nghị Công an tỉnh hỗ trợ.") for name in NAMES)
    ),
    absences=st.sampled_from(
        [(), tuple(MissingUnit(name, "đang kiện toàn") for name in ("Tổ dân phố", "Trạm Y tế phường"))]
    ),
    difficulties=difficulties(),
    estimates=st.booleans(),
)


def document(facts: Facts) -> str:
    """The text of the whole report, as its page prints it."""
    words = words_of(facts.indicators)
    texts = {part: resolve(text, words) for part, text in asdict(draft(facts)).items()} | {"leadership": ""}
    waived = tuple((absence.unit, absence.reason) for absence in facts.absences)
    turnout = outline.Turnout(due=len(facts.units), waived=waived)
    parts = outline.sections(turnout, texts, coming_title(facts.code))
    about = outline.on_plan("01/KH-BCĐ", period_words(facts.code))
    opening = outline.opening("Ban Chỉ đạo về X phường A", "Ban Chỉ đạo phường A", about)
    return "\n".join((opening, *(line for part in parts for line in (part.title, *part.paragraphs))))


def telling(text: str) -> dict[str, str]:
    """What gives it away, by why, with the words."""
    found = {why: re.search(pattern, text) for why, pattern in TELLING.items()}
    return {why: match[0] for why, match in found.items() if match}


@settings(max_examples=40, deadline=None)
@given(MONTHS)
def test_no_month_reads_like_a_machines(facts):
    assert telling(document(facts)) == {}


@settings(max_examples=15, deadline=None)
@given(MONTHS)
def test_no_sentence_stands_twice_and_a_waiver_once(facts):
    text = document(facts)
    long = [line for line in text.splitlines() if len(line) > 60]
    assert len(long) == len(set(long))
    assert all(text.count(absence.reason) == 1 for absence in facts.absences)
