"""Pictures and voice notes as they may be kept: without what tells where, when and by what device they were made.

A picture is drawn anew from its points, turned as it was held; the tags of a recording are taken out of the file.
"""

from io import BytesIO
from typing import BinaryIO

import mutagen
from mutagen.mp3 import MP3
from mutagen.mp4 import Atoms
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from PIL import Image, ImageOps

from . import contents

LARGEST_SIDE, QUALITY = 2400, 85  # pixels; of JPEG
MOST_PIXELS = 60_000_000  # what is unpacked for somebody without an account
TAGGED = (b"udta", b"meta", b"uuid")  # boxes of MP4 that hold no sound: names, the place, the device
BOX_HEAD = 8  # bytes: size and name


def cleaned(file: BinaryIO) -> tuple[bytes, str]:
    """The picture (PNG, JPEG) or recording (M4A, MP3, Ogg) without its metadata, and which of `contents.TYPES` it is.

    Raises ValueError where the file is neither, or is damaged.
    """
    if contents.kind_of(file) in ("png", "jpg"):
        return _picture(file), "jpg"
    kind = contents.voice_of(file)
    if not kind:
        raise ValueError("Neither a picture nor a recording.")
    file.seek(0)
    copy = BytesIO(file.read())
    try:
        _take_tags_out(copy, kind)
    except (mutagen.MutagenError, OSError, EOFError, ValueError) as error:
        raise ValueError("The recording cannot be read.") from error
    return copy.getvalue(), kind


def _picture(file: BinaryIO) -> bytes:
    file.seek(0)
    try:
        with Image.open(file, formats=["PNG", "JPEG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValueError("The picture has too many points.")
            picture.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # unpacks a JPEG no larger than is needed
            drawn = ImageOps.exif_transpose(picture).convert("RGB")
    except contents.NO_PICTURE as error:
        raise ValueError("The picture cannot be read.") from error
    drawn.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    points = Image.new("RGB", drawn.size)
    points.paste(drawn)
    out = BytesIO()
    points.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _take_tags_out(file: BytesIO, kind: str) -> None:
    if kind == "m4a":
        _blank_boxes(file)
    elif kind == "mp3":
        MP3(file).delete(_at_start(file))
    else:
        file.seek(0)
        opus = b"OpusHead" in file.read(256)
        file.seek(0)
        recording = OggOpus(file) if opus else OggVorbis(file)
        recording.delete(_at_start(file))


def _blank_boxes(file: BytesIO) -> None:
    """Make each box of metadata one of free space, filled with zeros: no other byte moves, and the sound stays."""
    file.seek(0)
    waiting = list(Atoms(file).atoms)
    if b"moov" not in {box.name for box in waiting}:
        raise ValueError("No recording.")
    while waiting:
        box = waiting.pop()
        if box.name in TAGGED:
            file.seek(box.offset + 4)
            file.write(b"free" + b"\0" * (box.length - BOX_HEAD))
        elif box.children:
            waiting.extend(box.children)


def _at_start(file: BytesIO) -> BytesIO:
    file.seek(0)
    return file
