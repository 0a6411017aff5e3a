"""The drafted prose of the ward report."""

import unicodedata
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

from django.utils import translation

from workflows.pure.wording.facts import (
    AssignmentFact,
    DifficultyFact,
    Facts,
    GroupFact,
    IndicatorFact,
    MissingUnit,
    UnitWords,
)
from workflows.pure.wording.narrative import Narrative, draft, items
from workflows.pure.wording.references import resolve, words_of

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
    text = draft(FACTS)
    assert "- Tỷ lệ số hóa hồ sơ ({{chỉ tiêu 2: kết quả}}, {{chỉ tiêu 2: yêu cầu}})." in text.results.split("\n")
    assert "2026, {{số chỉ tiêu: đạt tiến độ}} đạt và vượt tiến độ" in text.results


def assessment(**changes: object) -> list[str]:
    return read(**changes).assessment.split("\n")


def test_the_results_open_with_the_count_of_indicators_for_the_year_to_date():
    assert results()[0] == (
        "Lũy kế đến hết tháng 10 năm 2026, 01/05 chỉ tiêu đạt và vượt tiến độ, 01 chỉ tiêu có nguy cơ chậm tiến độ, "
        "02 chỉ tiêu chậm tiến độ, 01 chỉ tiêu chưa có số liệu báo cáo."
    )


def test_counts_of_none_are_left_out():
    assert results(indicators=(ONLINE, SIPAS))[0] == (
        "Lũy kế đến hết tháng 10 năm 2026, 01/02 chỉ tiêu đạt và vượt tiến độ, 01 chỉ tiêu chưa có số liệu báo cáo."
    )


def test_all_indicators_on_time_are_said_in_words():
    both = (ONLINE, replace(ONLINE, number=2))
    assert results(indicators=both)[0] == "Lũy kế đến hết tháng 10 năm 2026, cả 02 chỉ tiêu đạt và vượt tiến độ."


def test_no_indicator_on_time_is_said_in_words():
    opening = (
        "Lũy kế đến hết tháng 10 năm 2026, chưa có chỉ tiêu nào trong 01 chỉ tiêu đạt và vượt tiến độ, "
        "01 chỉ tiêu chậm tiến độ."
    )
    assert results(indicators=(FILES,))[0] == opening


def test_indicators_behind_are_listed_with_figure_and_goal():
    lines = assessment()
    start = lines.index("Chỉ tiêu chậm tiến độ:")
    assert lines[start + 1 : start + 3] == [
        "- Số hồ sơ thuộc Đề án 06 (đạt 1.234 hồ sơ, mục tiêu 6.000 hồ sơ);",
        "- Số sự cố mất an toàn thông tin (xảy ra 02 sự cố, mục tiêu không để xảy ra sự cố).",
    ]


def test_a_figure_is_written_the_vietnamese_way():
    assert "- Tỷ lệ số hóa hồ sơ (đạt 89,76%, mục tiêu 100%)." in results()


def test_a_figure_shows_the_indicators_decimals():
    assert "- Tỷ lệ số hóa hồ sơ (đạt 89,8%, mục tiêu 100%)." in results(indicators=(replace(DIGITISED, places=1),))


def test_an_indicator_without_figures_is_not_called_late():
    lines = assessment()
    assert lines[lines.index("Chỉ tiêu chưa có số liệu báo cáo:") + 1] == "- Mức độ hài lòng (SIPAS)."


def test_assignments_are_counted_as_a_whole_and_by_group():
    lines = results()
    whole = lines.index(
        "Về thực hiện nhiệm vụ, đến hết tháng 10 năm 2026, đã hoàn thành 01/04 nhiệm vụ của Kế hoạch (đạt 25%); "
        "01 nhiệm vụ đang thực hiện, 01 nhiệm vụ chậm tiến độ, 01 nhiệm vụ chưa có số liệu, cụ thể:"
    )
    assert lines[whole + 1 : whole + 3] == [
        "- Về lãnh đạo, chỉ đạo: 03 nhiệm vụ, trong đó 01 đã hoàn thành, 01 đang thực hiện, 01 chậm tiến độ;",
        "- Về cải cách hành chính: 01 nhiệm vụ chưa có số liệu.",
    ]


