"""The drafted prose of the ward report."""

import unicodedata
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

from django.utils import translation

from workflows.narrative import (
    Absence,
    AssignmentFact,
    DifficultyFact,
    Facts,
    GroupFact,
    IndicatorFact,
    Narrative,
    UnitWords,
    draft,
    items,
    next_period_words,
    period_words,
)
from workflows.references import resolve, words_of

D = Decimal
POLICE = "Công an phường"
ECONOMY = "Phòng Kinh tế, Hạ tầng và Đô thị phường"
ONLINE = IndicatorFact(1, "Tỷ lệ hồ sơ tiếp nhận trực tuyến", "%", 2, D(85), D(90), D("88.5"), "green")
DIGITISED = IndicatorFact(2, "Tỷ lệ số hóa hồ sơ", "%", 2, D(100), D(91), D("89.756"), "amber")
FILES = IndicatorFact(3, "Số hồ sơ thuộc Đề án 06", "hồ sơ", 0, D(6000), D(34), D(1234), "red")
INCIDENTS = IndicatorFact(4, "Số sự cố mất an toàn thông tin", "sự cố", 0, D(0), D(1), D(2), "red", "down")
SIPAS = IndicatorFact(5, "Mức độ hài lòng (SIPAS)", "%", 2, D(95), None, None, "red")
LEADING = GroupFact(
    "Về lãnh đạo, chỉ đạo",
    (
        AssignmentFact("Quán triệt Nghị quyết", ECONOMY, "done"),
        AssignmentFact("Bảo đảm an ninh mạng", POLICE, "late"),
        AssignmentFact("Gắn kết quả với đánh giá", ECONOMY, "in_progress"),
    ),
)
REFORM = GroupFact("Về cải cách hành chính", (AssignmentFact("Nâng cao chỉ số", ECONOMY, "not_reported"),))
FACTS = Facts("2026-10", (ONLINE, DIGITISED, FILES, INCIDENTS, SIPAS), (LEADING, REFORM))


def read(facts: Facts = FACTS, **changes: object) -> Narrative:
    """The draft as a reader sees it, each reference as its figure."""
    changed = replace(facts, **changes)
    words = words_of(changed.indicators)
    return Narrative(**{part: resolve(text, words) for part, text in asdict(draft(changed)).items()})


def results(**changes: object) -> list[str]:
    return read(**changes).results.split("\n")


def test_figures_stand_in_the_draft_as_references():
    assert "- Số hồ sơ thuộc Đề án 06 (đạt {{chỉ tiêu 3: lũy kế}}, mục tiêu {{chỉ tiêu 3: mục tiêu}});" in draft(
        FACTS
    ).results.split("\n")
    assert "có {{số chỉ tiêu: xanh}}/{{số chỉ tiêu: tất cả}} chỉ tiêu" in draft(FACTS).results


def test_the_results_open_with_the_count_of_indicators():
    assert results()[0] == (
        "Trong tháng 10 năm 2026, có 01/05 chỉ tiêu đạt và vượt tiến độ, 01 chỉ tiêu có nguy cơ chậm tiến độ, "
        "02 chỉ tiêu chậm tiến độ, 01 chỉ tiêu chưa có số liệu báo cáo."
    )


def test_counts_of_none_are_left_out():
    assert results(indicators=(ONLINE,))[0] == "Trong tháng 10 năm 2026, có 01/01 chỉ tiêu đạt và vượt tiến độ."


def test_no_indicator_on_time_is_said_in_words():
    opening = (
        "Trong tháng 10 năm 2026, chưa có chỉ tiêu nào trong 01 chỉ tiêu đạt và vượt tiến độ, 01 chỉ tiêu chậm tiến độ."
    )
    assert results(indicators=(FILES,))[0] == opening


def test_indicators_behind_are_listed_with_figure_and_goal():
    lines = results()
    start = lines.index("Các chỉ tiêu chậm tiến độ:")
    assert lines[start + 1 : start + 3] == [
        "- Số hồ sơ thuộc Đề án 06 (đạt 1.234 hồ sơ, mục tiêu 6.000 hồ sơ);",
        "- Số sự cố mất an toàn thông tin (ở mức 2 sự cố, mục tiêu không quá 0 sự cố).",
    ]


def test_a_figure_is_written_the_vietnamese_way():
    assert "- Tỷ lệ số hóa hồ sơ (đạt 89,76%, mục tiêu 100%)." in results()


def test_a_figure_shows_the_indicators_decimals():
    assert "- Tỷ lệ số hóa hồ sơ (đạt 89,8%, mục tiêu 100%)." in results(indicators=(replace(DIGITISED, places=1),))


def test_an_indicator_without_figures_is_not_called_late():
    lines = results()
    assert lines[lines.index("Các chỉ tiêu chưa có số liệu báo cáo:") + 1] == "- Mức độ hài lòng (SIPAS)."


