"""An annex as a scanner makes it, drawn anew in each run."""

from functools import cache
from io import BytesIO
from random import Random
from typing import Any

import pypdfium2
import weasyprint
from PIL import Image, ImageFilter

from .annexes import TASKS, task

STYLE = (
    "@page { size: A4 landscape; margin: 15mm } body { font: 13pt Tinos, serif } table { border-collapse: collapse } "
    "td { border: 1px solid; padding: 4px }"
)
ROWS = (
    task("Tổ chức tuyên truyền về chuyển đổi số", lead="Phòng VH-XH", others="Công an; Văn phòng", due="Quý II/2026"),
    task("Số hóa hồ sơ, kết quả giải quyết thủ tục", number="2", lead="Văn phòng", due="30/6/2026"),
)


@cache
def scanned() -> Image.Image:
    """A printed annex as it comes from a scanner: grey, soft, speckled, and not quite straight."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (TASKS, *ROWS))
    html = f"<style>{STYLE}</style><p>NHIỆM VỤ NĂM 2026</p><table>{cells}</table>"
    page = pypdfium2.PdfDocument(weasyprint.HTML(string=html).write_pdf())[0]
    printed = page.render(scale=200 / 72, grayscale=True).to_pil()
    turned = printed.rotate(0.9, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.7))
    specks = Random(7).randbytes(turned.width * turned.height)  # the same in each run, or one of them is read otherwise
    return Image.blend(turned, Image.frombytes("L", turned.size, specks).filter(ImageFilter.BoxBlur(1)), 0.06)


def file_of(picture: Image.Image, kind: str, **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