def test_a_group_that_stands_alike_is_told_as_a_whole():
    alike = replace(LEADING, assignments=LEADING.assignments[2:] * 3)
    assert "- Về lãnh đạo, chỉ đạo: cả 03 nhiệm vụ đang thực hiện." in results(groups=(alike,))


def test_late_assignments_are_named_with_who_leads_them():
    lines = assessment()
    assert lines[lines.index("Nhiệm vụ chậm tiến độ:") + 1] == "- Bảo đảm an ninh mạng (Công an phường chủ trì)."


def test_what_is_behind_is_counted_once_and_its_reasons_are_those_of_the_units():
    red = replace(FILES, reasons=(("Công an", "Hệ thống gián đoạn."),))
    late = replace(LEADING, assignments=(AssignmentFact("Bảo đảm an ninh mạng", POLICE, "late", reason="Chưa có vốn"),))
    lines = assessment(indicators=(ONLINE, red), groups=(late,))
    assert "Tồn tại, hạn chế: còn 01 chỉ tiêu và 01 nhiệm vụ chậm tiến độ." in lines
    assert lines[lines.index("Nguyên nhân theo giải trình của các đơn vị:") + 1 :] == [
        "- Số hồ sơ thuộc Đề án 06: Hệ thống gián đoạn (Công an);",
        "- Bảo đảm an ninh mạng: Chưa có vốn (Công an phường).",
    ]


def test_where_nothing_is_behind_that_is_said():
    assert assessment(indicators=(ONLINE,), groups=())[-1] == "Không có chỉ tiêu, nhiệm vụ chậm tiến độ."


def test_the_period_is_told_beside_the_one_before_and_the_year_before():
    better = replace(ONLINE, before=D("88.5"), year_before=D(95))
    worse = replace(INCIDENTS, before=D(0), year_before=D(1))
    lines = results(indicators=(better, worse, SIPAS))
    start = lines.index("So với tháng 9 năm 2026, có 01 chỉ tiêu chuyển biến tốt hơn, 01 chỉ tiêu kém hơn.")
    assert lines[start + 1 : start + 3] == [
        "Chỉ tiêu kém hơn tháng 9 năm 2026:",
        "- Số sự cố mất an toàn thông tin (xảy ra 01 sự cố, tăng 01 sự cố).",
    ]
    assert "- Tỷ lệ hồ sơ tiếp nhận trực tuyến (đạt 90%, giảm 5 điểm phần trăm)." in lines
    assert "So với cùng kỳ năm trước (tháng 10 năm 2025), có 01 chỉ tiêu giữ nguyên, 01 chỉ tiêu kém hơn." in lines


def test_what_other_units_told_then_is_named_apart_and_is_neither_better_nor_worse():
    lines = results(indicators=(replace(FILES, before_lacks=POLICE, year_before_lacks=POLICE), ONLINE))
    start = lines.index("So với tháng 9 năm 2026, có 01 chỉ tiêu chưa so sánh được.")
    assert lines[start + 1 : start + 3] == [
        "Chỉ tiêu chưa so sánh được với tháng 9 năm 2026:",
        f"- Số hồ sơ thuộc Đề án 06 (đạt 34 hồ sơ, thiếu số liệu so sánh của {POLICE}).",
    ]
    assert "Chỉ tiêu chưa so sánh được với cùng kỳ năm trước:" in lines


def test_without_earlier_figures_nothing_is_compared():
    assert "So với" not in read().results


def test_a_waiver_is_told_where_the_turnout_is_told_and_not_twice():
    assert POLICE not in read(absences=(MissingUnit(POLICE, "đang kiện toàn tổ chức."),)).results


