"""The course of the plan's thirty assignments through the demo's year: when each begins and ends, and what comes of it.

Some end after their due day, so that the demo shows late ones: 6, 14, 17, 21 and 25.
"""

from dataclasses import dataclass

from units.models import Assignment
from workflows.models import AssignmentStatus

LAST = 12


@dataclass(frozen=True)
class DemoCourse:
    """By months of 2026; `done` is None for what recurs. `under_way` and `product` are the lead unit's words."""

    begins: int
    done: int | None
    under_way: str
    product: str = ""


COURSES: dict[int, DemoCourse] = {
    1: DemoCourse(
        4,
        4,
        "Đang lấy ý kiến các đơn vị về dự thảo phân công",
        "Đã ban hành quyết định kiện toàn Ban Chỉ đạo, Tổ công tác và thông báo phân công nhiệm vụ thành viên",
    ),
    2: DemoCourse(
        4,
        5,
        "Đã hoàn thành dự thảo quy chế, đang lấy ý kiến thành viên Ban Chỉ đạo",
        "Quy chế hoạt động của Ban Chỉ đạo đã được ban hành",
    ),
    3: DemoCourse(
        4,
        None,
        "Họp Ban Chỉ đạo theo quý; kết luận cuộc họp gần nhất đã gửi các đơn vị thực hiện",
        "Đã tổ chức đủ các phiên họp quý, mỗi phiên có thông báo kết luận",
    ),
    4: DemoCourse(
        7,
        9,
        "Đã kiểm tra một số đơn vị theo kế hoạch, đang tổng hợp kết quả",
        "Đã kiểm tra 5/5 đơn vị theo kế hoạch; báo cáo kết quả kiểm tra đã trình Ban Chỉ đạo",
    ),
    5: DemoCourse(
        4,
        6,
        "Đã xây dựng kế hoạch và tài liệu hội nghị quán triệt",
        "Đã tổ chức hội nghị quán triệt, tài liệu đã phát đến các chi bộ",
    ),
    6: DemoCourse(
        4,
        5,
        "06/09 đơn vị đã đưa chỉ tiêu chuyển đổi số vào kế hoạch công tác năm",
        "Cả 09 đơn vị đã đưa chỉ tiêu chuyển đổi số vào kế hoạch công tác năm",
    ),
    7: DemoCourse(
        8,
        11,
        "Đang dự thảo tiêu chí gắn kết quả thực hiện với đánh giá, xếp loại người đứng đầu",
        "Bộ tiêu chí đánh giá đã được thông qua, áp dụng từ kỳ đánh giá cuối năm",
    ),
    8: DemoCourse(
        4,
        None,
        "Đã đôn đốc các đơn vị báo cáo, tổng hợp khó khăn, vướng mắc của kỳ báo cáo",
        "Theo dõi, đôn đốc và tổng hợp khó khăn, vướng mắc hằng tháng trong cả năm",
    ),
    9: DemoCourse(
        4,
        None,
        "Đã rà soát các chỉ số thành phần điểm thấp, giao từng bộ phận khắc phục",
        "Các chỉ số thành phần được rà soát hằng tháng, điểm tổng hợp tăng so với đầu năm",
    ),
    10: DemoCourse(
        4,
        6,
        "Đang khảo sát hệ thống máy tính của các đơn vị để xây dựng phương án",
        "Phương án ứng cứu sự cố an ninh mạng đã được phê duyệt và phổ biến đến các đơn vị",
    ),
    11: DemoCourse(
        4,
        None,
        "Phát thanh, đăng tin, bài theo lịch tuyên truyền của tháng",
        "Chuyên mục chuyển đổi số được duy trì hằng tuần trên hệ thống truyền thanh và trang thông tin điện tử",
    ),
    12: DemoCourse(
        4,
        None,
        "Đã lồng ghép vận động trong sinh hoạt chi hội, đoàn thể",
        "Mỗi quý có các buổi tuyên truyền tại chi hội, đoàn thể",
    ),
    13: DemoCourse(
        4,
        None,
        "Đã tổ chức đợt ra quân trong tháng tại nhà văn hóa tổ dân phố và Trung tâm Phục vụ hành chính công",
        "Đợt ra quân hướng dẫn người dân được tổ chức hằng tháng",
    ),
    14: DemoCourse(
        6,
        9,
        "Đang rà soát thủ tục thuộc các lĩnh vực đất đai, hộ tịch, bảo trợ xã hội",
        "Danh mục 07 thủ tục kiến nghị đơn giản hóa đã trình Ủy ban nhân dân phường",
    ),
    15: DemoCourse(
        4,
        6,
        "Đã tổng hợp nhu cầu kinh phí của các đơn vị, đang thẩm định",
        "Dự toán kinh phí thực hiện nhiệm vụ đã được giao bổ sung cho các đơn vị",
    ),
    16: DemoCourse(
        5,
        7,
        "Đang hoàn thiện dự thảo quy chế sau khi lấy ý kiến các đơn vị",
        "Quy chế khai thác, sử dụng hệ thống thông tin, cơ sở dữ liệu đã được ban hành",
    ),
    17: DemoCourse(
        5,
        7,
        "Đã xây dựng dự thảo quy trình nội bộ, chờ cấu hình trên Hệ thống thông tin giải quyết thủ tục hành chính",
        "Quy trình nội bộ đã ban hành và cấu hình trên Hệ thống thông tin giải quyết thủ tục hành chính",
    ),
    18: DemoCourse(
        4,
        5,
        "Đang kiểm kê máy tính, máy quét, thiết bị lấy số tại Trung tâm",
        "Danh mục thiết bị cần bổ sung đã được phê duyệt",
    ),
    19: DemoCourse(
        5,
        10,
        "Đã làm việc với doanh nghiệp viễn thông, xác định các tổ dân phố còn vùng lõm sóng",
        "Báo cáo hiện trạng hạ tầng viễn thông, 5G trên địa bàn đã hoàn thành",
    ),
    20: DemoCourse(
        6,
        11,
        "Đang số hóa tài liệu lưu trữ theo từng phông, ưu tiên hồ sơ đất đai và hộ tịch",
        "Kho dữ liệu số hóa đã nghiệm thu, đưa vào khai thác",
    ),
    21: DemoCourse(
        6,
        11,
        "Đã gửi đề nghị kết nối, chờ đơn vị quản lý nền tảng dùng chung của tỉnh mở tài khoản khai thác",
        "Biên bản kết nối đã ký; các đơn vị đã khai thác được cơ sở dữ liệu dùng chung",
    ),
    22: DemoCourse(
        4,
        None,
        "Kiểm tra theo quý; máy tính có lỗ hổng đã được cập nhật bản vá",
        "Đã kiểm tra đủ bốn quý, các lỗ hổng phát hiện đã được khắc phục",
    ),
    23: DemoCourse(
        5,
        9,
        "Đã mở các lớp bồi dưỡng theo đợt, số còn lại học trên nền tảng trực tuyến",
        "Đã tổ chức đủ các lớp bồi dưỡng kỹ năng số theo kế hoạch",
    ),
    24: DemoCourse(
        5,
        7,
        "Đã lập danh sách thành viên tham gia và chuẩn bị nội dung tập huấn",
        "Đã tổ chức lớp tập huấn cho toàn bộ thành viên Tổ công nghệ số cộng đồng",
    ),
    25: DemoCourse(
        7,
        11,
        "Đang thử nghiệm nội bộ trợ lý ảo với bộ câu hỏi của các thủ tục phát sinh nhiều hồ sơ",
        "Trợ lý ảo thí điểm đã phục vụ người dân tại Trung tâm",
    ),
    26: DemoCourse(
        5,
        11,
        "Đã hướng dẫn các hộ kinh doanh tại chợ và các tuyến phố chính dùng hóa đơn điện tử",
        "Danh sách hộ kinh doanh được hỗ trợ đã hoàn thành, lưu tại đơn vị",
    ),
    27: DemoCourse(
        5,
        8,
        "Đã phát động phong trào, các đơn vị đang đăng ký sáng kiến",
        "Kế hoạch và danh sách sáng kiến đăng ký năm 2026 đã được ban hành",
    ),
    28: DemoCourse(
        6,
        11,
        "Đang thí điểm tại hai tổ dân phố: nhóm thông tin, camera an ninh, thanh toán không dùng tiền mặt",
        "Hai mô hình tổ dân phố thông minh đã được công nhận",
    ),
    29: DemoCourse(
        6,
        11,
        "Đang khắc phục các tiêu chí thành phần bị trừ điểm, khảo sát mức độ hài lòng tại Trung tâm",
        "Báo cáo đánh giá chỉ số PAR INDEX, SIPAS đã trình Ủy ban nhân dân phường",
    ),
    30: DemoCourse(
        4,
        None,
        "Đã đối chiếu dữ liệu theo từng tổ dân phố và thu nhận hồ sơ định danh lưu động",
        "Dữ liệu dân cư được làm sạch hằng tháng; công tác cấp, kích hoạt định danh đạt tiến độ",
    ),
}

# What units that cooperate report themselves; of all other assignments the lead unit alone reports.
TOGETHER = {
    3: "Chuẩn bị báo cáo, số liệu phục vụ phiên họp Ban Chỉ đạo",
    10: "Cung cấp danh sách máy tính, tài khoản quản trị để rà soát",
    13: "Cử người hướng dẫn tại các điểm ra quân",
    20: "Bàn giao hồ sơ đủ điều kiện số hóa theo từng đợt",
    28: "Hỗ trợ kỹ thuật, hướng dẫn hộ dân tại hai tổ dân phố thí điểm",
}


def typed(assignment: Assignment, unit: str, code: str) -> dict[str, str]:
    """What `unit` (by code) types for the assignment in the period `code`."""
    course, month = COURSES[assignment.number], int(code[5:]) if "-" in code else LAST
    if month < course.begins:
        return {"status": AssignmentStatus.NOT_STARTED, "result": ""}
    finished = month >= course.done if course.done else "-" not in code
    status = AssignmentStatus.DONE if finished else AssignmentStatus.IN_PROGRESS
    if assignment.lead.code != unit:
        return {"status": status, "result": TOGETHER.get(assignment.number, "")}
    return {"status": status, "result": course.product if finished else course.under_way}
