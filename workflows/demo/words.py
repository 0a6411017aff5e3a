"""What the demo's units write in the four parts of their reports, by month. No people are named.

`{when}` is the period in the middle of a sentence; `{v9}`, `{n1}`, `{d1}` are value, numerator and denominator of the
unit's own indicators, so that prose and figures agree.
"""

from dataclasses import dataclass, field

from workflows.pure.aggregation import format_number

from . import figures

Span = tuple[int, int, str]
YEAR = 13
# What a unit answers, by the code of the check that asks (pure/entry_checks.py).
REASONS = {
    "blank": "Trong kỳ chưa có số liệu, đơn vị sẽ bổ sung ở kỳ sau",
    "bounded": "Tính cả hồ sơ của kỳ trước chuyển sang",
    "jump": "Khối lượng phát sinh không đều giữa các tháng, tập trung vào một số đợt cao điểm",
    "far": "Triển khai đồng loạt tại các tổ dân phố trong tháng nên kết quả tăng nhanh",
    "falls": "Đã loại trừ số liệu trùng của các kỳ trước",
    "months": "Đã loại trừ số liệu trùng của các tháng",
    "undone": "Bổ sung nội dung theo yêu cầu của cấp trên, đang thực hiện tiếp",
    "product": "Sản phẩm đang hoàn thiện thể thức, gửi trong tuần tới",
}


@dataclass(frozen=True)
class DemoWords:
    """`steady` lines come each time; `highlights` by month; the others hold from a month to a month, both within."""

    steady: tuple[str, ...]
    highlights: dict[int, str] = field(default_factory=dict)
    difficulties: tuple[Span, ...] = ()
    proposals: tuple[Span, ...] = ()
    directions: tuple[Span, ...] = ()


