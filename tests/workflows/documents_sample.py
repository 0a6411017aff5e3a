"""A month of phường Minh Xuân as a document's content: 20 indicators, 30 assignments; and swollen to 300 rows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import cycle, islice

from units.models import Authority
from units.offices.authority import Capacity
from workflows.documents import outline
from workflows.documents.content import (
    AssignmentGroup,
    AssignmentLine,
    DocumentContent,
    Form,
    IndicatorLine,
    Issuer,
    PlanReference,
    Rating,
    Section,
    UnitRemarks,
)
from workflows.documents.pdf.render import Rendering, render_pdf

COMMITTEE = (
    "Ban Chỉ đạo về phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số, "
    "cải cách hành chính và Đề án 06 phường Minh Xuân"
)
SHORT = "Ban Chỉ đạo phường Minh Xuân"
DEPARTMENT = "Sở Khoa học và Công nghệ"
MEASURES = (
    ("Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận trực tuyến", "%", "85", "88.52", "86.1", Rating.GREEN),
    ("Tỷ lệ hồ sơ giải quyết đúng hạn và trước hạn", "%", "98", "97.28", "97.9", Rating.YELLOW),
    ("Tỷ lệ số hóa hồ sơ, kết quả giải quyết thủ tục hành chính", "%", "100", "92", "89.75", Rating.YELLOW),
    ("Tỷ lệ thanh toán trực tuyến trong giải quyết thủ tục hành chính", "%", "80", "61.4", "58.33", Rating.RED),
    ("Mức độ hài lòng của người dân, tổ chức (SIPAS)", "%", "95", None, None, Rating.RED),
    ("Điểm đánh giá theo Bộ chỉ số 766", "điểm", "90", "86.5", "86.5", Rating.YELLOW),
    ("Chỉ số cải cách hành chính (PAR INDEX) của phường", "điểm", "88", None, "85.2", Rating.RED),
    (
        "Tỷ lệ công dân đủ điều kiện được kích hoạt tài khoản định danh điện tử mức độ 2",
        "%",
        "90",
        "91.3",
        "91.3",
        Rating.GREEN,
    ),
    ("Số hồ sơ dịch vụ công thuộc Đề án 06 tiếp nhận tại Công an phường", "hồ sơ", "6000", "512", "5127", Rating.GREEN),
    ("Số sự cố mất an toàn thông tin mạng trên hệ thống của phường", "sự cố", "0", "0", "0", Rating.GREEN),
)
WORKS = (
    ("Về quản trị, điều hành hoạt động của Ban Chỉ đạo", 4, "Tổ chức họp Ban Chỉ đạo định kỳ hằng quý"),
    ("Về lãnh đạo, chỉ đạo", 6, "Chỉ đạo cải thiện các chỉ số thành phần của Bộ chỉ số 766"),
    (
        "Về nâng cao nhận thức và quyết tâm chính trị, thông tin, truyền thông",
        3,
        "Tuyên truyền trên hệ thống truyền thanh, trang thông tin điện tử phường",
    ),
    ("Về triển khai thực hiện hoàn thiện cơ chế, chính sách", 4, "Rà soát, kiến nghị đơn giản hóa thủ tục hành chính"),
    ("Về phát triển hạ tầng, công nghệ, dữ liệu ứng dụng", 5, "Số hóa hồ sơ, tài liệu lưu trữ của phường"),
    ("Về phát triển nguồn nhân lực", 2, "Bồi dưỡng kỹ năng số cho cán bộ, công chức, viên chức"),
    ("Về đẩy mạnh ứng dụng khoa học công nghệ", 2, "Hỗ trợ hộ kinh doanh ứng dụng hóa đơn điện tử"),
    ("Về đổi mới sáng tạo", 2, "Xây dựng mô hình tổ dân phố thông minh"),
    ("Về cải cách hành chính", 1, "Nâng cao chỉ số PAR INDEX, SIPAS của phường"),
    (
        "Về phát triển dữ liệu, định danh, triển khai Đề án 06 và VNeID",
        1,
        "Làm sạch dữ liệu dân cư, cấp định danh và kích hoạt VNeID",
    ),
)
PROGRESS = (
    ("Hoàn thành", "Đã ban hành thông báo kết luận phiên họp quý III; 12/12 nội dung được giao rõ đơn vị và thời hạn."),
    ("Đang thực hiện", "Đã số hóa 4.215 hồ sơ, đạt 78% khối lượng; phần còn lại hoàn thành trong tháng 11."),
    ("Quá hạn", "Chưa thẩm định xong dự toán; đề nghị lùi thời hạn đến ngày 15/11/2026."),
    ("", ""),
)
OFFICES = ("Văn phòng HĐND và UBND", "Công an phường", "Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công")


@cache
def printed(content: DocumentContent) -> Rendering:
    """Rendered once, however many tests read it."""
    return render_pdf(content)


def ward_report(**changes: object) -> DocumentContent:
    """The monthly report for October 2026, not yet numbered; `changes` replace fields."""
    period = "tháng 10 năm 2026"
    content = DocumentContent(
        issuer=issuer(),
        subject="Kết quả thực hiện Kế hoạch số 01/KH-BCĐ về phát triển khoa học, công nghệ, đổi mới sáng tạo, "
        "chuyển đổi số, cải cách hành chính và Đề án 06 phường tháng 10 năm 2026",
        addressees=(DEPARTMENT,),
        plan=PlanReference(
            "01/KH-BCĐ",
            date(2026, 4, 10),
            "Ban Chỉ đạo",
            "về hoạt động năm 2026 của Ban Chỉ đạo về phát triển khoa học, công nghệ, đổi mới sáng tạo, chuyển đổi số, "
            "cải cách hành chính và Đề án 06 phường",
        ),
        opening=outline.opening(COMMITTEE, SHORT, outline.on_plan("01/KH-BCĐ", period)),
        sections=sections(turnout(), prose(), difficulties(), proposals()),
        closing=outline.closing(SHORT, outline.on_plan("01/KH-BCĐ", period), DEPARTMENT),
        indicators=indicator_rows(20),
        assignments=assignment_groups(1),
        signer=deputy(),
        recipients=(
            "Thường trực Đảng ủy",
            "Thường trực HĐND phường",
            "Chủ tịch, các PCT UBND phường",
            "Các cơ quan, đơn vị thuộc Kế hoạch",
            "CVP, PCVP HĐND và UBND phường",
        ),
        archive="VT, VHXH",
        made_at=datetime(2026, 11, 9, 2, 30, tzinfo=UTC),
    )
    return replace(content, **changes)


def five_page_ward_report() -> DocumentContent:
    """The same month with few assignments: five pages, for the benchmark."""
    return ward_report(assignments=assignment_groups(1)[:1])


def long_ward_report() -> DocumentContent:
    """The same month with 300 rows of tables and the remarks of 60 units: over 40 pages, for the benchmark."""
    remarks = tuple(UnitRemarks(f"Tổ dân phố số {n:02d}", difficulties()[0].paragraphs) for n in range(1, 61))
    return ward_report(
        sections=sections(turnout(), prose(), remarks, proposals()),
        indicators=indicator_rows(120),
        assignments=assignment_groups(6),
    )


def sixty_page_ward_report() -> DocumentContent:
    """The longest that a ward may send: 61 pages, 300 rows, the remarks of 60 units twice."""
    content = long_ward_report()
    remarks = tuple(UnitRemarks(f"Tổ dân phố số {n:02d}", difficulties()[0].paragraphs * 2) for n in range(1, 61))
    return replace(content, sections=sections(turnout(), prose(), remarks, remarks[:50]))


def issuer() -> Issuer:
    """Ban Chỉ đạo of the ward, its name shortened in the heading as the plan's own list of recipients shortens it."""
    return Issuer(
        form=Form.COMMITTEE,
        superior=("UBND PHƯỜNG MINH XUÂN",),
        name=("BAN CHỈ ĐẠO VỀ PHÁT TRIỂN", "KH,CN, ĐMST, CĐS, CCHC", "VÀ ĐỀ ÁN 06"),
        full_name=COMMITTEE,
        place="Minh Xuân",
        symbol="BC-BCĐ",
        short_name=SHORT,
    )


