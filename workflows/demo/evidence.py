"""What the demo's units attach: a picture behind their first assignment; one of them shows an old picture again."""

from hashlib import sha256
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from units.models import Person
from workflows.models import UnitReport
from workflows.unit_reports.evidence import actions as evidence

SIZE = (320, 240)
SHOWS_IT_AGAIN = "KTHTDT"


def attach(report: UnitReport, by: Person) -> None:
    """Once a report, where the unit has an assignment."""
    entry = report.assignment_entries.select_related("assignment").first()
    if entry is None or report.evidence.exists():
        return
    month = report.period.ends.month
    taken = "" if report.unit.code == SHOWS_IT_AGAIN else report.period.code
    file = ContentFile(picture(f"{report.unit.code} {taken}"), name=f"Ảnh hiện trường tháng {month}.png")
    evidence.attach_file(report, by=by, part=f"T{entry.assignment.number}", file=file)


def picture(seed: str) -> bytes:
    """A plain picture, another for another seed."""
    colour = tuple(sha256(seed.encode()).digest()[:3])
    file = BytesIO()
    ImageOps.colorize(Image.linear_gradient("L"), colour, "white").resize(SIZE).save(file, "PNG")
    return file.getvalue()
