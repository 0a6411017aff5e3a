"""Evidence behind the entries of a unit's report: attached, read and taken away by the rules of the page."""

from datetime import datetime
from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop as _
from ninja import Field, File, Query, Router, Schema
from ninja.files import UploadedFile

from workflows.api.callers import WRITE, Call
from workflows.api.shapes import ID
from workflows.cases.attached.pages import file_response
from workflows.cases.moves import refuse_unless_held
from workflows.models import Evidence, UnitReport
from workflows.unit_reports.evidence import actions as evidence

BYTES = "application/octet-stream"
BINARY = {"description": _("The file"), "content": {BYTES: {"schema": {"type": "string", "format": "binary"}}}}
FILE = File(description=_("PDF, PNG, JPEG, Word or Excel; what it is, its content says"))

router = Router(tags=[_("Evidence")])


class EvidenceOut(Schema):
    id: int = Field(description=ID)
    part: str = Field(description=_("The entry that it stands behind: 8 is indicator 8, T4 assignment 4"))
    name: str = Field(description=_("The name of the file, or what the link is called"))
    link: str = Field(description=_("The link; blank of a file"))
    sha256: str = Field(description=_("SHA-256 of the file; blank of a link"))
    size: int = Field(description=_("Bytes of the file; 0 of a link"))
    scan: str = Field(description=_("What the scanner said: only clean and unscanned files are handed out"))
    by: str = Field(description=_("Who attached it"))
    at: datetime = Field(description=_("When it was attached"))

    @staticmethod
    def resolve_by(row: Evidence) -> str:
        return str(row.by)

    @staticmethod
    def resolve_size(row: Evidence) -> int:
        return row.size or 0


class Pieces(Schema):
    items: list[EvidenceOut] = Field(description=_("The oldest first"))


class Place(Schema):
    part: str = Field(
        description=_("The entry that it stands behind: 8 is indicator 8, T4 assignment 4"), max_length=10
    )


class LinkIn(Place):
    link: str = Field(description=_("The whole address, beginning with https://"), min_length=1, max_length=500)
    name: str = Field("", description=_("What the link is called"), max_length=150)


@router.get(
    "/unit-reports/{int:report}/evidence",
    response=Pieces,
    operation_id="list_evidence",
    summary=_("The evidence of a unit's report"),
)
def pieces(request: Call, report: int) -> dict[str, Any]:
    rows = Evidence.objects.filter(report=_visible(request, report)).select_related("by").order_by("at", "pk")
    return {"items": list(rows)}


@router.post(
    "/unit-reports/{int:report}/evidence",
    response=EvidenceOut,
    auth=WRITE,
    operation_id="attach_evidence",
    summary=_("Attach a file to an entry of the draft"),
)
def attach(
    request: Call,
    report: int,
    place: Query[Place],
    file: UploadedFile = FILE,
) -> Evidence:
    row = _visible(request, report)
    refuse_unless_held(row, "save_draft", by=request.user)
    return evidence.attach_file(row, by=request.user, part=place.part, file=file)


@router.post(
    "/unit-reports/{int:report}/links",
    response=EvidenceOut,
    auth=WRITE,
    operation_id="attach_link",
    summary=_("Attach a link to an entry of the draft"),
)
def attach_link(request: Call, report: int, given: LinkIn) -> Evidence:
    row = _visible(request, report)
    refuse_unless_held(row, "save_draft", by=request.user)
    return evidence.attach_link(row, by=request.user, part=given.part, link=given.link, name=given.name)


@router.get(
    "/evidence/{int:evidence}/file",
    operation_id="evidence_file",
    summary=_("The file of a piece of evidence, to be saved"),
    openapi_extra={"responses": {200: BINARY}},
)
def evidence_file(request: Call, evidence: int) -> FileResponse:
    response = file_response(get_object_or_404(_pieces(request).exclude(sha256=""), pk=evidence))
    response["Content-Type"] = BYTES
    return response


@router.post(
    "/evidence/{int:evidence}/remove",
    response=Pieces,
    auth=WRITE,
    operation_id="remove_evidence",
    summary=_("Take a piece of evidence away from the draft; answers with what is left"),
)
def remove(request: Call, evidence: int) -> dict[str, Any]:
    row = get_object_or_404(_pieces(request).select_related("report__period__kind", "report__unit"), pk=evidence)
    _remove(row, request)
    return pieces(request, row.report_id)


def _remove(row: Evidence, request: Call) -> None:
    evidence.remove_evidence(row, by=request.user)


def _pieces(request: Call) -> Any:
    return Evidence.objects.filter(report__in=UnitReport.objects.visible_to(request.user).values("pk"))


def _visible(request: Call, report: int) -> UnitReport:
    return get_object_or_404(UnitReport.objects.visible_to(request.user).with_names(), pk=report)