def test_what_is_past_its_day_and_told_by_nobody_is_no_lateness():
    facts = (
        AssignmentFact("Họp Ban Chỉ đạo", ECONOMY, "done", kept=True),
        AssignmentFact("Số hóa hồ sơ", ECONOMY, "in_progress", kept=True),
        AssignmentFact("Tập huấn", ECONOMY, "overdue_silent", kept=True),
        AssignmentFact("Tuyên truyền", ECONOMY, "not_started"),
    )
    groups = (GroupFact("Về lãnh đạo, chỉ đạo", facts),)
    assert results(groups=groups)[-1] == (
        "- Về lãnh đạo, chỉ đạo: 04 nhiệm vụ, trong đó 01 đã hoàn thành, 01 đang thực hiện, 01 chưa thực hiện, "
        "01 quá hạn, chưa có số liệu kỳ này (02 nhiệm vụ chưa có số liệu kỳ này, lấy theo báo cáo gần nhất)."
    )
    lines = assessment(groups=groups)
    assert "Nhiệm vụ chậm tiến độ:" not in lines
    assert lines[lines.index("Nhiệm vụ quá hạn, chưa có số liệu kỳ này:") + 1] == f"- Tập huấn ({ECONOMY} chủ trì)."


def test_where_all_reported_nobody_is_named():
    assert "chế độ báo cáo" not in read().directions


def test_estimates_are_marked():
    lines = results(code="2026", estimates=True)
    assert lines[0] == "Số liệu trong báo cáo là số ước thực hiện năm 2026."
    assert lines[1].startswith("Năm 2026, ước 01/05 chỉ tiêu")
    assert "- Tỷ lệ số hóa hồ sơ (ước đạt 89,76%, mục tiêu 100%)." in lines


def test_a_year_s_goals_are_reached_or_not_and_no_indicator_is_late_any_more():
    said = read(code="2026", estimates=True)
    assert (
        "Năm 2026, ước 01/05 chỉ tiêu đạt và vượt mục tiêu, 01 chỉ tiêu cơ bản đạt mục tiêu, 02 chỉ tiêu chưa đạt mục "
        "tiêu, 01 chỉ tiêu chưa có số liệu báo cáo."
    ) in said.results
    assert "Về thực hiện nhiệm vụ, tính đến thời điểm báo cáo, đã hoàn thành" in said.results
    assert "còn 02 chỉ tiêu chưa đạt mục tiêu; 01 nhiệm vụ chậm tiến độ; 01 chỉ tiêu" in said.assessment
    assert "chỉ tiêu chậm tiến độ" not in "".join(asdict(said).values()).casefold()
    assert "- Xây dựng, triển khai thực hiện Kế hoạch năm 2027;" in said.directions
    assert "- Tiếp tục thực hiện các nhiệm vụ chưa hoàn thành của năm 2026;" in said.directions
    assert "đến hết năm 2026" in read(code="2026").results


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
        "Trong quá trình thực hiện, các đơn vị còn gặp khó khăn, vướng mắc sau:",
        "Công an phường:",
        "- thiếu máy quét;",
        "- đường truyền chậm.",
        "Phòng Kinh tế, Hạ tầng và Đô thị phường: Kinh phí chưa được giao.",
    ]


def test_what_is_finished_and_comes_again_in_the_year_is_told_apart():
    meeting = AssignmentFact("Họp định kỳ", POLICE, "done", goes_on=True)
    group = replace(LEADING, assignments=(*LEADING.assignments, meeting))
    assert (
        "đã hoàn thành 02/05 nhiệm vụ của Kế hoạch (đạt 40%), trong đó 01 nhiệm vụ thường xuyên, định kỳ còn thực hiện"
        in (read(groups=(group, REFORM)).results)
    )
    alone = read(groups=(replace(LEADING, assignments=(meeting,)),)).results
    assert (
        "đã hoàn thành cả 01 nhiệm vụ của Kế hoạch, trong đó 01 nhiệm vụ thường xuyên, định kỳ còn thực hiện" in alone
    )


def test_what_only_the_province_can_solve_is_proposed_to_it():
    own = DifficultyFact("Thiếu máy quét.", (POLICE,), "tỉnh")
    assert read(difficulties=(own,)).proposals == (
        f"Đề nghị tỉnh xem xét, hỗ trợ tháo gỡ vướng mắc: Thiếu máy quét ({POLICE})."
    )


