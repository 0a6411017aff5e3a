"""What the ward has on paper when it starts: lists from Excel, the annex of the plan, and its front."""

PASSWORD = "con mèo vàng ngồi đọc thơ bên suối 7"
UNITS = """Mã\tTên đơn vị\tTên viết tắt\tLoại
VP\tVăn phòng HĐND và UBND\tVăn phòng\tVăn phòng
CA\tCông an xã\tCông an\tCông an
KT\tPhòng Kinh tế\tPhòng Kinh tế\tPhòng
TDP1\tTổ dân phố 1\tTDP 1\tTổ dân phố
TDP2\tTổ dân phố 2\tTDP 2\tTổ dân phố"""
ANNEX = """Phụ lục năm 2027
STT\tChỉ tiêu\tĐVT\tMục tiêu năm 2027\tChủ trì\tPhối hợp
1\tHồ sơ nộp trực tuyến\thồ sơ\t≥ 900\tCông an\tPhòng Kinh tế; TDP 1; TDP 2
2\tThuê bao băng rộng cố định\tthuê bao\t≥ 20\tCông an\tPhòng Kinh tế
3\tHồ sơ giải quyết đúng hạn\t%\tTừ 90% trở lên\tVăn phòng\t
4\tTài khoản định danh được kích hoạt\ttài khoản\t≥ 100\tCông an\t
5\tLượt người được hướng dẫn dịch vụ công\tlượt\t≥ 100\tCông an\t
6\tBuổi phát thanh về chuyển đổi số\tbuổi\t≥ 100\tVăn phòng\t
7\tSản phẩm được bán trên sàn thương mại điện tử\tsản phẩm\t≥ 100\tPhòng Kinh tế\t
8\tCuộc kiểm tra an toàn thông tin\tcuộc\t≥ 100\tVăn phòng\t
STT\tNội dung nhiệm vụ\tChủ trì\tPhối hợp\tThời gian
1\tTập huấn kỹ năng số\tPhòng Kinh tế\tCông an\tHằng tháng
2\tRà soát thiết bị đầu cuối\tPhòng Kinh tế\t\tHằng quý"""
PEOPLE = """Họ và tên\tTên đăng nhập\tĐơn vị\tVai trò\tEmail
Trần Bình\tbinh\tVăn phòng\tCán bộ tổng hợp\tbinh@example.vn
Lê Tổng\ttong\tVăn phòng\tCán bộ tổng hợp\ttong@example.vn
Vũ Thư\tthu\tVăn phòng\tVăn thư\tthu@example.vn
Phạm Ký\tky\tBan Chỉ đạo\tNgười ký duyệt\tky@example.vn
Đỗ Trưởng\ttruong\tBan Chỉ đạo\tNgười ký duyệt\ttruong@example.vn
Hà Kiểm\tkiem\tVăn phòng\tNgười kiểm tra\tkiem@example.vn
Ngô An\tan\tCông an\tNgười soạn\tan@example.vn
Cao Bảo\tbao\tCông an\tThủ trưởng đơn vị\tbao@example.vn
Lý Chi\tchi\tPhòng Kinh tế\tNgười soạn\tchi@example.vn
Tạ Dũng\tdung\tPhòng Kinh tế\tThủ trưởng đơn vị\tdung@example.vm
Mạc Phòng	phong	Văn phòng	Người soạn; Thủ trưởng đơn vị	phong@example.vn
Bà Hoa\thoa\tTDP 1\tNgười soạn; Thủ trưởng đơn vị\t
Bà Lan\tlan\tTDP 2\tNgười soạn; Thủ trưởng đơn vị\t"""
FRONT = {
    "number": "01/KH-BCĐ",
    "issued_on": "04/01/2027",
    "year": "2027",
    "title": "Kế hoạch chuyển đổi số năm 2027",
    "issuer": "Ban Chỉ đạo xã",
    "province": "Tuyên Quang",
    "place": "Tân Trào",
    "coordinating_unit": "Văn phòng",
    "province_recipient": "Sở Khoa học và Công nghệ",
    "signer_authority": "KT. TRƯỞNG BAN CHỈ ĐẠO",
    "signer_title": "PHÓ TRƯỞNG BAN",
    "signer_post": "Phó Chủ tịch Ủy ban nhân dân",
    "signer_name": "Phạm Ký",
    "unit_day": "05",
    "ward_day": "10",
    "unit_annual": "05/12",
    "ward_annual": "10/12",
    "recipients": "Lưu: VT.",
    "authority": "Chủ tịch",
}
ADMINISTRATOR = {"name": "Nguyễn Quản Trị", "username": "quantri", "password1": PASSWORD, "password2": PASSWORD}