WORDS: dict[str, DemoWords] = {
    "VHXH": DemoWords(
        (
            "Tham mưu theo dõi, đôn đốc các đơn vị thực hiện Kế hoạch; tổng hợp báo cáo {when} đúng quy định",
            "Lũy kế {n12}/{d12} cán bộ, công chức đã được bồi dưỡng kỹ năng số; "
            "{n11}/{d11} văn bản đi được ký số và gửi trên môi trường mạng",
        ),
        {
            4: "Tham mưu kiện toàn Ban Chỉ đạo và phân công nhiệm vụ thành viên theo nguyên tắc “06 rõ”",
            5: "Tham mưu ban hành quy chế hoạt động của Ban Chỉ đạo; công nhận 01 sáng kiến",
            6: "Tổ chức hội nghị quán triệt Nghị quyết số 57-NQ/TW đến cán bộ, đảng viên toàn phường",
            7: "Tham mưu ban hành quy chế khai thác, sử dụng hệ thống thông tin, cơ sở dữ liệu",
            8: "Phát động phong trào sáng kiến, đổi mới sáng tạo; công nhận 02 sáng kiến",
            9: "Hoàn thành kiểm tra tại các đơn vị theo kế hoạch; kết thúc đợt bồi dưỡng kỹ năng số năm 2026",
            10: "Rà soát các tiêu chí PAR INDEX còn bị trừ điểm, giao từng đơn vị khắc phục trước 30/11",
            11: "Tham mưu tiêu chí gắn kết quả chuyển đổi số với đánh giá, xếp loại người đứng đầu",
            12: "Tổng kết việc thực hiện Kế hoạch năm 2026, dự thảo kế hoạch năm 2027",
        },
        (
            (4, 5, "Một số đơn vị gửi báo cáo chậm, số liệu giữa đơn vị chủ trì và phối hợp chưa thống nhất"),
            (6, 10, "Việc kết nối, khai thác cơ sở dữ liệu dùng chung của tỉnh còn chậm do chưa được cấp tài khoản"),
            (8, 12, "Công chức phụ trách chuyển đổi số kiêm nhiệm nhiều lĩnh vực, thời gian dành cho nhiệm vụ còn ít"),
        ),
        (
            (6, 10, "Đề nghị Sở Khoa học và Công nghệ sớm mở tài khoản khai thác cơ sở dữ liệu dùng chung cho phường"),
            (11, YEAR, "Đề nghị cấp trên hướng dẫn khung chỉ tiêu năm 2027 trước tháng 12"),
        ),
        (
            (4, 6, "Hoàn thành các văn bản nền tảng của Ban Chỉ đạo; mở lớp bồi dưỡng kỹ năng số đợt I"),
            (7, 9, "Kiểm tra việc thực hiện nhiệm vụ tại các đơn vị; hoàn thành chỉ tiêu bồi dưỡng kỹ năng số"),
            (10, 12, "Tập trung các tiêu chí PAR INDEX, SIPAS còn thấp; rà soát nhiệm vụ đến hạn trong quý IV"),
            (YEAR, YEAR, "Tham mưu kế hoạch năm 2027 với chỉ tiêu sát thực tế của phường"),
        ),
    ),
    "CA": DemoWords(
        (
            "Tiếp nhận {v9} hồ sơ dịch vụ công thuộc Đề án 06 trong {when}",
            "Lũy kế {n8}/{d8} công dân đủ điều kiện đã kích hoạt định danh điện tử mức độ 2; "
            "dữ liệu dân cư bảo đảm đúng, đủ, sạch, sống đối với {n10}/{d10} nhân khẩu",
        ),
        {
            4: "Rà soát công dân chưa kích hoạt định danh theo từng tổ dân phố làm cơ sở phân công",
            5: "Thu nhận hồ sơ định danh lưu động tại 04 tổ dân phố và 02 trường học",
            6: "Hoàn thành phương án ứng cứu sự cố an ninh mạng; kiểm tra máy tính của các đơn vị quý II",
            7: "Phối hợp khắc phục trong ngày 01 sự cố thay đổi giao diện trang thông tin điện tử phường, "
            "không lộ, mất dữ liệu",
            8: "Cấp căn cước cho học sinh trước năm học mới, làm việc cả ngày thứ Bảy",
            9: "Kiểm tra, cập nhật bản vá cho máy tính của các đơn vị quý III",
            10: "Kích hoạt định danh lưu động cho người cao tuổi, người khuyết tật tại nhà",
            11: "Đối chiếu, làm sạch dữ liệu cư trú sau biến động dân cư cuối năm",
            12: "Kiểm tra an toàn thông tin quý IV, không phát hiện lỗ hổng mức cao",
        },
        (
            (4, 8, "Nhiều công dân đi làm ăn xa, chưa liên hệ được để kích hoạt định danh điện tử"),
            (7, 9, "Một số máy tính của đơn vị dùng hệ điều hành cũ, không còn được hỗ trợ bản vá"),
            (9, YEAR, "Người cao tuổi không có điện thoại thông minh nên khó duy trì tài khoản định danh"),
        ),
        (
            (7, 9, "Đề nghị Ủy ban nhân dân phường bố trí kinh phí thay thế máy tính không còn được hỗ trợ bản vá"),
            (10, YEAR, "Đề nghị Công an tỉnh bổ sung 01 bộ thiết bị thu nhận lưu động"),
        ),
        (
            (4, 7, "Ra quân kích hoạt định danh ngoài giờ hành chính; hoàn thành phương án ứng cứu sự cố"),
            (8, 10, "Thu nhận lưu động tại tổ dân phố có tỷ lệ kích hoạt thấp; kiểm tra an toàn thông tin định kỳ"),
            (11, YEAR, "Duy trì làm sạch dữ liệu dân cư hằng tuần; phấn đấu vượt chỉ tiêu kích hoạt định danh"),
        ),
    ),
    "KTHTDT": DemoWords(
        (
            "Trong {when} giải quyết đúng hạn và trước hạn {n2}/{d2} hồ sơ lĩnh vực đất đai, xây dựng, hạ tầng",
            "Lũy kế {n16}/{d16} tổ dân phố trong phạm vi theo dõi được phủ sóng 5G",
            "Tỷ lệ hộ có Internet cáp quang đạt {v15}%",
            "Tỷ lệ dân số trưởng thành có tài khoản thanh toán điện tử đạt {v17}%",
        ),
        {
            4: "Tổng hợp nhu cầu kinh phí chuyển đổi số của các đơn vị",
            5: "Hướng dẫn 46 hộ kinh doanh chuyển sang hóa đơn điện tử khởi tạo từ máy tính tiền",
            6: "Tham mưu giao dự toán bổ sung cho nhiệm vụ khoa học, công nghệ, chuyển đổi số",
            7: "Làm việc với doanh nghiệp viễn thông về kế hoạch phát sóng 5G quý III",
            8: "Hỗ trợ tiểu thương chợ trung tâm thanh toán bằng mã QR",
            9: "Rà soát 05 tổ dân phố còn vùng lõm sóng, thống nhất vị trí đặt trạm",
            10: "Hoàn thành báo cáo hiện trạng hạ tầng viễn thông, 5G trên địa bàn",
            11: "Hoàn thành danh sách hộ kinh doanh được hỗ trợ thương mại điện tử",
            12: "Quyết toán kinh phí nhiệm vụ chuyển đổi số năm 2026",
        },
        (
            (4, 6, "Kinh phí cho chuyển đổi số chủ yếu lồng ghép, chưa có dòng chi riêng nên khó theo dõi"),
            (7, 10, "Một số hộ dân chưa đồng thuận việc đặt trạm thu phát sóng gần khu dân cư"),
        ),
        (
            (4, 6, "Đề nghị hướng dẫn thống nhất mục chi cho khoa học, công nghệ, chuyển đổi số ở cấp xã"),
            (7, 10, "Đề nghị UB MTTQ và tổ dân phố phối hợp vận động nhân dân đồng thuận đặt trạm phát sóng"),
        ),
        (
            (4, 6, "Trình giao dự toán bổ sung; tiếp tục hỗ trợ hộ kinh doanh dùng hóa đơn điện tử"),
            (7, 10, "Phối hợp doanh nghiệp viễn thông xóa vùng lõm sóng; thúc đẩy thanh toán không dùng tiền mặt"),
            (11, YEAR, "Hoàn thành giải ngân kinh phí được giao; chuẩn bị dự toán năm 2027"),
        ),
    ),
    "VP": DemoWords(
        (
            "Ký số và gửi {n11}/{d11} văn bản đi trên môi trường mạng trong {when}",
            "Theo dõi hồ sơ lĩnh vực văn phòng: {n1}/{d1} hồ sơ tiếp nhận trực tuyến, {n3}/{d3} kết quả được số hóa",
        ),
        {
            4: "Tổ chức phiên họp Ban Chỉ đạo quý II, ban hành thông báo kết luận",
            5: "Cả 09 đơn vị đã đưa chỉ tiêu chuyển đổi số vào kế hoạch công tác năm",
            6: "Bắt đầu số hóa tài liệu lưu trữ, ưu tiên hồ sơ đất đai và hộ tịch",
            7: "Tổ chức phiên họp Ban Chỉ đạo quý III; áp dụng họp không giấy tờ",
            8: "Số hóa được khoảng 40% khối tài liệu lưu trữ theo kế hoạch",
            9: "Rà soát thẩm quyền ký số của lãnh đạo các đơn vị, gia hạn chứng thư sắp hết hạn",
            10: "Tổ chức phiên họp Ban Chỉ đạo quý IV; số hóa được khoảng 75% khối tài liệu lưu trữ",
            11: "Nghiệm thu kho dữ liệu số hóa, bàn giao đưa vào khai thác",
            12: "Chuẩn bị hội nghị tổng kết của Ban Chỉ đạo",
        },
        (
            (4, 5, "Một số chứng thư số cá nhân hết hạn, việc gia hạn mất nhiều ngày"),
            (6, 10, "Tài liệu lưu trữ cũ bị mờ, rách nên tiến độ số hóa chậm hơn dự kiến"),
        ),
        ((6, 9, "Đề nghị bổ sung 01 máy quét khổ A3 phục vụ số hóa tài liệu lưu trữ"),),
        (
            (4, 6, "Chuẩn bị nội dung phiên họp Ban Chỉ đạo quý tới; tổ chức số hóa tài liệu lưu trữ"),
            (7, 10, "Đẩy nhanh số hóa tài liệu lưu trữ; duy trì 100% văn bản gửi trên môi trường mạng"),
            (11, YEAR, "Khai thác kho dữ liệu số hóa; tham mưu chương trình công tác của Ban Chỉ đạo năm 2027"),
        ),
    ),
    "TTPVHCC": DemoWords(
        (
            "Trong {when} tiếp nhận trực tuyến {n1}/{d1} hồ sơ; giải quyết đúng hạn và trước hạn {n2}/{d2} hồ sơ",
            "Số hóa {n3}/{d3} hồ sơ, kết quả; thanh toán trực tuyến {n4}/{d4} hồ sơ có thu phí, lệ phí; "
            "điểm Bộ chỉ số 766 đạt {v6}",
        ),
        {
            4: "Bố trí 02 máy tính công cộng và người hướng dẫn tại khu vực tự nộp hồ sơ trực tuyến",
            5: "Hoàn thành kiểm kê, trình phê duyệt danh mục thiết bị cần bổ sung",
            6: "Niêm yết mã QR tra cứu thủ tục tại Trung tâm và nhà văn hóa các tổ dân phố",
            7: "Cấu hình quy trình nội bộ giải quyết thủ tục không phụ thuộc địa giới hành chính",
            8: "Lắp đặt thiết bị được bổ sung: 03 máy quét, 01 máy lấy số tự động",
            9: "Trình danh mục 07 thủ tục kiến nghị đơn giản hóa",
            10: "Thử nghiệm nội bộ trợ lý ảo với 25 thủ tục phát sinh nhiều hồ sơ",
            11: "Đưa trợ lý ảo thí điểm vào phục vụ người dân tại Trung tâm",
            12: "Khảo sát mức độ hài lòng cuối năm tại Trung tâm",
        },
        (
            (4, 7, "Hệ thống thông tin giải quyết thủ tục hành chính có thời điểm xử lý chậm vào đầu giờ sáng"),
            (4, 9, "Người dân còn thói quen trả phí bằng tiền mặt nên tỷ lệ thanh toán trực tuyến chưa cao"),
            (8, 10, "Một số thủ tục đất đai chưa liên thông nên phải nhập lại dữ liệu giữa các hệ thống"),
        ),
        (
            (4, 7, "Đề nghị đơn vị vận hành nâng cao hiệu năng hệ thống trong giờ cao điểm"),
            (8, YEAR, "Đề nghị Văn phòng Ủy ban nhân dân tỉnh sớm liên thông dữ liệu đất đai với hệ thống của tỉnh"),
        ),
        (
            (4, 6, "Tăng người hướng dẫn nộp hồ sơ trực tuyến; vận động trả phí qua mã QR"),
            (7, 9, "Vận hành quy trình không phụ thuộc địa giới; nâng điểm các chỉ số thành phần của Bộ chỉ số 766"),
            (10, YEAR, "Mở rộng trợ lý ảo; phấn đấu số hóa toàn bộ hồ sơ, kết quả giải quyết"),
        ),
    ),
    "TTDVC": DemoWords(
        ("Đăng, phát {v14} tin, bài về chuyển đổi số, cải cách hành chính và Đề án 06 trong {when}",),
        {
            4: "Mở chuyên mục “Chuyển đổi số mỗi ngày” trên hệ thống truyền thanh phường",
            5: "Ghi âm 04 bài hướng dẫn nộp hồ sơ trực tuyến, phát luân phiên tại các cụm loa",
            6: "Phát chuyên đề về Nghị quyết số 57-NQ/TW",
            7: "Khôi phục, tăng cường bảo mật trang thông tin điện tử sau sự cố",
            8: "Tuyên truyền chiến dịch cấp căn cước cho học sinh trước năm học mới",
            9: "Thực hiện 02 phóng sự ngắn về mô hình tổ dân phố thông minh",
            10: "Tuyên truyền hưởng ứng Ngày Chuyển đổi số quốc gia 10/10",
            11: "Phát loạt bài về thủ tục không phụ thuộc địa giới hành chính",
            12: "Tổng hợp gương người tốt, việc tốt trong chuyển đổi số của phường",
        },
        (
            (5, 8, "03 cụm loa truyền thanh xuống cấp, âm thanh không ổn định khi trời mưa"),
            (9, YEAR, "Chưa có người chuyên trách dựng video ngắn cho mạng xã hội"),
        ),
        ((5, 8, "Đề nghị bố trí kinh phí sửa chữa 03 cụm loa truyền thanh"),),
        (
            (4, 8, "Duy trì chuyên mục hằng tuần; tăng tin, bài về thanh toán trực tuyến"),
            (9, YEAR, "Tăng thời lượng tuyên truyền bằng video ngắn; giới thiệu tiện ích VNeID"),
        ),
    ),
    "MTTQ": DemoWords(
        (
            "Hướng dẫn kỹ năng số cho {v13} lượt đoàn viên, hội viên và đăng {v14} tin, bài trong {when}",
            "Vận động đoàn viên, hội viên nộp hồ sơ trực tuyến trong sinh hoạt chi hội, đoàn thể",
        ),
        {
            4: "Ký kết chương trình phối hợp tuyên truyền với Phòng Văn hóa - Xã hội phường",
            6: "Tổ chức 03 buổi tuyên truyền quý II tại chi hội phụ nữ, nông dân, cựu chiến binh",
            7: "Đề xuất 01 sáng kiến về sổ tay số cho chi hội",
            9: "Tổ chức 03 buổi tuyên truyền quý III; lồng ghép trong ngày hội đại đoàn kết",
            10: "01 sáng kiến của Đoàn Thanh niên được công nhận",
            11: "Hướng dẫn hội viên mở gian hàng trên sàn thương mại điện tử",
            12: "Tổng kết phong trào toàn dân học tập kỹ năng số",
        },
        ((4, 9, "Tài liệu tuyên truyền cho người cao tuổi còn nhiều chữ, ít hình"),),
        ((4, 9, "Đề nghị Phòng Văn hóa - Xã hội phường cung cấp tài liệu ngắn, nhiều hình ảnh"),),
        (
            (4, 8, "Tiếp tục các buổi tuyên truyền tại chi hội; chú trọng người cao tuổi"),
            (9, YEAR, "Vận động mỗi chi hội có ít nhất 80% hội viên dùng dịch vụ công trực tuyến"),
        ),
    ),
    "TCNS": DemoWords(
        (
            "Hướng dẫn kỹ năng số cho {v13} lượt người dân; hỗ trợ nộp trực tuyến {n1}/{d1} hồ sơ trong {when}",
            "Lũy kế {n8}/{d8} công dân ở địa bàn phụ trách đã kích hoạt định danh điện tử mức độ 2",
        ),
        {
            4: "Ra mắt điểm hỗ trợ tại nhà văn hóa các tổ dân phố vào sáng thứ Bảy",
            5: "Ra quân hướng dẫn cài đặt VNeID tại chợ trung tâm",
            6: "Ra quân tại khu nhà trọ, hướng dẫn khai báo cư trú trực tuyến",
            7: "Tổ chức lớp tập huấn cho toàn bộ thành viên Tổ công nghệ số cộng đồng",
            8: "Hỗ trợ phụ huynh nộp hồ sơ nhập học trực tuyến",
            9: "Hướng dẫn tích hợp giấy tờ vào ứng dụng VNeID",
            10: "Ra quân hưởng ứng Ngày Chuyển đổi số quốc gia 10/10",
            11: "Hướng dẫn người cao tuổi nhận trợ cấp qua tài khoản",
            12: "Tổng kết hoạt động, biểu dương thành viên tích cực",
        },
        (
            (4, 6, "Thành viên kiêm nhiệm, không có phụ cấp nên khó duy trì hoạt động thường xuyên"),
            (7, YEAR, "Kinh phí hỗ trợ hoạt động của Tổ công nghệ số cộng đồng còn hạn chế"),
        ),
        ((4, YEAR, "Đề nghị Ủy ban nhân dân phường xem xét hỗ trợ kinh phí đi lại cho thành viên"),),
        (
            (4, 8, "Mỗi tháng tổ chức ít nhất một đợt ra quân; chuẩn bị tập huấn cho thành viên"),
            (9, YEAR, "Duy trì điểm hỗ trợ sáng thứ Bảy; hướng dẫn đến từng hộ có người cao tuổi"),
        ),
    ),
    "TDP": DemoWords(
        (
            "Hướng dẫn kỹ năng số cho {v13} lượt người dân trong {when}",
            "Lũy kế {n8}/{d8} công dân đã kích hoạt định danh điện tử mức độ 2; {n16}/{d16} tổ dân phố có sóng 5G",
        ),
        {
            4: "Lập nhóm thông tin của từng tổ dân phố để truyền đạt văn bản của phường",
            6: "Đăng ký thí điểm mô hình tổ dân phố thông minh tại 02 tổ dân phố",
            8: "Rà soát hộ chưa có Internet cáp quang gửi Phòng Kinh tế, Hạ tầng và Đô thị phường",
            9: "Lắp đặt camera an ninh xã hội hóa tại 02 tổ dân phố thí điểm",
            10: "Thu phí vệ sinh bằng mã QR tại 02 tổ dân phố thí điểm",
            11: "Đề nghị công nhận 02 mô hình tổ dân phố thông minh",
            12: "Đánh giá, nhân rộng mô hình tổ dân phố thông minh",
        },
        (
            (4, 7, "Nhiều hộ cho thuê trọ biến động thường xuyên, khó nắm đầy đủ nhân khẩu"),
            (8, YEAR, "Một số ngõ sâu còn yếu sóng di động, khó dùng dịch vụ trực tuyến"),
        ),
        ((8, YEAR, "Đề nghị doanh nghiệp viễn thông khảo sát, bổ sung trạm phát sóng tại các ngõ sâu"),),
        (
            (4, 8, "Phối hợp Công an phường rà soát nhân khẩu; vận động người dân kích hoạt định danh"),
            (9, YEAR, "Hoàn thiện mô hình tổ dân phố thông minh; phản ánh kịp thời vướng mắc tại cơ sở"),
        ),
    ),
}
INDICATORS = {
    number for table in (figures.FLOWS, figures.STOCKS, figures.COUNTS, figures.LEVELS) for number, _ in table
}


