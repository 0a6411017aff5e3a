"""The templates by which a report is drafted until a ward writes its own (read by pure/wording/templates.py)."""

RESULTS = """
@nếu số ước: Số liệu trong báo cáo là số ước thực hiện [kỳ].
@nếu số liệu gộp từ ngày: Số liệu trong kỳ là số liệu gộp từ ngày [số liệu gộp từ ngày].
@nếu chỉ tiêu: [lũy kế của kỳ], [số ước|ước ][đạt tiến độ] đạt và vượt tiến độ[chỉ tiêu vàng|, # chỉ tiêu có nguy cơ \
chậm tiến độ][chỉ tiêu đỏ|, # chỉ tiêu chậm tiến độ][chỉ tiêu trống|, # chỉ tiêu chưa có số liệu báo cáo]\
[chỉ tiêu chưa đánh giá|, # chỉ tiêu chưa đánh giá tiến độ năm do số liệu tính từ ngày [tính từ ngày]].
@nếu chỉ tiêu vàng: Chỉ tiêu có nguy cơ chậm tiến độ:
@mỗi chỉ tiêu vàng: - [tên] ([ít hơn là tốt||[số ước|ước ]][kết quả], [yêu cầu])
@nếu số liệu điều chỉnh: Các số liệu kỳ trước được điều chỉnh, lũy kế tính theo số đã điều chỉnh:
@mỗi số liệu điều chỉnh: - [tên], [kỳ số liệu], [đơn vị]: từ [số cũ] thành [số mới][số tổng hợp|; số tổng hợp \
[số tổng hợp]] (lý do: [lý do])
@nếu số liệu khác kỳ trước: Kết quả phát sinh trong kỳ không so sánh với [kỳ trước], do kỳ đó gồm \
[số liệu khác kỳ trước].
@nếu so sánh kỳ trước: So với [kỳ trước], có [so sánh kỳ trước].
@nếu chỉ tiêu kém hơn kỳ trước: Chỉ tiêu kém hơn [kỳ trước]:
@mỗi chỉ tiêu kém hơn kỳ trước: - [tên] ([kết quả trong kỳ], [so với kỳ trước])
@nếu chỉ tiêu chưa so sánh được kỳ trước: Chỉ tiêu chưa so sánh được với [kỳ trước]:
@mỗi chỉ tiêu chưa so sánh được kỳ trước: - [tên] ([kết quả trong kỳ], [so với kỳ trước])
@nếu số liệu khác cùng kỳ: Kết quả phát sinh trong kỳ không so sánh với cùng kỳ năm trước ([cùng kỳ]), do kỳ đó gồm \
[số liệu khác cùng kỳ].
@nếu so sánh cùng kỳ: So với cùng kỳ năm trước ([cùng kỳ]), có [so sánh cùng kỳ].
@nếu chỉ tiêu kém hơn cùng kỳ: Chỉ tiêu kém hơn cùng kỳ năm trước:
@mỗi chỉ tiêu kém hơn cùng kỳ: - [tên] ([kết quả trong kỳ], [so với cùng kỳ])
@nếu chỉ tiêu chưa so sánh được cùng kỳ: Chỉ tiêu chưa so sánh được với cùng kỳ năm trước:
@mỗi chỉ tiêu chưa so sánh được cùng kỳ: - [tên] ([kết quả trong kỳ], [so với cùng kỳ])
@nếu nhiệm vụ: Về thực hiện nhiệm vụ, đến hết [kỳ], [tình hình nhiệm vụ][còn nhiệm vụ|, cụ thể:|.]
@mỗi nhóm nhiệm vụ: [còn nhiệm vụ|- [tên]: [tình hình nhóm]]
@nếu kết quả: Kết quả nổi bật của các đơn vị:
@mỗi kết quả: [đơn vị]: [nội dung]
"""