def test_assignments_are_counted_as_a_whole_and_by_group():
    lines = results()
    whole = lines.index(
        "Về thực hiện nhiệm vụ: trong tổng số 04 nhiệm vụ của Kế hoạch có 01 nhiệm vụ đã hoàn thành, "
        "01 nhiệm vụ đang thực hiện, 01 nhiệm vụ chậm tiến độ, 01 nhiệm vụ chưa có số liệu."
    )
    assert lines[whole + 1 : whole + 3] == [
        "Về lãnh đạo, chỉ đạo: 03 nhiệm vụ, trong đó 01 đã hoàn thành, 01 đang thực hiện, 01 chậm tiến độ. "
        "Nhiệm vụ chậm tiến độ: Bảo đảm an ninh mạng (Công an phường chủ trì).",
        "Về cải cách hành chính: 01 nhiệm vụ, trong đó 01 chưa có số liệu.",
    ]


def test_what_is_past_its_day_and_told_by_nobody_is_no_lateness():
    facts = (
        AssignmentFact("Họp Ban Chỉ đạo", ECONOMY, "done", kept=True),
        AssignmentFact("Số hóa hồ sơ", ECONOMY, "in_progress", kept=True),
        AssignmentFact("Tập huấn", ECONOMY, "overdue_silent", kept=True),
        AssignmentFact("Tuyên truyền", ECONOMY, "not_started"),
    )
    lines = results(groups=(GroupFact("Về lãnh đạo, chỉ đạo", facts),))
    assert lines[-1] == (
        "Về lãnh đạo, chỉ đạo: 04 nhiệm vụ, trong đó 01 đã hoàn thành, 01 đang thực hiện, 01 chưa thực hiện, "
        "01 quá hạn, chưa có số liệu kỳ này (02 nhiệm vụ chưa có số liệu kỳ này, giữ tình trạng gần nhất). "
        f"Nhiệm vụ quá hạn, chưa có số liệu kỳ này: Tập huấn ({ECONOMY} chủ trì)."
    )


def test_units_that_did_not_report_are_named_last_with_the_reason_of_a_waiver():
    absences = (Absence(POLICE, "đang kiện toàn tổ chức."), Absence("Tổ công nghệ số cộng đồng"))
    assert results(absences=absences)[-1] == (
        "Các đơn vị không phải báo cáo: Công an phường (lý do: đang kiện toàn tổ chức); Tổ công nghệ số cộng đồng. "
        "Số liệu trong báo cáo chưa bao gồm kết quả của các đơn vị này."
    )


def test_where_all_reported_nobody_is_named():
    assert "chưa báo cáo:" not in read().results


def test_estimates_are_marked():
    lines = results(code="2026", estimates=True)
    assert lines[0] == "Số liệu là số ước thực hiện năm 2026, do báo cáo lập trước khi kết thúc kỳ số liệu."
    assert lines[1].startswith("Trong năm 2026, ước có 01/05 chỉ tiêu")
    assert "- Tỷ lệ số hóa hồ sơ (ước đạt 89,76%, mục tiêu 100%)." in lines


def test_without_estimates_nothing_is_marked_so():
    assert "ước " not in read().results


def test_what_units_achieved_stands_under_their_names():
    lines = results(units=(UnitWords(POLICE, results="Cấp 120 tài khoản"), UnitWords(ECONOMY)))
    assert lines[-2:] == ["Kết quả nổi bật của các đơn vị:", "Công an phường: Cấp 120 tài khoản."]


def test_difficulties_are_listed_by_unit():
    units = (
        UnitWords(POLICE, difficulties="- thiếu máy quét;\n\n2. đường truyền chậm."),
        UnitWords("Văn phòng"),
        UnitWords(ECONOMY, difficulties="Kinh phí chưa được giao ./."),
    )
    assert read(units=units).difficulties.split("\n") == [
        "Trong tháng 10 năm 2026, các đơn vị nêu khó khăn, vướng mắc như sau:",
        "Công an phường:",
        "- thiếu máy quét;",
        "- đường truyền chậm.",
        "Phòng Kinh tế, Hạ tầng và Đô thị phường: Kinh phí chưa được giao.",
    ]


def test_proposals_are_listed_by_unit():
    units = (UnitWords(POLICE, proposals="Đề nghị tỉnh cấp thêm thiết bị"),)
    assert read(units=units).proposals.endswith("Công an phường: Đề nghị tỉnh cấp thêm thiết bị.")


def test_nothing_raised_is_said():
    text = draft(FACTS)
    assert text.difficulties == "Trong tháng 10 năm 2026, các đơn vị đã báo cáo không nêu khó khăn, vướng mắc."
    assert text.proposals == "Trong tháng 10 năm 2026, các đơn vị đã báo cáo không có đề xuất, kiến nghị."