def written(unit: str, code: str, *, wrong: int | None = None) -> dict[str, str]:
    """The parts in prose of the report of `unit` (by code) for the period `code`, a line for each item. Nothing is said
    of the indicator that is typed `wrong`.

    Difficulties are raised as items (hindrances.py).
    """
    words, month = WORDS[unit], int(code[5:]) if "-" in code else YEAR
    known = _placeholders(unit, code)
    results = [line.format_map(known) for line in words.steady if not _names(line, wrong)]
    if month in words.highlights:
        results.append(words.highlights[month])
    return {"results": _lines(results)} | {
        part: _lines([text for first, last, text in getattr(words, part) if first <= month <= last])
        for part in ("proposals", "directions")
    }


def _names(line: str, indicator: int | None) -> bool:
    return any(f"{{{part}{indicator}}}" in line for part in "vnd")


def _lines(items: list[str]) -> str:
    return "\n".join(f"- {item}." for item in items)


def _placeholders(unit: str, code: str) -> dict[str, str]:
    """The values of the placeholders: the unit's figures as prose writes them."""
    first = code.endswith(f"-{figures.FIRST:02d}")
    values = {"when": "bốn tháng đầu năm 2026" if first else "tháng" if "-" in code else "năm"}
    for number in INDICATORS:
        for name, value in figures.typed(number, unit, code).items():
            if name in ("value", "numerator", "denominator"):
                values[f"{name[0]}{number}"] = f"0{value}" if value in range(1, 10) else format_number(value)
    return values


# What units that are asked for an opinion remark, by their codes; the others agree. And what the coordinator replies.
REMARKS = {"CA": "Đề nghị bổ sung đánh giá việc bảo đảm an ninh, an toàn thông tin mạng của phường."}
EXPLAINED = "Nội dung này đã có trong Phụ lục II (nhiệm vụ về an toàn thông tin mạng), đề nghị giữ như dự thảo."