ASSESSMENT = """
@nếu chỉ tiêu xanh: Kết quả đạt được: [chỉ tiêu xanh] chỉ tiêu đạt và vượt tiến độ, gồm:
@mỗi chỉ tiêu xanh: - [tên] ([ít hơn là tốt||[số ước|ước ]][kết quả], [yêu cầu])
@nếu tồn tại: Tồn tại, hạn chế: còn [tồn tại].
@nếu chỉ tiêu đỏ: Chỉ tiêu chậm tiến độ:
@mỗi chỉ tiêu đỏ: - [tên] ([ít hơn là tốt||[số ước|ước ]][kết quả], [yêu cầu])
@nếu chỉ tiêu trống: Chỉ tiêu chưa có số liệu báo cáo:
@mỗi chỉ tiêu trống: - [tên]
@nếu nhiệm vụ chậm: Nhiệm vụ chậm tiến độ:
@mỗi nhiệm vụ chậm: - [tên] ([chủ trì] chủ trì)
@nếu nhiệm vụ quá hạn không số liệu: Nhiệm vụ quá hạn, chưa có số liệu kỳ này:
@mỗi nhiệm vụ quá hạn không số liệu: - [tên] ([chủ trì] chủ trì)
@nếu kịp tiến độ: Không có chỉ tiêu, nhiệm vụ chậm tiến độ.
@nếu nguyên nhân: Nguyên nhân theo giải trình của các đơn vị:
@mỗi nguyên nhân: - [nội dung]
"""

RESULTS_OF_A_YEAR = """
@nếu số ước: Số liệu trong báo cáo là số ước thực hiện [kỳ].
@nếu chỉ tiêu: [lũy kế của kỳ], [số ước|ước ][đạt tiến độ] đạt và vượt mục tiêu[chỉ tiêu vàng|, # chỉ tiêu cơ bản đạt \
mục tiêu][chỉ tiêu đỏ|, # chỉ tiêu chưa đạt mục tiêu][chỉ tiêu trống|, # chỉ tiêu chưa có số liệu báo cáo]\
[chỉ tiêu chưa đánh giá|, # chỉ tiêu chưa đánh giá do số liệu tính từ ngày [tính từ ngày]].
@nếu chỉ tiêu vàng: Chỉ tiêu cơ bản đạt mục tiêu:
@mỗi chỉ tiêu vàng: - [tên] ([ít hơn là tốt||[số ước|ước ]][kết quả], [yêu cầu])
@nếu số liệu điều chỉnh: Các số liệu đã báo cáo được điều chỉnh, số liệu năm tính theo số đã điều chỉnh:
@mỗi số liệu điều chỉnh: - [tên], [kỳ số liệu], [đơn vị]: từ [số cũ] thành [số mới][số tổng hợp|; số tổng hợp \
[số tổng hợp]] (lý do: [lý do])
@nếu so sánh kỳ trước: So với [kỳ trước], có [so sánh kỳ trước].
@nếu chỉ tiêu kém hơn kỳ trước: Chỉ tiêu kém hơn [kỳ trước]:
@mỗi chỉ tiêu kém hơn kỳ trước: - [tên] ([kết quả trong kỳ], [so với kỳ trước])
@nếu chỉ tiêu chưa so sánh được kỳ trước: Chỉ tiêu chưa so sánh được với [kỳ trước]:
@mỗi chỉ tiêu chưa so sánh được kỳ trước: - [tên] ([kết quả trong kỳ], [so với kỳ trước])
@nếu nhiệm vụ: Về thực hiện nhiệm vụ, [số ước|tính đến thời điểm báo cáo|đến hết [kỳ]], [tình hình nhiệm vụ]\
[còn nhiệm vụ|, cụ thể:|.]
@mỗi nhóm nhiệm vụ: [còn nhiệm vụ|- [tên]: [tình hình nhóm]]
@nếu kết quả: Kết quả nổi bật của các đơn vị:
@mỗi kết quả: [đơn vị]: [nội dung]
"""

