"""What a file is, its content tells."""

import zipfile
from io import BytesIO

import pytest

from approvals.files import contents
from tests import attachments


def kind(content: bytes) -> str:
    return contents.kind_of(BytesIO(content))


def with_part(content: bytes, name: str, old: bytes = b"", new: bytes = b"") -> bytes:
    """The package with one part more, and words of its list replaced."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        for part in source.namelist():
            target.writestr(part, source.read(part).replace(old, new) if old else source.read(part))
        target.writestr(name, b"x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (attachments.pdf(), "pdf"),
        (attachments.picture("PNG"), "png"),
        (attachments.picture("JPEG"), "jpg"),
        (attachments.docx(), "docx"),
        (attachments.xlsx(), "xlsx"),
    ],
)
def test_each_kind_is_known(content, expected):
    assert kind(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a",
        b"%PDF-1.7 without an end",
        b"junk" + attachments.pdf(),
        attachments.picture("PNG")[:40],
        b"\xff\xd8\xff and no picture",
        b"PK\x03\x04 and no archive",
        attachments.docx()[:200],
    ],
)
def test_anything_else_and_what_is_damaged_is_nothing(content):
    assert kind(content) == ""


def test_an_archive_of_anything_else_is_nothing():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert kind(made.getvalue()) == ""


def test_what_runs_is_nothing():
    assert kind(with_part(attachments.docx(), "word/vbaProject.bin")) == ""
    macro = (
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
        b"vnd.ms-word.document.macroEnabled.main",
    )
    assert kind(with_part(attachments.docx(), "word/x", *macro)) == ""
    assert kind(with_part(attachments.docx(), "word/x")) == "docx"


def test_an_entity_bomb_in_the_list_is_nothing():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", '<!DOCTYPE t [<!ENTITY a "b">]><Types>&a;</Types>')
    assert kind(made.getvalue()) == ""


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [("a.PDF", "pdf", "a.PDF"), ("a.exe", "pdf", "a.exe.pdf"), ("a.jpeg", "jpg", "a.jpeg"), ("a", "png", "a.png")],
)
def test_a_name_ends_as_its_kind(name, kind, expected):
    assert contents.with_ending(name, kind) == expected
