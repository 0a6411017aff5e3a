"""The pages of a scan as grey pictures, turned upright by the small angle at which they lay on the glass."""

from collections.abc import Iterator
from io import BytesIO

import pypdfium2
from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageFilter

from approvals.files.contents import NO_PICTURE
from approvals.files.pictures import PDFIUM
from workflows.pure.annexes.content import UnreadableAnnex

MOST_PAGES = 6
LONGEST_SIDE = 3508  # pixels: A4 at 300 dots an inch
MOST_PIXELS = 60_000_000
PAPER, INK = 255, 0
DARKER = 25  # than what is around it, of 255: ink
AROUND = 25  # pixels
SEARCHED = 4  # the slope is searched in a picture smaller by this factor
SLOPES = [quarter / 4 for quarter in range(-12, 13)]  # degrees
LEAST_SLOPE = 0.2  # degrees, below which nothing is turned


def pages_of_pdf(content: bytes) -> Iterator[Image.Image]:
    """Each page, made when it is asked for. The PDF is known to open. Raises UnreadableAnnex."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(content)
        count = len(document)
    try:
        if count > MOST_PAGES:
            sentence = _("The scan has more than %(limit)s pages. Keep the pages of the annex alone.")
            raise UnreadableAnnex(sentence % {"limit": MOST_PAGES})
        for number in range(count):
            yield upright(_page(document, number))
    finally:
        with PDFIUM:
            document.close()


def _page(document: pypdfium2.PdfDocument, number: int) -> Image.Image:
    with PDFIUM:
        page = document[number]
        scale = LONGEST_SIDE / max(page.get_width(), page.get_height(), 1)
        picture = page.render(scale=scale, grayscale=True).to_pil().convert("L")
        page.close()
    return picture


def page_of_picture(content: bytes) -> Image.Image:
    """A PNG or JPEG, turned as its camera says and as large as a page is read. Raises UnreadableAnnex."""
    from_camera = {3: 180, 6: 270, 8: 90}  # tag Orientation of Exif: degrees to turn it back, counter-clockwise
    try:
        with Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnreadableAnnex(_("The picture is too large. Photograph or scan each page by itself."))
            turned = from_camera.get(picture.getexif().get(0x0112, 1), 0)
            grey = _on_paper(picture).rotate(turned, expand=True, fillcolor=PAPER)
    except NO_PICTURE as error:
        raise UnreadableAnnex(_("The picture is damaged. Scan the page again.")) from error
    scale = LONGEST_SIDE / max(grey.size)
    return upright(grey.resize((round(grey.width * scale) or 1, round(grey.height * scale) or 1)))


def _on_paper(picture: Image.Image) -> Image.Image:
    """Grey; what is transparent is paper."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("L")
    shown = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown).convert("L")


def ink_of(page: Image.Image) -> Image.Image:
    """255 where the page is darker than what is around, whatever its light."""
    darker = ImageChops.subtract(page.filter(ImageFilter.BoxBlur(AROUND)), page)
    return darker.point(lambda value: 255 if value > DARKER else 0)


def upright(page: Image.Image) -> Image.Image:
    """Turned by the slope at which its lines fall together best."""
    small = ink_of(page.reduce(SEARCHED)) if min(page.size) > SEARCHED else ink_of(page)
    slope = max(SLOPES, key=lambda each: (_sharpness(small, each), -abs(each)))
    return page.rotate(slope, Image.Resampling.BICUBIC, fillcolor=PAPER) if abs(slope) >= LEAST_SLOPE else page


def _sharpness(ink: Image.Image, slope: float) -> int:
    rows = ink.rotate(slope).resize((1, ink.height), Image.Resampling.BOX)
    return sum(value * value for value in rows.tobytes())