ASSESSMENT_OF_A_YEAR = """
@nếu chỉ tiêu xanh: Kết quả đạt được: [chỉ tiêu xanh] chỉ tiêu đạt và vượt mục tiêu, gồm:
@mỗi chỉ tiêu xanh: - [tên] ([ít hơn là tốt||[số ước|ước ]][kết quả], [yêu cầu])
@nếu tồn tại: Tồn tại, hạn chế: còn [tồn tại].
@nếu chỉ tiêu đỏ: Chỉ tiêu chưa đạt mục tiêu:
@mỗi chỉ tiêu đỏ: - [tên] ([ít hơn là tốt||[số ước|ước ]][kết quả], [yêu cầu])
@nếu chỉ tiêu trống: Chỉ tiêu chưa có số liệu báo cáo:
@mỗi chỉ tiêu trống: - [tên]
@nếu nhiệm vụ chậm: Nhiệm vụ chậm tiến độ:
@mỗi nhiệm vụ chậm: - [tên] ([chủ trì] chủ trì)
@nếu nhiệm vụ quá hạn không số liệu: Nhiệm vụ quá hạn, chưa có số liệu kỳ này:
@mỗi nhiệm vụ quá hạn không số liệu: - [tên] ([chủ trì] chủ trì)
@nếu kịp tiến độ: Các chỉ tiêu đều đạt hoặc cơ bản đạt mục tiêu; không có nhiệm vụ chậm tiến độ.
@nếu nguyên nhân: Nguyên nhân theo giải trình của các đơn vị:
@mỗi nguyên nhân: - [nội dung]
"""

# How the directions of every period end.
WHAT_IS_LEFT = """\
@nếu nhiệm vụ chậm: - Đôn đốc hoàn thành [nhiệm vụ chậm] nhiệm vụ chậm tiến độ do [tên đơn vị chậm nhiệm vụ] chủ trì
@nếu nhiệm vụ quá hạn không số liệu: - Cập nhật, báo cáo kết quả [nhiệm vụ quá hạn không số liệu] nhiệm vụ quá hạn, \
chưa có số liệu kỳ này
@nếu tên đơn vị không nêu lý do: - Đề nghị thực hiện nghiêm chế độ báo cáo: [tên đơn vị không nêu lý do]
@nếu nhiệm vụ đến hạn cuối kỳ: Hoàn thành đúng hạn nhiệm vụ đến hạn trong những ngày cuối [kỳ]:
@mỗi nhiệm vụ đến hạn cuối kỳ: - [tên] ([chủ trì] chủ trì)
@nếu nhiệm vụ đến hạn kỳ sau: Hoàn thành nhiệm vụ đến hạn trong [kỳ sau]:
@mỗi nhiệm vụ đến hạn kỳ sau: - [tên] ([chủ trì] chủ trì)
@nếu phương hướng: Nhiệm vụ trọng tâm của các đơn vị:
@mỗi phương hướng: [đơn vị]: [nội dung]
"""

DIRECTIONS_OF_A_YEAR = (
    """
Trong [kỳ sau], [ban chỉ đạo] tập trung chỉ đạo các nội dung sau:
- Xây dựng, triển khai thực hiện Kế hoạch [kỳ sau]
@nếu còn nhiệm vụ: - Tiếp tục thực hiện các nhiệm vụ chưa hoàn thành của [kỳ]
@nếu chỉ tiêu đỏ: - Có giải pháp cụ thể đối với [chỉ tiêu đỏ] chỉ tiêu chưa đạt mục tiêu [kỳ]
@nếu chỉ tiêu trống: - Đôn đốc các đơn vị báo cáo số liệu [kỳ] của [chỉ tiêu trống] chỉ tiêu chưa có số liệu
"""
    + WHAT_IS_LEFT
)

RESULTS_AS_ASKED = """
@nếu chỉ tiêu: Số liệu các chỉ tiêu được yêu cầu báo cáo:
@mỗi chỉ tiêu: - [tên]: [trong kỳ]
@nếu nhiệm vụ: Về thực hiện nhiệm vụ, [tình hình nhiệm vụ][còn nhiệm vụ|, cụ thể:|.]
@mỗi nhóm nhiệm vụ: [còn nhiệm vụ|- [tên]: [tình hình nhóm]]
@nếu kết quả: Kết quả nổi bật của các đơn vị:
@mỗi kết quả: [đơn vị]: [nội dung]
"""