def peoples_committee() -> Issuer:
    """The ward's People's Committee as issuer."""
    return Issuer(
        form=Form.PEOPLE,
        superior=(),
        name=("ỦY BAN NHÂN DÂN", "PHƯỜNG MINH XUÂN"),
        full_name="Ủy ban nhân dân phường Minh Xuân",
        place="Minh Xuân",
        symbol="BC-UBND",
    )


def deputy() -> Capacity:
    """The deputy head of the committee, who signs for its head."""
    return Capacity(
        kind=Authority.DEPUTY,
        title="Phó Trưởng Ban Chỉ đạo",
        acts_for="Trưởng Ban Chỉ đạo",
        post="Phó Chủ tịch UBND phường",
        name="Vũ Xuân Quỳnh",
    )


def turnout() -> outline.Turnout:
    """Eight units had to report, two did not, one was excused."""
    return outline.Turnout(
        due=8,
        silent=("Trung tâm Dịch vụ công phường", "Các tổ dân phố trên địa bàn"),
        waived=(("Ủy ban Mặt trận Tổ quốc phường", "không có chỉ tiêu phát sinh trong kỳ"),),
    )


@dataclass(frozen=True)
class Prose:
    """The paragraphs that the coordinator edits."""

    indicators: tuple[str, ...]
    assignments: tuple[str, ...]
    directions: tuple[str, ...]


