"""The layout of NĐ 30/2020/NĐ-CP, Phụ lục I, measured on the PDF itself: millimetres of paper, points of type."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise

import pdfplumber
import pytest

from tests.workflows.documents_sample import ward_report
from workflows.documents.pdf.render import render_pdf

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 30 * MM, 195 * MM, 20 * MM, 277 * MM
MIDDLE = (LEFT + RIGHT) / 2
HAIR = 0.5  # points within which two places are the same


@pytest.fixture(scope="module")
def pages():
    content = ward_report(number=5, issued_on=date(2026, 2, 5), addressees=("Sở Khoa học và Công nghệ",))
    with pdfplumber.open(BytesIO(render_pdf(content).pdf)) as pdf:
        yield pdf.pages


@pytest.fixture(scope="module")
def first(pages):
    return pages[0]


@pytest.fixture(scope="module")
def last_of_text(pages):
    return next(page for page in pages if page.search(r"Nơi nhận:"))


def find(page, words):
    """The line of the page that says this, with its letters."""
    (found,) = page.search("(?m)" + words.replace(" ", r"\s"), return_chars=True)
    return found


def size(found):
    (points,) = {round(char["size"], 1) for char in found["chars"]}
    return points


def face(found):
    (name,) = {char["fontname"].split("+")[1] for char in found["chars"] if char["text"].strip()}
    return name


def middle(found):
    return (found["x0"] + found["x1"]) / 2


def rule_near(page, found):
    rules = [rect for rect in page.rects if rect["height"] < 1 and abs(middle(rect) - middle(found)) < HAIR]
    return min(rules, key=lambda rect: abs(rect["top"] - found["bottom"]))


def test_paper_is_a4_and_lies_across_only_for_the_assignments(pages):
    shapes = [(round(page.width / MM), round(page.height / MM)) for page in pages]
    across = [page.page_number for page in pages if page.search("Nhiệm vụ.*Sản phẩm")]
    assert shapes == [(297, 210) if number in across else (210, 297) for number in range(1, len(pages) + 1)]
    assert across


def test_margins_are_20_20_30_15_millimetres(pages):
    for page in pages:
        text = [char for char in page.chars if char["text"].strip() and char["top"] > TOP - 5]
        assert min(char["x0"] for char in text) >= LEFT - HAIR
        assert max(char["x1"] for char in text) <= page.width - 15 * MM + HAIR
        assert min(char["top"] for char in text) >= TOP - HAIR
        assert max(char["bottom"] for char in text) <= page.height - 20 * MM + HAIR


def test_full_lines_reach_from_margin_to_margin(first):
    lines = [line for line in first.extract_text_lines() if abs(line["x1"] - RIGHT) < HAIR]
    assert sum(abs(line["x0"] - LEFT) < HAIR for line in lines) >= 3


def test_all_letters_are_black_and_of_one_family(pages):
    letters = [char for page in pages for char in page.chars]
    assert {char["fontname"].split("+")[1].partition("-")[0] for char in letters} == {"Tinos"}
    assert {char["non_stroking_color"] for char in letters} == {(0.0, 0.0, 0.0)}


def test_the_nations_name_stands_top_right_in_bold_capitals_of_12(first):
    nation = find(first, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert (size(nation), face(nation)) == (12, "Tinos-Bold")
    assert nation["top"] < TOP + 5
    assert MIDDLE - 20 * MM < nation["x0"] < nation["x1"] <= RIGHT + HAIR


def test_the_motto_is_centred_below_over_a_rule_as_long_as_itself(first):
    nation, motto = find(first, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), find(first, "Độc lập - Tự do - Hạnh phúc")
    rule = rule_near(first, motto)
    assert (size(motto), face(motto)) == (13, "Tinos-Bold")
    assert middle(motto) == pytest.approx(middle(nation), abs=HAIR)
    assert (rule["x0"], rule["x1"]) == pytest.approx((motto["x0"], motto["x1"]), abs=HAIR)
    assert 0 < rule["top"] - motto["bottom"] + 3 < 6


def test_the_superior_body_is_capital_and_not_bold(first):
    superior = find(first, "UBND PHƯỜNG MINH XUÂN")
    assert (size(superior), face(superior)) == (12, "Tinos")
    assert superior["x1"] < MIDDLE


def test_the_issuer_is_bold_and_centred_below_over_a_rule_of_a_third_to_a_half(first):
    superior = find(first, "UBND PHƯỜNG MINH XUÂN")
    lines = [find(first, words) for words in ("BAN CHỈ ĐẠO VỀ PHÁT TRIỂN", "KH,CN, ĐMST, CĐS, CCHC", "VÀ ĐỀ ÁN 06")]
    assert {(size(line), face(line)) for line in lines} == {(12, "Tinos-Bold")}
    assert [middle(line) for line in lines] == pytest.approx([middle(superior)] * 3, abs=HAIR)
    rule, longest = rule_near(first, lines[-1]), max(line["x1"] - line["x0"] for line in lines)
    assert 1 / 3 <= (rule["x1"] - rule["x0"]) / longest <= 1 / 2


def test_number_and_place_stand_on_one_line_each_below_its_heading(first):
    number, place = find(first, "Số: 05/BC-BCĐ"), find(first, "Minh Xuân, ngày 05 tháng 02 năm 2026")
    superior, nation = find(first, "UBND PHƯỜNG MINH XUÂN"), find(first, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert (size(number), face(number)) == (13, "Tinos")
    assert (size(place), face(place)) == (13, "Tinos-Italic")
    assert number["bottom"] == pytest.approx(place["bottom"], abs=HAIR)
    assert middle(number) == pytest.approx(middle(superior), abs=HAIR)
    assert middle(place) == pytest.approx(middle(nation), abs=HAIR)


def test_april_takes_no_zero_and_a_number_from_ten_none_either():
    with pdfplumber.open(BytesIO(render_pdf(ward_report(number=10, issued_on=date(2026, 4, 9))).pdf)) as pdf:
        assert pdf.pages[0].search(r"Số:\s10/BC-BCĐ")
        assert pdf.pages[0].search(r"ngày\s09\stháng\s4\snăm\s2026")


def test_kind_and_abstract_are_bold_and_centred_over_a_rule(first):
    kind, abstract = find(first, "BÁO CÁO$"), find(first, "Kết quả thực hiện Kế hoạch số 01/KH-BCĐ về phát triển khoa")
    last = find(first, "chính và Đề án 06 phường tháng 10 năm 2026")
    assert {(size(line), face(line)) for line in (kind, abstract, last)} == {(14, "Tinos-Bold")}
    assert [middle(line) for line in (kind, abstract, last)] == pytest.approx([MIDDLE] * 3, abs=1)
    rule, longest = rule_near(first, last), abstract["x1"] - abstract["x0"]
    assert 1 / 3 <= (rule["x1"] - rule["x0"]) / longest <= 1 / 2


def test_one_addressee_stands_on_the_line_itself(first):
    line = find(first, "Kính gửi: Sở Khoa học và Công nghệ")
    assert (size(line), face(line)) == (14, "Tinos")
    assert middle(line) == pytest.approx(MIDDLE, abs=HAIR)


def test_several_addressees_stand_one_a_line():
    content = ward_report(addressees=("Sở Khoa học và Công nghệ", "Sở Nội vụ", "Văn phòng UBND tỉnh"))
    with pdfplumber.open(BytesIO(render_pdf(content).pdf)) as pdf:
        page = pdf.pages[0]
        head = find(page, "Kính gửi:")
        listed = [
            find(page, f"- {name}") for name in ("Sở Khoa học và Công nghệ;", "Sở Nội vụ;", "Văn phòng UBND tỉnh.")
        ]
    tops = [line["top"] for line in (head, *listed)]
    assert tops == sorted(set(tops))
    assert len({round(line["x0"]) for line in listed}) == 1


def test_the_basis_is_italic_and_ends_with_a_point(first):
    basis = find(first, "Căn cứ Kế hoạch số 01/KH-BCĐ ngày 10 tháng 4 năm 2026")
    assert (size(basis), face(basis)) == (14, "Tinos-Italic")
    assert find(first, "chuyển đổi số, cải cách hành chính và Đề án 06 phường.$")


def test_paragraphs_begin_at_1_27_centimetres_6_points_apart_on_lines_of_single_to_one_and_a_half(first):
    lines = [line for line in first.extract_text_lines() if line["top"] > 280]
    starts = [line for line in lines if line["x0"] > LEFT + 5]
    assert {round((line["x0"] - LEFT) / MM, 1) for line in starts} == {12.7}
    single = 14 * 1.15
    steps = [(after["bottom"] - before["bottom"], after in starts) for before, after in pairwise(lines)]
    within = [step for step, begins in steps if not begins]
    assert all(single - HAIR <= step <= 1.5 * single for step in within)
    assert all(step - max(within) >= 6 - HAIR for step, begins in steps if begins)
    assert {round(line["chars"][0]["size"], 1) for line in lines} == {14}


def test_the_text_ends_with_its_mark(last_of_text):
    assert find(last_of_text, r"Khoa học và Công nghệ tổng hợp\./\.")


def test_headings_are_bold_with_roman_capitals_and_arabic_below(pages):
    part, unit = find(pages[0], "I. TÌNH HÌNH BÁO CÁO CỦA CÁC ĐƠN VỊ"), find(pages[1], "2. Công an phường")
    assert {(size(line), face(line)) for line in (part, unit)} == {(14, "Tinos-Bold")}


def test_the_signer_stands_in_bold_capitals_with_room_to_sign_and_the_name_centred_below(last_of_text):
    lines = ("KT. TRƯỞNG BAN CHỈ ĐẠO$", "PHÓ TRƯỞNG BAN CHỈ ĐẠO$", "PHÓ CHỦ TỊCH UBND PHƯỜNG", "Vũ Xuân Quỳnh")
    authority, title, post, name = (find(last_of_text, words) for words in lines)
    assert {(size(line), face(line)) for line in (authority, title, post, name)} == {(14, "Tinos-Bold")}
    places = [middle(line) for line in (authority, title, post, name)]
    assert places == pytest.approx([places[0]] * 4, abs=HAIR)
    assert (post["top"] - title["bottom"]) / MM >= 25
    assert places[0] > MIDDLE


def test_recipients_stand_left_level_with_the_signer(last_of_text):
    label, authority = find(last_of_text, "Nơi nhận:"), find(last_of_text, "KT. TRƯỞNG BAN CHỈ ĐẠO$")
    assert (size(label), face(label)) == (12, "Tinos-Bold-Italic")
    assert label["x0"] == pytest.approx(LEFT, abs=HAIR)
    assert label["top"] == pytest.approx(authority["top"], abs=3)


def test_recipients_begin_with_as_above_and_end_with_the_archive(last_of_text):
    label = find(last_of_text, "Nơi nhận:")
    column = last_of_text.crop((0, label["bottom"] - 1, MIDDLE, last_of_text.height))
    listed = column.search(r"(?m)^- .*$", return_chars=True)
    assert listed[0]["text"].startswith("- Như trên;")
    assert listed[-1]["text"] == "- Lưu: VT, VHXH."
    assert {size(line) for line in listed} == {11}
    assert {face(line) for line in listed} == {"Tinos"}


def page_number(page):
    """The number in the top margin, if there is one."""
    found = [char for char in page.chars if char["bottom"] < TOP]
    if not found:
        return None
    centre = (found[0]["x0"] + found[-1]["x1"]) / 2
    assert centre == pytest.approx((LEFT + page.width - 15 * MM) / 2, abs=HAIR)
    assert {round(char["size"], 1) for char in found} == {14}
    assert found[0]["top"] > 5 * MM
    return int("".join(char["text"] for char in found))


def test_text_and_annexes_each_count_their_pages_and_hide_the_first_number(pages):
    starts = [1, *(page.page_number for page in pages if page.search(r"(?m)^Phụ lục I+$"))]
    assert len(starts) == 3
    counted = [page.page_number - max(start for start in starts if start <= page.page_number) + 1 for page in pages]
    assert max(counted) >= 3
    assert [page_number(page) for page in pages] == [None if place == 1 else place for place in counted]


def test_an_annex_has_its_number_its_title_and_what_it_belongs_to(pages):
    titles = {"Phụ lục I": "KẾT QUẢ THỰC HIỆN CHỈ TIÊU", "Phụ lục II": "KẾT QUẢ THỰC HIỆN NHIỆM VỤ"}
    for numeral, words in titles.items():
        (page,) = [page for page in pages if page.search(f"(?m)^{numeral}$")]
        number, title, attached = find(page, f"^{numeral}$"), find(page, words), find(page, r"\(Kèm theo Báo cáo số")
        centre = (LEFT + page.width - 15 * MM) / 2
        assert [(size(line), face(line)) for line in (number, title)] == [(14, "Tinos-Bold")] * 2
        assert (size(attached), face(attached)) == (14, "Tinos-Italic")
        assert [middle(line) for line in (number, title)] == pytest.approx([centre] * 2, abs=HAIR)


def test_an_annex_leaves_number_and_date_blank_even_once_issued(pages):
    (page,) = [page for page in pages if page.search(r"(?m)^Phụ lục I$")]
    assert page.search(r"số\s+/BC-BCĐ\s+ngày\s+tháng\s+năm\s+của")


def test_long_names_wrap_within_their_columns():
    long = "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG VÀ CHUYỂN ĐỔI SỐ LIÊN PHƯỜNG MINH XUÂN AN TƯỜNG"
    content = ward_report()
    content = replace(
        content,
        issuer=replace(content.issuer, superior=(long,), name=(f"BAN CHỈ ĐẠO {long}",), symbol="BC-BCĐKHCNĐMSTCĐS"),
        signer=replace(content.signer, post=long, name="Nguyễn Hoàng Phương Thảo Nguyên Khánh Linh"),
    )
    with pdfplumber.open(BytesIO(render_pdf(content).pdf)) as pdf:
        heading = pdf.pages[0].crop((0, 0, pdf.pages[0].width, 250))
        nation = find(heading, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        bold = [char for char in heading.chars if char["size"] < 12.5 and char["x1"] < nation["x0"]]
        assert "".join(char["text"] for char in bold).replace(" ", "").count(long.replace(" ", "")) == 2
        inked = [char for page in pdf.pages[:3] for char in page.chars if char["text"].strip()]
        assert all(char["x0"] >= LEFT - HAIR and char["x1"] <= RIGHT + HAIR for char in inked)
