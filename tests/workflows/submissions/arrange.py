"""Arrange: a document brought to a state by the real actions. The police drafts it, with three opinions asked."""

from tests.factories import reread, shown
from tests.remembered import remembered
from tests.workflows import arrange
from units.models import Person
from workflows.demo.cast import Cast
from workflows.models import ReportKind, Route, Submission
from workflows.routes import actions as routes
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.submissions import actions as submissions
from workflows.submissions import kinds

WRITTEN = {
    "abstract": "Về việc phê duyệt kinh phí diễn tập an toàn thông tin năm 2026",
    "addressed_to": "Ủy ban nhân dân tỉnh Tuyên Quang",
    "bases": "Căn cứ Luật An ninh mạng năm 2025\nCăn cứ Kế hoạch số 01/KH-BCĐ ngày 15 tháng 5 năm 2026",
    "body": "Công an phường xây dựng phương án diễn tập.\nKính đề nghị xem xét, phê duyệt",
    "recipients": "Công an tỉnh",
    "amount": 450_000_000,
}
SHAPE = {"verb": "opinion", "office": "unit_head", "need": "any", "quorum": 1, "allowance": 24}


@remembered
def kind(cast: Cast, code: str = "to-trinh") -> ReportKind:
    kinds.make_usual(cast.ward, by=cast.admin)
    return ReportKind.objects.get(ward=cast.ward, code=code)


@remembered
def draft(cast: Cast, code: str = "to-trinh", **changed: object) -> Submission:
    made = submissions.draft(kind(cast, code), cast.units["CA"], by=cast["CA:drafter"], **WRITTEN | changed)
    return reread(made)


@remembered
def ask_for_opinions(cast: Cast, *units: str) -> None:
    """The route of a Tờ trình asks the heads of these units side by side before it is signed."""
    route = kind(cast).route
    for place, unit in enumerate(units):
        title = f"Ý kiến {cast.units[unit].short_name}"
        routes.add_step(route, by=cast.admin, title=title, unit=cast.units[unit], beside=place > 0, **SHAPE)


@remembered
def examined(cast: Cast, unit: str = "KTHTDT") -> Route:
    """The route of a Tờ trình, with an examination by the head of this unit before it is signed."""
    route = kind(cast).route
    shape = SHAPE | {"verb": "examine", "title": "Thẩm định", "unit": cast.units[unit]}
    routes.add_step(route, by=cast.admin, **shape)
    return route


@remembered
def awaiting(cast: Cast, code: str = "to-trinh") -> Submission:
    return reread(submissions.send_for_approval(draft(cast, code), by=cast["CA:unit_head"]))


@remembered
def approved(cast: Cast, code: str = "to-trinh") -> Submission:
    case = awaiting(cast, code)
    return reread(approval.approve(case, by=cast.approver, seen=shown(case)))


@remembered
def issued(cast: Cast, code: str = "to-trinh") -> Submission:
    return reread(issuing.issue(approved(cast, code), by=cast.clerk))


def second_drafter(cast: Cast) -> Person:
    return arrange.drafter_of(cast.units["CA"])
