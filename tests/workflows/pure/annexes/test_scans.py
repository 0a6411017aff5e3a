"""An annex that a scanner made is read by tesseract, every row doubted, or told as what it is."""

import pytest
from PIL import Image

from workflows.pure.annexes import UnreadableAnnex, tables_of, to_keep
from workflows.pure.annexes.sources.scans import pages, reading, words

from .annexes import of_file
from .scans import file_of, scanned


@pytest.fixture
def no_tesseract(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    words.program.cache_clear()
    yield
    words.program.cache_clear()


def test_a_scanned_annex_is_read_and_every_row_doubted():
    annex = of_file(file_of(scanned(), "PDF", resolution=200))
    assert [(row.number, row.text, row.lead, row.cooperating, row.due_written) for row in annex.rows] == [
        (1, "Tổ chức tuyên truyền về chuyển đổi số", "VHXH", ("CA", "VP"), "Quý II/2026"),
        (2, "Số hóa hồ sơ, kết quả giải quyết thủ tục", "VP", (), "30/6/2026"),
    ]
    assert annex.year == 2026
    assert all("Đọc từ hình" in row.doubts[-1].sentence for row in annex.rows)
    assert "Đây là bản quét" in annex.notes[-1]


def test_a_photograph_is_turned_as_the_camera_says():
    sideways = scanned().rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    page = pages.page_of_picture(file_of(sideways, "JPEG", exif=exif))
    assert page.width > page.height


def test_what_was_read_is_kept_so_that_it_is_read_once(monkeypatch):
    content = file_of(scanned(), "PNG")
    read = tables_of(content)
    kept = to_keep(content, read)
    monkeypatch.setattr(reading, "tables_of_picture", None)
    assert tables_of(kept) == read


@pytest.mark.parametrize("rest", [b"", b"[[1, 2]]}", b'[["a", "b", [[9999, 1, "x"]]]]}', b"[" * 9999])
def test_what_only_looks_like_a_scan_that_was_read_is_refused(rest):
    with pytest.raises(UnreadableAnnex, match="bị hỏng"):
        tables_of(b'{"tables_of_a_scan": ' + rest)


@pytest.mark.usefixtures("no_tesseract")
@pytest.mark.parametrize("kind", ["PDF", "PNG"])
def test_a_scan_is_told_as_one_where_nothing_reads_it(kind):
    with pytest.raises(UnreadableAnnex, match=r"Đây là bản quét.*Word hoặc Excel"):
        tables_of(file_of(Image.new("L", (300, 400), 128), kind))


def test_a_picture_without_a_ruled_table_is_told_so():
    with pytest.raises(UnreadableAnnex, match="không tìm thấy bảng kẻ ô"):
        tables_of(file_of(Image.new("L", (600, 800), 255), "PNG"))


def test_too_many_pages_are_refused_before_any_is_read():
    blank = [Image.new("L", (60, 80), 255)] * (pages.MOST_PAGES + 1)
    with pytest.raises(UnreadableAnnex, match="hơn 6 trang"):
        tables_of(file_of(blank[0], "PDF", save_all=True, append_images=blank[1:]))


def test_too_large_a_picture_is_refused(monkeypatch):
    monkeypatch.setattr(pages, "MOST_PIXELS", 99)
    with pytest.raises(UnreadableAnnex, match="Hình quá lớn"):
        tables_of(file_of(Image.new("L", (10, 10)), "PNG"))


def test_a_scan_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", 0.2)
    with pytest.raises(UnreadableAnnex, match="trong 0 giây"):
        tables_of(file_of(scanned(), "PNG"))


def test_a_scan_that_takes_too_much_memory_is_refused(monkeypatch):
    monkeypatch.setattr(words, "LIMITED", words.LIMITED.replace(str(words.MEMORY), "30000"))
    with pytest.raises(UnreadableAnnex, match="Không đọc được bản quét"):
        tables_of(file_of(scanned(), "PNG"))


def test_one_scan_is_read_at_a_time():
    with reading.ONE, pytest.raises(UnreadableAnnex, match="bản quét khác"):
        tables_of(file_of(scanned(), "PNG"))
