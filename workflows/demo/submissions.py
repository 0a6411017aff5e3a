"""Documents for signing in the demo: a plan that is issued, and a proposal for money that three units were asked about,
of which one said nothing in time.
"""

from collections.abc import Mapping
from datetime import datetime

from approvals.clock import at
from approvals.models import Decision
from approvals.outbox import queue as outbox
from workflows.models import ReportKind, Submission
from workflows.models.states import SignOff
from workflows.routes import deciding, opinions, overdue
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.signing import actions as signing
from workflows.submissions import actions as submissions
from workflows.submissions import kinds

from . import keys
from .cast import Cast, ask_units

PLAN = {
    "abstract": "Tập huấn kỹ năng số cho cán bộ, công chức và tổ công nghệ số cộng đồng",
    "bases": "Căn cứ Kế hoạch số 01/KH-BCĐ của Ban Chỉ đạo phường",
    "body": (
        "Tổ chức 02 lớp tập huấn tại hội trường phường, mỗi lớp 01 ngày.\n"
        "Phòng Văn hóa - Xã hội chủ trì, các tổ dân phố cử người tham dự.\n"
        "Yêu cầu các đơn vị phối hợp thực hiện"
    ),
    "recipients": "Các đơn vị thuộc phường",
}
PROPOSAL = {
    "abstract": "Phê duyệt kinh phí diễn tập ứng cứu sự cố an toàn thông tin mạng năm 2026",
    "addressed_to": "Ủy ban nhân dân tỉnh Tuyên Quang",
    "bases": "Căn cứ Kế hoạch số 01/KH-BCĐ của Ban Chỉ đạo phường",
    "body": (
        "Công an phường xây dựng phương án diễn tập với sự tham gia của các đơn vị thuộc phường.\n"
        "Tổng kinh phí dự kiến 85.000.000 đồng từ ngân sách phường.\n"
        "Kính đề nghị xem xét, phê duyệt"
    ),
    "recipients": "Công an tỉnh Tuyên Quang",
    "amount": 85_000_000,
}
REMARK = "Đề nghị bổ sung dự toán chi tiết từng nội dung."


def settle(cast: Cast) -> None:
    """The usual kinds; three units are asked side by side about a proposal."""
    made = {kind.code: kind for kind in kinds.make_usual(cast.ward, by=cast.admin)}
    ask_units(cast, made["to-trinh"].route)


def issue_plan(cast: Cast, when: datetime) -> None:
    """A plan, from its draft to its number in one day."""
    with at(when):
        row = send(cast, "ke-hoach", "VHXH", PLAN)
        key = keys.own(row, cast.approver)
        approved = approval.approve(row, by=cast.approver, seen=deciding.pdf_to_decide(row).get())
        if approved.state == SignOff.APPROVED and key:
            signing.sign(row, by=cast.approver, key=key)
        issuing.issue(row, by=cast.clerk, key=keys.seal(row))
        outbox.drain()


def propose(cast: Cast, sent: datetime, answered: datetime, silent: datetime) -> None:
    """A proposal that two of three units have answered, and the third has not in time."""
    with at(sent):
        row = send(cast, "to-trinh", "CA", PROPOSAL)
    with at(answered):
        said = {"VP": (Decision.Verdict.AGREE, ""), "KTHTDT": (Decision.Verdict.AGREE_IF, REMARK)}
        for unit, (verdict, text) in said.items():
            head, seen = cast[f"{unit}:unit_head"], deciding.pdf_to_decide(row).get()
            opinions.opine(row, by=head, seen=seen, verdict=verdict, text=text)
    with at(silent):
        overdue.ring()
        outbox.drain()


def send(cast: Cast, code: str, unit: str, written: Mapping[str, object]) -> Submission:
    """Drafted by the unit and sent by its head, with its pages."""
    kind = ReportKind.objects.get(ward=cast.ward, code=code)
    row = submissions.draft(kind, cast.units[unit], by=cast[f"{unit}:drafter"], **written)
    sent = submissions.send_for_approval(row, by=cast[f"{unit}:unit_head"])
    outbox.drain()
    return sent
