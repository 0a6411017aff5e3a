"""What somebody does with a report's workbook: download it, fill in cells, upload it, confirm."""

from io import BytesIO
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from workflows.models import UnitReport


def address(report: UnitReport) -> str:
    return f"/reports/unit/{report.pk}/workbook/"


def downloaded(client, report: UnitReport) -> Workbook:
    response = client.get(address(report) + "file/")
    return openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content)))


def content_of(workbook: Workbook) -> bytes:
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def upload(client, report: UnitReport, workbook: Workbook) -> Any:
    return send(client, report, content_of(workbook))


def send(client, report: UnitReport, content: bytes) -> Any:
    return client.post(address(report), {"workbook": SimpleUploadedFile("bao-cao.xlsx", content)})


def cell_of(workbook: Workbook, name: str) -> Any:
    """The cell of the page's field."""
    for row in workbook["trinh-duyet"].iter_rows(values_only=True):
        if row[0] == "cell" and row[4] == name:
            return workbook[row[1]].cell(row[2], row[3])
    raise LookupError(name)


def confirm(client, report: UnitReport, answer: Any, **chosen: str) -> Any:
    """Send what the page that shows the changes would send, with what is `chosen` where it asks."""
    posted = dict(answer.context["posted"]) | {"seen": str(answer.context["report"].version), "next": "check"} | chosen
    return client.post(f"/reports/unit/{report.pk}/write/", posted)