def test_nothing_raised_is_said():
    text = draft(FACTS)
    assert text.difficulties == "Trong tháng 10 năm 2026, các đơn vị không nêu khó khăn, vướng mắc."
    assert text.proposals == "Trong tháng 10 năm 2026, các đơn vị không có đề xuất, kiến nghị."


def test_directions_look_to_the_next_period():
    units = (UnitWords(POLICE, directions="Ra quân cấp VNeID"),)
    absences = (MissingUnit("Văn phòng"), MissingUnit("Tổ dân phố", "đã được miễn"))
    assert read(units=units, absences=absences).directions.split("\n") == [
        "Trong tháng 11 năm 2026, Ban Chỉ đạo phường tập trung chỉ đạo các nội dung sau:",
        "- Tiếp tục triển khai các chỉ tiêu, nhiệm vụ của Kế hoạch bảo đảm tiến độ, chất lượng;",
        "- Có giải pháp cụ thể đối với 02 chỉ tiêu chậm tiến độ;",
        "- Đôn đốc các đơn vị báo cáo số liệu của 01 chỉ tiêu chưa có số liệu;",
        "- Đôn đốc hoàn thành 01 nhiệm vụ chậm tiến độ do Công an phường chủ trì;",
        "- Đề nghị thực hiện nghiêm chế độ báo cáo: Văn phòng.",
        "Nhiệm vụ trọng tâm của các đơn vị:",
        "Công an phường: Ra quân cấp VNeID.",
    ]


def test_a_month_with_nothing_late_only_goes_on():
    directions = read(Facts("2026-10", (ONLINE,), ())).directions.split("\n")
    assert directions[1:] == ["- Tiếp tục triển khai các chỉ tiêu, nhiệm vụ của Kế hoạch bảo đảm tiến độ, chất lượng."]


def test_what_falls_due_in_the_next_period_is_named():
    due = AssignmentFact("Số hóa tài liệu", ECONOMY, "in_progress", due_on=date(2026, 11, 30))
    later, done = replace(due, due_on=date(2026, 12, 1)), replace(due, status="done")
    directions = read(groups=(GroupFact("Về hạ tầng", (due, later, done)),)).directions.split("\n")
    start = directions.index("Hoàn thành nhiệm vụ đến hạn trong tháng 11 năm 2026:")
    assert directions[start + 1 :] == [f"- Số hóa tài liệu ({ECONOMY} chủ trì)."]


def test_what_is_due_on_the_last_day_and_not_late_yet_is_named():
    due = AssignmentFact("Số hóa tài liệu", ECONOMY, "in_progress", due_on=date(2026, 10, 31))
    done, late = replace(due, status="done"), replace(due, work="Trang thông tin", status="late")
    directions = read(groups=(GroupFact("Về hạ tầng", (due, done, late)),)).directions.split("\n")
    start = directions.index("Hoàn thành đúng hạn nhiệm vụ đến hạn trong những ngày cuối tháng 10 năm 2026:")
    assert directions[start + 1 :] == [f"- Số hóa tài liệu ({ECONOMY} chủ trì)."]


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
    text = read(units=units, absences=(MissingUnit(ECONOMY),))
    lines = "\n".join(asdict(text).values()).split("\n")
    assert all(line[-1] in ":;." and line[-2] not in ":;. " for line in lines)
    assert all(line.startswith("- ") for line in lines if line.endswith(";"))


def test_difficulties_stand_by_those_who_raised_them_what_several_raised_first():
    common = DifficultyFact("Thiếu máy quét.", (POLICE, ECONOMY), "tỉnh", date(2026, 11, 2))
    own = DifficultyFact("kinh phí\nchưa giao", (ECONOMY,), "Phòng VH-XH")
    assert read(difficulties=(own, common)).difficulties.split("\n") == [
        "Trong quá trình thực hiện, các đơn vị còn gặp khó khăn, vướng mắc sau:",
        f"{POLICE}; {ECONOMY}: Thiếu máy quét (đã có ý kiến giải quyết).",
        f"{ECONOMY}: kinh phí chưa giao.",
    ]