def test_directions_look_to_the_next_period():
    units = (UnitWords(POLICE, directions="Ra quân cấp VNeID"),)
    absences = (Absence("Văn phòng"), Absence("Tổ dân phố", "đã được miễn"))
    assert read(units=units, absences=absences).directions.split("\n") == [
        "Trong tháng 11 năm 2026, Ban Chỉ đạo phường tập trung chỉ đạo các nội dung sau:",
        "- Tiếp tục triển khai các chỉ tiêu, nhiệm vụ của Kế hoạch bảo đảm tiến độ, chất lượng;",
        "- Có giải pháp cụ thể đối với 03 chỉ tiêu chậm tiến độ hoặc chưa có số liệu báo cáo;",
        "- Đôn đốc hoàn thành 01 nhiệm vụ chậm tiến độ do Công an phường chủ trì;",
        "- Đề nghị thực hiện nghiêm chế độ báo cáo: Văn phòng.",
        "Nhiệm vụ trọng tâm của các đơn vị:",
        "Công an phường: Ra quân cấp VNeID.",
    ]


def test_a_month_with_nothing_late_only_goes_on():
    directions = read(Facts("2026-10", (ONLINE,), ())).directions.split("\n")
    assert directions[1:] == ["- Tiếp tục triển khai các chỉ tiêu, nhiệm vụ của Kế hoạch bảo đảm tiến độ, chất lượng."]


def test_periods_are_named_without_leading_zeros_and_across_the_year():
    assert period_words("2026-03") == "tháng 3 năm 2026"
    assert (next_period_words("2026-11"), next_period_words("2026-12")) == ("tháng 12 năm 2026", "tháng 1 năm 2027")
    assert next_period_words("2026") == "năm 2027"


def test_typed_text_becomes_composed_vietnamese_without_bullets():
    typed = unicodedata.normalize("NFD", "•  Quỳnh   đề nghị ;\n+ hai\n a) ba")
    assert items(typed) == ["Quỳnh đề nghị", "hai", "a) ba"]


def test_a_negative_figure_keeps_its_sign():
    assert items("-5% so với tháng trước") == ["-5% so với tháng trước"]


def test_the_document_is_vietnamese_and_equal_whatever_language_is_active():
    with translation.override("en"):
        english = draft(FACTS)
    with translation.override("vi"):
        assert draft(FACTS) == english


def test_every_paragraph_ends_as_a_paragraph_should():
    units = (UnitWords(POLICE, "Một\nHai", "Ba,", "Bốn;", "Năm\nSáu"),)
    text = read(units=units, absences=(Absence(ECONOMY),))
    lines = "\n".join((text.results, text.difficulties, text.proposals, text.directions)).split("\n")
    assert all(line[-1] in ":;." and line[-2] not in ":;. " for line in lines)
    assert all(line.startswith("- ") for line in lines if line.endswith(";"))


def test_difficulties_stand_by_those_who_raised_them_what_several_raised_first():
    common = DifficultyFact("Thiếu máy quét.", (POLICE, ECONOMY), date(2026, 10, 1), "tỉnh", date(2026, 11, 2))
    own = DifficultyFact("kinh phí\nchưa giao", (ECONOMY,), date(2026, 9, 30), "Phòng VH-XH")
    assert read(difficulties=(own, common)).difficulties.split("\n") == [
        "Trong tháng 10 năm 2026, các đơn vị nêu khó khăn, vướng mắc như sau:",
        f"{POLICE}; {ECONOMY}: Thiếu máy quét (nêu ngày 01/10/2026, đề nghị tỉnh giải quyết; "
        "đã có ý kiến trả lời ngày 02/11/2026).",
        f"{ECONOMY}: kinh phí chưa giao (nêu ngày 30/09/2026, đề nghị Phòng VH-XH giải quyết).",
    ]


def test_what_a_unit_typed_in_its_report_stands_below_its_items():
    own = DifficultyFact("Thiếu máy quét", (POLICE,), date(2026, 10, 1), "tỉnh")
    text = read(difficulties=(own,), units=(UnitWords(POLICE, difficulties="Đường truyền chậm"),)).difficulties
    assert text.split("\n")[1:] == [
        f"{POLICE}:",
        "- Thiếu máy quét (nêu ngày 01/10/2026, đề nghị tỉnh giải quyết);",
        "- Đường truyền chậm.",
    ]


def test_no_figure_is_quoted_from_what_a_unit_raised():
    own = DifficultyFact("{{chỉ tiêu 3: lũy kế}}", (POLICE,), date(2026, 10, 1), "tỉnh")
    assert "1.234" not in read(difficulties=(own,)).difficulties
