"""Pictures and recordings lose what tells where and by what they were made, and nothing else."""

from io import BytesIO

import pytest
from mutagen.id3 import ID3, TIT2
from PIL import Image

from approvals.files.cleaned import cleaned

MAKE, ORIENTATION, GPS = 0x010F, 0x0112, 0x8825
TURNED = 6  # the camera was held upright
FRAMES = (b"\xff\xfb\x90\x00" + b"\0" * 413) * 20  # of MPEG audio, silent


def photograph() -> BytesIO:
    picture, file = Image.new("RGB", (40, 20), "red"), BytesIO()
    exif = picture.getexif()
    exif[MAKE], exif[ORIENTATION], exif[GPS] = "Nokia", TURNED, {1: "N", 2: (21.0, 1.0, 2.0)}
    picture.save(file, "JPEG", exif=exif, comment=b"at home")
    return file


def box(name: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


def recording() -> BytesIO:
    place = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+21.0278+105.83/"))
    return BytesIO(
        box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", box(b"mvhd", b"\0" * 100) + place) + box(b"mdat", b"SOUND")
    )


def test_a_photograph_keeps_its_points_as_it_was_held_and_no_place_or_device():
    file = photograph()
    assert b"Nokia" in file.getvalue()
    content, kind = cleaned(file)
    picture = Image.open(BytesIO(content))
    assert (kind, picture.size, dict(picture.getexif())) == ("jpg", (20, 40), {})
    assert not any(word in content for word in (b"Nokia", b"Exif", b"at home"))


def test_a_large_picture_is_made_smaller():
    file = BytesIO()
    Image.new("RGB", (4800, 100)).save(file, "PNG")
    assert Image.open(BytesIO(cleaned(file)[0])).size == (2400, 50)


def test_a_recording_keeps_every_byte_of_its_sound_and_loses_the_place():
    file = recording()
    content, kind = cleaned(file)
    assert kind == "m4a"
    assert b"+21" not in content
    assert content.index(b"SOUND") == file.getvalue().index(b"SOUND")


def test_an_mp3_loses_its_tags():
    file, tags = BytesIO(FRAMES), ID3()
    tags.add(TIT2(encoding=3, text="Nhà bà Hoa"))
    tags.save(file)
    assert "Nhà bà Hoa".encode() in file.getvalue()
    assert cleaned(file) == (FRAMES, "mp3")


@pytest.mark.parametrize(
    "bad", [b"%PDF-1.4 %%EOF", b"OggS" + b"\0" * 40, b"ID3" + b"\0" * 10, box(b"ftyp", b"M4A "), b""]
)
def test_what_is_neither_or_damaged_is_refused(bad):
    with pytest.raises(ValueError, match=r"\w"):
        cleaned(BytesIO(bad))


def test_a_picture_that_unpacks_to_far_too_much_is_refused():
    file = BytesIO()
    Image.new("1", (8_000, 8_000)).save(file, "PNG")
    with pytest.raises(ValueError, match="read"):
        cleaned(file)