def sections(
    turnout: outline.Turnout, prose: Prose, difficulties: Iterable[UnitRemarks], proposals: Iterable[UnitRemarks]
) -> tuple[Section, ...]:
    """The parts of a report in which what units say stands under their names."""
    texts = {
        "leadership": "",
        "results": "\n".join((*prose.indicators, *prose.assignments)),
        "assessment": "",
        "difficulties": "",
        "directions": "\n".join(prose.directions),
        "proposals": "",
    }
    said = {"difficulties": tuple(difficulties), "proposals": tuple(proposals)}
    return tuple(
        replace(part, paragraphs=(), remarks=said[part.key]) if said.get(part.key) else part
        for part in outline.sections(turnout, texts, "tháng 11")
    )


def prose() -> Prose:
    """What the coordinator wrote."""
    return Prose(
        indicators=(
            "Trong 20 chỉ tiêu của Kế hoạch có 08 chỉ tiêu đạt mục tiêu (xanh), 06 chỉ tiêu cần theo dõi (vàng), "
            "06 chỉ tiêu chậm hoặc chưa có số liệu (đỏ). Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận trực tuyến "
            "trong kỳ đạt 88,52%, vượt 3,52 điểm phần trăm so với mục tiêu năm.",
        ),
        assignments=(
            "Trong 30 nhiệm vụ có 09 nhiệm vụ hoàn thành, 08 nhiệm vụ đang thực hiện, 06 nhiệm vụ quá hạn và "
            "07 nhiệm vụ chưa có báo cáo của đơn vị chủ trì.",
        ),
        directions=(
            "Tập trung hoàn thành số hóa hồ sơ, tài liệu lưu trữ; đôn đốc các đơn vị có nhiệm vụ quá hạn báo cáo "
            "tiến độ hằng tuần về Phòng Văn hóa - Xã hội.",
            "Tổ chức 02 đợt ra quân hướng dẫn người dân sử dụng dịch vụ công trực tuyến, VNeID tại các tổ dân phố.",
        ),
    )


def difficulties() -> tuple[UnitRemarks, ...]:
    """Two units raise difficulties, one of them two."""
    return (
        UnitRemarks(
            "Trung tâm Phục vụ hành chính công phường",
            (
                "Máy quét tốc độ cao hỏng từ ngày 12/10/2026, việc số hóa hồ sơ đầu vào chậm hơn kế hoạch.",
                "Hệ thống thông tin giải quyết thủ tục hành chính của tỉnh gián đoạn 03 lần trong tháng, mỗi lần "
                "trên 02 giờ, ảnh hưởng đến thời hạn trả kết quả.",
            ),
        ),
        UnitRemarks(
            "Công an phường", ("Nhiều công dân cao tuổi không có điện thoại thông minh để kích hoạt tài khoản VNeID.",)
        ),
    )


def proposals() -> tuple[UnitRemarks, ...]:
    """One unit proposes something to the province."""
    return (
        UnitRemarks(
            "Trung tâm Phục vụ hành chính công phường",
            ("Đề nghị Sở Khoa học và Công nghệ bố trí 01 máy quét dự phòng và thông báo trước lịch bảo trì hệ thống.",),
        ),
    )


def indicator_rows(count: int) -> tuple[IndicatorLine, ...]:
    """This many rows, the ten measures over and over."""
    return tuple(_indicator(n, *measure) for n, measure in enumerate(islice(cycle(MEASURES), count), start=1))


def _indicator(
    number: int, name: str, measure: str, goal: str, in_period: str | None, to_date: str | None, rating: Rating
) -> IndicatorLine:
    reported = in_period is not None
    return IndicatorLine(
        number=number,
        name=name,
        measure=measure,
        goal=Decimal(goal),
        in_period=Decimal(in_period) if in_period else None,
        year_to_date=Decimal(to_date) if to_date else None,
        rating=rating,
        reported=reported,
        note="" if reported else "Khảo sát hằng quý",
    )


def assignment_groups(times: int) -> tuple[AssignmentGroup, ...]:
    """The plan's ten groups, each with this many times its assignments."""
    numbers = iter(range(1, 30 * times + 1))
    return tuple(
        AssignmentGroup(title, tuple(_assignment(next(numbers), work) for _ in range(count * times)))
        for title, count, work in WORKS
    )


def _assignment(number: int, work: str) -> AssignmentLine:
    status, progress = PROGRESS[number % len(PROGRESS)]
    return AssignmentLine(
        number=number,
        work=work,
        product="Báo cáo kết quả, danh sách kèm theo",
        due=("30/11/2026", "Hằng quý", "Hằng tháng")[number % 3],
        lead=OFFICES[number % len(OFFICES)],
        cooperating="" if number % 5 == 0 else OFFICES[(number + 1) % len(OFFICES)],
        status=status,
        progress=progress,
    )
