"""The templates by which a report is drafted until a ward writes its own (how to read them: workflows/wording.py)."""

RESULTS = """
@nếu số ước: Số liệu là số ước thực hiện [kỳ], do báo cáo lập trước khi kết thúc kỳ số liệu.
@nếu chỉ tiêu: Trong [kỳ], [số ước|ước ][chỉ tiêu xanh|có #/[chỉ tiêu] chỉ tiêu|chưa có chỉ tiêu nào trong [chỉ tiêu] \
chỉ tiêu] đạt và vượt tiến độ[chỉ tiêu vàng|, # chỉ tiêu có nguy cơ chậm tiến độ][chỉ tiêu đỏ|, # chỉ tiêu chậm tiến \
độ][chỉ tiêu trống|, # chỉ tiêu chưa có số liệu báo cáo].
@nếu chỉ tiêu vàng: Các chỉ tiêu có nguy cơ chậm tiến độ:
@mỗi chỉ tiêu vàng: - [tên] ([số ước|ước ][ít hơn là tốt|ở mức|đạt] [lũy kế], mục tiêu \
[ít hơn là tốt|không quá ][mục tiêu])
@nếu chỉ tiêu đỏ: Các chỉ tiêu chậm tiến độ:
@mỗi chỉ tiêu đỏ: - [tên] ([số ước|ước ][ít hơn là tốt|ở mức|đạt] [lũy kế], mục tiêu \
[ít hơn là tốt|không quá ][mục tiêu])
@nếu chỉ tiêu trống: Các chỉ tiêu chưa có số liệu báo cáo:
@mỗi chỉ tiêu trống: - [tên]
@nếu nhiệm vụ: Về thực hiện nhiệm vụ: trong tổng số [nhiệm vụ] nhiệm vụ của Kế hoạch có [nhiệm vụ theo tình trạng].
@mỗi nhóm nhiệm vụ: [tên]: [nhiệm vụ của nhóm] nhiệm vụ, trong đó [theo tình trạng].\
[nhiệm vụ chậm của nhóm| Nhiệm vụ chậm tiến độ: [nhiệm vụ chậm của nhóm].]\
[nhiệm vụ quá hạn không số liệu của nhóm| Nhiệm vụ quá hạn, chưa có số liệu kỳ này: \
[nhiệm vụ quá hạn không số liệu của nhóm].]
@nếu kết quả: Kết quả nổi bật của các đơn vị:
@mỗi kết quả: [đơn vị]: [nội dung]
@nếu đơn vị chưa báo cáo: Các đơn vị không phải báo cáo: [tên đơn vị chưa báo cáo]. Số liệu trong báo cáo chưa bao gồm \
kết quả của các đơn vị này.
"""

DIFFICULTIES = """
@nếu không khó khăn: Trong [kỳ], các đơn vị đã báo cáo không nêu khó khăn, vướng mắc.
@nếu khó khăn: Trong [kỳ], các đơn vị nêu khó khăn, vướng mắc như sau:
@mỗi khó khăn: [đơn vị]: [nội dung]
"""

PROPOSALS = """
@nếu không đề xuất: Trong [kỳ], các đơn vị đã báo cáo không có đề xuất, kiến nghị.
@nếu đề xuất: Trên cơ sở kết quả thực hiện, các đơn vị đề xuất, kiến nghị như sau:
@mỗi đề xuất: [đơn vị]: [nội dung]
"""

DIRECTIONS = """
Trong [kỳ sau], [ban chỉ đạo] tập trung chỉ đạo các nội dung sau:
- Tiếp tục triển khai các chỉ tiêu, nhiệm vụ của Kế hoạch bảo đảm tiến độ, chất lượng
@nếu chỉ tiêu cần giải pháp: - Có giải pháp cụ thể đối với [chỉ tiêu cần giải pháp] chỉ tiêu chậm tiến độ hoặc chưa \
có số liệu báo cáo
@nếu nhiệm vụ chậm: - Đôn đốc hoàn thành [nhiệm vụ chậm] nhiệm vụ chậm tiến độ do [tên đơn vị chậm nhiệm vụ] chủ trì
@nếu nhiệm vụ quá hạn không số liệu: - Cập nhật, báo cáo kết quả [nhiệm vụ quá hạn không số liệu] nhiệm vụ quá hạn, \
chưa có số liệu kỳ này
@nếu tên đơn vị không nêu lý do: - Đề nghị thực hiện nghiêm chế độ báo cáo: [tên đơn vị không nêu lý do]
@nếu phương hướng: Nhiệm vụ trọng tâm của các đơn vị:
@mỗi phương hướng: [đơn vị]: [nội dung]
"""

TEMPLATES = {
    part: text.strip()
    for part, text in (
        ("results", RESULTS),
        ("difficulties", DIFFICULTIES),
        ("proposals", PROPOSALS),
        ("directions", DIRECTIONS),
    )
}
