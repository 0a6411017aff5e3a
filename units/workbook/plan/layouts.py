"""The sheets of a plan and their columns, with the other headings under which offices write them."""

from units import places
from units.workbook.content import Aggregation, Direction, Kind
from units.workbook.sheets.cells import YEARS, Cell, folded, plain
from units.workbook.sheets.layout import Column, Layout, coded, numbered, worded

DIRECTIONS: dict[str, Direction] = {"tăng": "up", "giảm": "down"}


AGGREGATIONS: dict[str, Aggregation] = {
    "tổng": "sum",
    "tử số/mẫu số": "ratio",
    "giá trị mới nhất": "latest",
    "giá trị lớn nhất": "maximum",
    "số đơn vị đạt": "count",
    "bình quân theo mẫu số": "mean",
}


# What people write for the same.
ALSO_AGGREGATIONS: dict[str, Aggregation] = {
    **dict.fromkeys(("tổng số", "tổng cộng", "cộng", "cộng dồn", "tính tổng", "lấy tổng", "sum"), "sum"),
    **dict.fromkeys(
        (
            *(f"{word} lệ{more}" for word in ("tỷ", "tỉ") for more in ("", " %", " (%)", " phần trăm")),
            *("tỷ số", "tỉ số", "phần trăm", "%", "tử/mẫu", "tử số trên mẫu số", "tử số chia mẫu số"),
        ),
        "ratio",
    ),
    **dict.fromkeys(
        (
            *("mới nhất", "số mới nhất", "số liệu mới nhất", "lấy số mới nhất", "giá trị cuối", "giá trị cuối kỳ"),
            *("cuối kỳ", "số cuối kỳ", "hiện có", "số hiện có"),
        ),
        "latest",
    ),
    **dict.fromkeys(("lớn nhất", "số lớn nhất", "cao nhất", "giá trị cao nhất", "tối đa", "max"), "maximum"),
    **dict.fromkeys(
        ("đếm", "đếm đơn vị", "đếm số đơn vị", "số đơn vị", "đếm số đơn vị đạt", "đếm đơn vị đạt", "count"), "count"
    ),
    **dict.fromkeys(
        (
            *("bình quân", "trung bình", "trung bình theo mẫu số", "bình quân gia quyền", "trung bình gia quyền"),
            *("trung bình có trọng số", "bình quân có trọng số", "mean"),
        ),
        "mean",
    ),
}


FLOW, STOCK = "thời kỳ", "thời điểm"


FLAGS = {"có": True, "không": False}


KINDS: dict[str, Kind] = {
    "Báo cáo tháng": "monthly",
    "Báo cáo năm": "annual",
    "Báo cáo hằng tháng": "monthly",
    "Báo cáo hằng năm": "annual",
}


def periodic(cell: Cell) -> bool:
    """A kind of report."""
    return folded(plain(cell)) in {folded(kind) for kind in KINDS}


NUMBER = Column("number", ("STT", "TT", "Số TT", "Số thứ tự"))


LEAD = Column("lead", ("Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì"))


COOPERATING = Column("cooperating", ("Cơ quan phối hợp", "Đơn vị phối hợp", "Phối hợp"))


# The plan's facts that are kept as text, by their labels, with how many letters each has at most.
FACTS = {
    "Số, ký hiệu": 60,
    "Trích yếu": 500,
    "Cơ quan ban hành": 300,
    "Tỉnh": 100,
    "Địa danh": 100,
    "Nơi nhận báo cáo của tỉnh": 300,
    "Quyền hạn ký": 200,
    "Chức danh ký": 200,
    "Chức vụ": 200,
    "Người ký": 200,
} | {kind.capitalize(): 190 for kind in places.KINDS}  # a kind of place may be put before the name


PLAN = Layout("Kế hoạch", (Column("label", ("Mục",)), Column("value", ("Nội dung",))), worded)


UNITS = Layout(
    "Đơn vị",
    (
        Column("code", ("Mã", "Mã đơn vị"), longest=20),
        Column("name", ("Tên đơn vị",), longest=200),
        Column("short_name", ("Tên ngắn", "Tên viết tắt"), longest=60),
        Column("kind", ("Loại", "Loại đơn vị"), longest=60),
        Column("role", ("Vai trò",), longest=200),
    ),
    coded,
)


GROUPS = Layout(
    "Nhóm nhiệm vụ",
    (
        Column("code", ("Mã nhóm", "Mã"), longest=10),
        Column("name", ("Tên nhóm",), longest=300),
        Column("count", ("Số nhiệm vụ", "Số lượng nhiệm vụ")),
    ),
    coded,
)


ASSIGNMENTS = Layout(
    "Nhiệm vụ",
    (
        NUMBER,
        Column("name", ("Nhiệm vụ", "Nội dung nhiệm vụ", "Tên nhiệm vụ"), longest=500),
        Column("group", ("Mã nhóm", "Nhóm", "Nhóm nhiệm vụ")),
        Column("product", ("Sản phẩm",), longest=300),
        Column("due", ("Thời gian hoàn thành", "Thời hạn hoàn thành", "Thời gian", "Thời hạn"), longest=100),
        LEAD,
        COOPERATING,
        Column("authority", ("Thẩm quyền",), longest=200),
    ),
    numbered,
)


SCHEDULE = Layout(
    "Lịch báo cáo",
    (
        Column("kind", ("Kỳ", "Kỳ báo cáo")),
        Column("unit", ("Đơn vị gửi trước ngày",)),
        Column("ward", ("Phường gửi tỉnh trước ngày", "Xã gửi tỉnh trước ngày", "Đặc khu gửi tỉnh trước ngày")),
        Column("basis", ("Căn cứ",)),
    ),
    periodic,
)


RECIPIENTS = Layout("Nơi nhận", (NUMBER, Column("name", ("Nơi nhận",), longest=300)), numbered)


SHEETS = (PLAN.sheet, UNITS.sheet, GROUPS.sheet, "Chỉ tiêu", ASSIGNMENTS.sheet, SCHEDULE.sheet, RECIPIENTS.sheet)


def indicators(year: int | None) -> Layout:
    """The goals of the plan's own year; those of another year beside them are another column."""
    years = YEARS if year is None else (year,)
    goals = (*(f"Mục tiêu năm {each}" for each in years), "Mục tiêu", "Mục tiêu năm")
    columns = (
        NUMBER,
        Column("name", ("Chỉ tiêu", "Tên chỉ tiêu", "Nội dung chỉ tiêu"), longest=500),
        Column("measure", ("Đơn vị tính", "ĐVT"), longest=60),
        Column("goal", goals),
        Column("direction", ("Chiều hướng",)),
        Column("aggregation", ("Cách tổng hợp",)),
        Column("decimals", ("Số thập phân", "Số chữ số thập phân"), optional=True),
        LEAD,
        COOPERATING,
        Column("helping", ("Chỉ phối hợp", "Chỉ phối hợp, không báo số liệu"), optional=True),
        Column("bounded", ("Không quá 100%", "Tử số không quá mẫu số"), optional=True),
        Column("cumulative", ("Lũy kế", "Số lũy kế"), optional=True),
        Column("numerator_words", ("Tử số đếm gì", "Tử số là", "Tử số"), optional=True, longest=200),
        Column("denominator_words", ("Mẫu số đếm gì", "Mẫu số là", "Mẫu số"), optional=True, longest=200),
    )
    return Layout("Chỉ tiêu", columns, numbered)
