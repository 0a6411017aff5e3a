"""The exceptions in the demo's year: who is late, what is returned, waived, sent back, refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Slip:
    """An indicator that the unit reports wrong at first, and the reason with which the report is returned."""

    indicator: int
    reason: str


@dataclass(frozen=True)
class Story:
    """One period; units by code. `refusal` is the province's: what it refuses has the `slip` of `refused_unit`."""

    late: tuple[str, ...] = ()
    returned: Mapping[str, Slip] = field(default_factory=dict)
    waived: Mapping[str, str] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    handed_back: tuple[str, ...] = ()
    sent_back: str = ""
    refused_unit: str = ""
    slip: Slip | None = None
    refusal: str = ""
    added: str = ""


SMOOTH = Story()

STORIES: dict[str, Story] = {
    "2026-04": Story(
        late=("TDP", "MTTQ"),
        returned={
            "TCNS": Slip(
                13,
                "Chỉ tiêu 13: số lượt được hướng dẫn lớn gấp nhiều lần số dự kiến, có thể thừa một chữ số 0. "
                "Đề nghị kiểm tra lại danh sách.",
            )
        },
        added="Đây là kỳ báo cáo đầu tiên theo Kế hoạch; các chỉ tiêu cộng dồn bao gồm số liệu bốn tháng đầu năm.",
    ),
    "2026-05": Story(
        late=("KTHTDT",),
        waived={"TDP": "Các tổ dân phố đang kiện toàn sau sắp xếp, chưa tách được số liệu theo tổ dân phố mới"},
        withdrawn=("VP",),
    ),
    "2026-06": Story(
        late=("TCNS", "TTDVC"),
        returned={
            "KTHTDT": Slip(
                17,
                "Chỉ tiêu 17 để trống trong khi tháng trước có số liệu. "
                "Đề nghị bổ sung hoặc nêu lý do chưa có số liệu.",
            )
        },
    ),
    "2026-07": Story(
        late=("MTTQ",),
        sent_back="Đề nghị nêu rõ diễn biến và kết quả khắc phục sự cố trang thông tin điện tử của phường "
        "trước khi trình ký lại.",
        added="Về an toàn thông tin: trong kỳ xảy ra 01 sự cố thay đổi giao diện trang thông tin điện tử của phường; "
        "Công an phường chủ trì khắc phục trong ngày, không lộ, mất dữ liệu; mật khẩu quản trị đã được thay đổi và "
        "bật xác thực hai lớp.",
    ),
    "2026-08": Story(
        late=("TDP",),
        handed_back=("VP",),
        refused_unit="KTHTDT",
        slip=Slip(16, "Đề nghị rà soát chỉ tiêu 16 theo ý kiến của Sở Khoa học và Công nghệ và báo cáo lại."),
        refusal="Tỷ lệ tổ dân phố được phủ sóng 5G không khớp với số liệu do doanh nghiệp viễn thông cung cấp. "
        "Đề nghị rà soát và gửi báo cáo thay thế.",
        added="Báo cáo này thay thế báo cáo đã gửi; "
        "chỉ tiêu phủ sóng 5G đã được đối chiếu với doanh nghiệp viễn thông.",
    ),
    "2026-09": Story(
        late=("MTTQ", "TCNS", "KTHTDT"),
        returned={
            "CA": Slip(
                10,
                "Chỉ tiêu 10: tử số bằng mẫu số, khác với kết quả đối chiếu từng tổ dân phố. "
                "Đề nghị kiểm tra lại trước khi tổng hợp.",
            )
        },
    ),
    "2026-10": Story(
        late=("TDP",),
        returned={
            "TTDVC": Slip(
                14,
                "Chỉ tiêu 14: số tin, bài cao bất thường so với các tháng trước. Đề nghị đối chiếu với sổ theo dõi.",
            )
        },
        withdrawn=("TTPVHCC",),
    ),
}