RESULTS_IN_WORDS = """
@nếu kết quả: Kết quả của các đơn vị:
@mỗi kết quả: [đơn vị]: [nội dung]
"""

DIFFICULTIES = """
@nếu không khó khăn: Trong [kỳ], các đơn vị không nêu khó khăn, vướng mắc.
@nếu khó khăn: Trong quá trình thực hiện, các đơn vị còn gặp khó khăn, vướng mắc sau:
@mỗi khó khăn: [đơn vị]: [nội dung]
"""

DIFFICULTIES_AS_ASKED = """
@nếu không khó khăn: Các đơn vị không nêu khó khăn, vướng mắc.
@nếu khó khăn: Các đơn vị còn gặp khó khăn, vướng mắc sau:
@mỗi khó khăn: [đơn vị]: [nội dung]
"""

PROPOSALS = """
@nếu không kiến nghị: Trong [kỳ], các đơn vị không có đề xuất, kiến nghị.
@mỗi kiến nghị: [nơi nhận]: [nội dung]
"""

PROPOSALS_AS_ASKED = """
@nếu không kiến nghị: Các đơn vị không có đề xuất, kiến nghị.
@mỗi kiến nghị: [nơi nhận]: [nội dung]
"""

DIRECTIONS = (
    """
Trong [kỳ sau], [ban chỉ đạo] tập trung chỉ đạo các nội dung sau:
- Tiếp tục triển khai các chỉ tiêu, nhiệm vụ của Kế hoạch bảo đảm tiến độ, chất lượng
@nếu chỉ tiêu đỏ: - Có giải pháp cụ thể đối với [chỉ tiêu đỏ] chỉ tiêu chậm tiến độ
@nếu chỉ tiêu trống: - Đôn đốc các đơn vị báo cáo số liệu của [chỉ tiêu trống] chỉ tiêu chưa có số liệu
"""
    + WHAT_IS_LEFT
)

DIRECTIONS_IN_WORDS = """
@nếu phương hướng: Nhiệm vụ trọng tâm của các đơn vị:
@mỗi phương hướng: [đơn vị]: [nội dung]
"""

TEMPLATES = {
    part: text.strip()
    for part, text in (
        ("results", RESULTS),
        ("assessment", ASSESSMENT),
        ("difficulties", DIFFICULTIES),
        ("proposals", PROPOSALS),
        ("directions", DIRECTIONS),
    )
}
OF_A_YEAR = TEMPLATES | {
    "results": RESULTS_OF_A_YEAR.strip(),
    "assessment": ASSESSMENT_OF_A_YEAR.strip(),
    "directions": DIRECTIONS_OF_A_YEAR.strip(),
}
RAISED_AS_ASKED = {"difficulties": DIFFICULTIES_AS_ASKED.strip(), "proposals": PROPOSALS_AS_ASKED.strip()}
AS_ASKED = TEMPLATES | RAISED_AS_ASKED | {"results": RESULTS_AS_ASKED.strip()}
IN_WORDS = TEMPLATES | {
    "results": RESULTS_IN_WORDS.strip(),
    "assessment": "",
    "directions": DIRECTIONS_IN_WORDS.strip(),
}


def templates_of(on_plan: bool, *, asked: bool = False, whole_year: bool = False) -> dict[str, str]:
    """The product's own, by part: of a report on the plan's indicators and assignments, or in words alone. One that the
    office `asked` for by itself tells figures of its own days, none of the year. One of a `whole_year` says whether its
    goals are reached, where the others say how far the year has come.
    """
    if on_plan:
        return AS_ASKED if asked else OF_A_YEAR if whole_year else TEMPLATES
    return IN_WORDS | (RAISED_AS_ASKED if asked else {})
