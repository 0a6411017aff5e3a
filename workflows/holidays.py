"""The official calendars as data, for the table that the ward edits: days that differ from Monday to Friday.

Each row: the day, whether it is worked, and its name in Vietnamese. Weekend days that a holiday covers have no row.
"""

from datetime import date

# 12729/VPCP-KGVX and NQ 28/2026/QH16: swapped days with their working Saturdays, and 24/11 from this year on.
OFFICIAL_2026: tuple[tuple[date, bool, str], ...] = (
    (date(2026, 1, 1), False, "Tết Dương lịch"),
    (date(2026, 1, 2), False, "Nghỉ hoán đổi dịp Tết Dương lịch"),
    (date(2026, 1, 10), True, "Làm bù cho ngày 02/01/2026"),
    (date(2026, 2, 16), False, "Tết Nguyên đán"),
    (date(2026, 2, 17), False, "Tết Nguyên đán"),
    (date(2026, 2, 18), False, "Tết Nguyên đán"),
    (date(2026, 2, 19), False, "Tết Nguyên đán"),
    (date(2026, 2, 20), False, "Tết Nguyên đán"),
    (date(2026, 4, 27), False, "Nghỉ bù Giỗ Tổ Hùng Vương"),
    (date(2026, 4, 30), False, "Ngày Chiến thắng"),
    (date(2026, 5, 1), False, "Ngày Quốc tế lao động"),
    (date(2026, 8, 22), True, "Làm bù cho ngày 31/8/2026"),
    (date(2026, 8, 31), False, "Nghỉ hoán đổi dịp Quốc khánh"),
    (date(2026, 9, 1), False, "Quốc khánh"),
    (date(2026, 9, 2), False, "Quốc khánh"),
    (date(2026, 11, 24), False, "Ngày Văn hóa Việt Nam"),
)
