"""What is no workbook, or no harmless one, is refused by its content before it can do harm."""

import random
import zipfile
from io import BytesIO

import pytest

from units.workbook import MAX_BYTES, read_plan

from .workbooks import SAMPLE, refusal_of, rewritten, sample_plan

ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


class Endless:
    """A file without an end, that counts what is read of it."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int) -> bytes:
        self.given += size
        return b"PK\x03\x04" + bytes(size - 4)


def archive_of(*parts: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"STT,Ch\xe1\xbb\x89 ti\xc3\xaau\n", b"\x89PNG\r\n"])
def test_what_is_no_archive_is_no_workbook(content):
    assert "không phải tệp Excel" in refusal_of(content)


@pytest.mark.parametrize(
    "content",
    [
        archive_of(("word/document.xml", b"<document/>")),
        archive_of(("[Content_Types].xml", b"<Types/>")),
        archive_of(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")),
        SAMPLE.read_bytes()[:9000],
        b"PK\x03\x04" + bytes(1000),
    ],
)
def test_an_archive_that_is_no_whole_workbook_is_refused(content):
    assert "bị hỏng" in refusal_of(content)


def test_no_damage_to_a_workbook_ends_in_an_error_of_ours():
    dice = random.Random(1)
    whole = SAMPLE.read_bytes()
    for _ in range(150):
        spoiled = bytearray(whole)
        for _ in range(dice.randint(1, 20)):
            spoiled[dice.randrange(4, len(spoiled))] = dice.randrange(256)
        refusal_or_plan = refusal_of(bytes(spoiled)) or read_plan(BytesIO(spoiled)).number
        assert refusal_or_plan


def test_a_file_over_the_limit_is_refused_without_being_read_whole():
    endless = Endless()
    with pytest.raises(Exception, match="lớn hơn 10 MB"):
        read_plan(endless)
    assert endless.given == MAX_BYTES + 1


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = rewritten(lambda part, content: content, [("xl/media/bomb.xml", b"<a>" + bytes(50 * 1024 * 1024))])
    assert "sau khi giải nén quá lớn" in refusal_of(bomb)


def test_many_parts_that_are_large_together_are_refused():
    noise = random.Random(2).randbytes(20_000) * 60
    many = [(f"xl/media/{number}.bin", noise) for number in range(90)]
    assert "sau khi giải nén quá lớn" in refusal_of(archive_of(*many))


def test_thousands_of_parts_are_refused():
    assert "sau khi giải nén quá lớn" in refusal_of(archive_of(*((f"{n}.xml", b"<a/>") for n in range(1001))))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet4.xml", "docProps/core.xml"])
def test_entities_are_refused_in_every_part(part):
    def with_entity(name, content):
        if name != part:
            return content
        head, end, body = content.rpartition(b"?>")
        return head + end + ENTITY + body

    assert "khai báo thực thể XML" in refusal_of(rewritten(with_entity))


def test_an_old_or_locked_workbook_is_told_how_to_be_saved():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "kiểu cũ. Mở bằng Excel và lưu lại dạng .xlsx" in refusal_of(ole + "Workbook".encode("utf-16-le"))
    assert "Bỏ mật khẩu và lưu lại dạng .xlsx" in refusal_of(ole + "EncryptedPackage".encode("utf-16-le"))


def test_a_locked_archive_is_refused():
    content = bytearray(archive_of(("[Content_Types].xml", b"<Types/>")))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "đặt mật khẩu" in refusal_of(bytes(content))


def test_a_sheet_styled_to_its_last_row_is_read_right():
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"><c r="A%d"/></row>' % (n, n) for n in range(22, 1_048_577))

    def styled(part, content):
        return content.replace(b"</sheetData>", rows + b"</sheetData>") if part.endswith("sheet4.xml") else content

    assert read_plan(BytesIO(rewritten(styled))) == sample_plan()


def test_a_merged_area_of_a_whole_sheet_is_no_matter():
    def merged(part, content):
        area = b'</sheetData><mergeCells><mergeCell ref="J40:XFD1048576"/></mergeCells>'
        return content.replace(b"</sheetData>", area) if part.endswith("sheet4.xml") else content

    assert read_plan(BytesIO(rewritten(merged))) == sample_plan()


def test_overlapping_merged_areas_are_refused():
    def merged(part, content):
        areas = b'<mergeCell ref="A2:H21"/>' * 3
        merged = b"</sheetData><mergeCells>" + areas + b"</mergeCells>"
        return content.replace(b"</sheetData>", merged) if part.endswith("sheet4.xml") else content

    assert "bị hỏng" in refusal_of(rewritten(merged))