def test_what_a_unit_typed_in_its_report_stands_below_its_items():
    own = DifficultyFact("Thiếu máy quét", (POLICE,), "tỉnh")
    text = read(difficulties=(own,), units=(UnitWords(POLICE, difficulties="Đường truyền chậm"),)).difficulties
    assert text.split("\n")[1:] == [f"{POLICE}:", "- Thiếu máy quét;", "- Đường truyền chậm."]


def test_no_figure_is_quoted_from_what_a_unit_raised():
    own = DifficultyFact("{{chỉ tiêu 3: lũy kế}}", (POLICE,), "tỉnh")
    assert "1.234" not in read(difficulties=(own,)).difficulties


def test_what_hinders_is_not_given_as_the_cause_of_what_is_behind():
    text = read(difficulties=(DifficultyFact("Thiếu trạm phát sóng", (ECONOMY,), "unit"),))
    assert "Thiếu trạm phát sóng" in text.difficulties
    assert "Tồn tại, hạn chế" in text.assessment
    assert "khó khăn" not in text.assessment


def test_a_reason_is_given_once_with_all_that_it_explains_and_the_units_full_name():
    red = [
        replace(FILES, number=number, name=name, reasons=(("CA", "Hệ thống gián đoạn."),), light="red")
        for number, name in ((1, "Chỉ tiêu thứ nhất"), (2, "Chỉ tiêu thứ hai"))
    ]
    lines = assessment(indicators=tuple(red), groups=(), full_names={"CA": POLICE})
    reasons = lines[lines.index("Nguyên nhân theo giải trình của các đơn vị:") + 1 :]
    assert reasons == [f"- Chỉ tiêu thứ nhất; Chỉ tiêu thứ hai: Hệ thống gián đoạn ({POLICE})."]


def test_an_organ_of_the_ward_is_addressed_by_its_full_name():
    words = (UnitWords(ECONOMY, proposals="- Đề nghị UB MTTQ phối hợp vận động nhân dân."),)
    front = "Ủy ban Mặt trận Tổ quốc phường"
    told = read(units=words, difficulties=(), members=(front, "UB MTTQ"), full_names={"UB MTTQ": front}).proposals
    assert told == f"Đối với {front}: Đề nghị phối hợp vận động nhân dân ({ECONOMY})."


def test_an_incident_is_no_estimate():
    incident = replace(FILES, measure="sự cố", direction="down", goal=Decimal(0), year_value=Decimal(1), light="red")
    lines = assessment(indicators=(incident,), groups=(), estimates=True, code="2026")
    assert f"- {FILES.name} (xảy ra 01 sự cố, mục tiêu không để xảy ra sự cố)." in lines


def test_what_has_been_done_is_listed_below_its_sentence_only_while_something_is_left():
    done = GroupFact("Về lãnh đạo", (AssignmentFact("Họp", POLICE, "done"), AssignmentFact("Giao ban", POLICE, "done")))
    assert results(groups=(done,))[-1].endswith("đã hoàn thành cả 02 nhiệm vụ của Kế hoạch.")


def test_an_answer_that_says_nothing_is_no_proposal_and_no_difficulty():
    units = (
        UnitWords(POLICE, difficulties="Không.", proposals="Không."),
        UnitWords(ECONOMY, difficulties="- Chưa có", proposals="Không có"),
    )
    said = read(units=units, difficulties=(DifficultyFact("Không", (POLICE,), "tỉnh"),))
    assert "không nêu khó khăn" in said.difficulties
    assert "Không" not in said.difficulties + said.proposals
    assert "Kiến nghị chung" not in said.proposals


def test_what_only_begins_like_nothing_is_told():
    said = read(units=(UnitWords(POLICE, proposals="Không cắt giảm biên chế công an xã"),))
    assert "Không cắt giảm biên chế" in said.proposals
