"""Documents for signing in the demo: a plan that is issued, and a proposal for money that three other units were asked
about, of which one said nothing in time, and that the substitute of somebody absent then approved.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from approvals.clock import at
from approvals.models import Decision
from approvals.outbox import queue as outbox
from units.absences import actions as absences
from units.models import Office, Person
from workflows.cases.discussion import actions as discussion
from workflows.models import Need, ReportKind, Submission, Verb
from workflows.models.states import SignOff
from workflows.routes import actions as routes
from workflows.routes.underway import deciding, opinions, overdue
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.signing import actions as signing
from workflows.submissions import actions as submissions
from workflows.submissions import kinds

from . import keys
from .cast import Cast, appoint, ask_units

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
    "addressed_to": "Ủy ban nhân dân phường Minh Xuân",
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


ASKED = "Văn phòng xem giúp nội dung chi nào cần báo giá trước khi trình ký lại?"
ANSWERED = "Chỉ thuê thiết bị mới cần báo giá; các nội dung khác theo định mức."
AWAY = "Đi học lớp bồi dưỡng"

Moment = Callable[[int, int], datetime]  # so many working days ago, at an hour


def settle(cast: Cast) -> Person:
    """The usual kinds. Of a proposal four units are asked side by side, of which the one that drafts it is skipped;
    then somebody in the office, who is returned, approves it.
    """
    made = {kind.code: kind for kind in kinds.make_usual(cast.ward, by=cast.admin)}
    route, office = made["to-trinh"].route, cast.units["VP"]
    ask_units(cast, route, "VHXH")
    checks = appoint(office, Office.APPROVER)
    shape: dict[str, Any] = {
        "verb": Verb.APPROVE,
        "office": Office.APPROVER,
        "need": Need.ANY,
        "quorum": 1,
        "allowance": 16,
    }
    step = routes.add_step(route, by=cast.admin, title="Văn phòng thẩm tra", unit=office, beside=False, **shape)
    routes.move_step(step, by=cast.admin, up=True)
    return checks


def issue_plan(cast: Cast, moment: Moment) -> None:
    """A plan, from its draft to its number in three days."""
    row = send(cast, "ke-hoach", "VHXH", PLAN, drafted=moment(21, 14), sent=moment(20, 9))
    with at(moment(20, 15)):
        key = keys.own(row, cast.approver)
        approved = approval.approve(row, by=cast.approver, seen=deciding.pdf_to_decide(row).get())
        if approved.state == SignOff.APPROVED and key:
            signing.sign(row, by=cast.approver, key=key)
    with at(moment(19, 10)):
        issuing.issue(row, by=cast.clerk, key=keys.seal(row))
        outbox.drain()


def propose(cast: Cast, checks: Person, moment: Moment) -> None:
    """A proposal that two of three units have answered, and the third has not in time; who then `checks` it is absent,
    and their substitute approves.
    """
    with at(moment(9, 8)):
        term = {"starts_at": moment(9, 8), "ends_at": moment(0, 0) + timedelta(days=14)}
        head = cast["VP:unit_head"]
        absences.start_absence(checks, by=checks, substitute=head, reason=AWAY, **term)
    row = send(cast, "to-trinh", "CA", PROPOSAL, drafted=moment(8, 15), sent=moment(7, 9))
    answers = {"VP": (6, Decision.Verdict.AGREE, ""), "KTHTDT": (5, Decision.Verdict.AGREE_IF, REMARK)}
    for unit, (days, verdict, text) in answers.items():
        with at(moment(days, 14)):
            head, seen = cast[f"{unit}:unit_head"], deciding.pdf_to_decide(row).get()
            opinions.opine(row, by=head, seen=seen, verdict=verdict, text=text)
    with at(moment(4, 9)):
        discussion.write(row, by=cast["CA:drafter"], text=ASKED, units=[cast.units["VP"]])
    with at(moment(4, 10)):
        discussion.write(row, by=cast["VP:unit_head"], text=ANSWERED)
    with at(moment(2, 8)):
        overdue.ring()
        outbox.drain()
    with at(moment(1, 10)):
        approval.approve(row, by=cast["VP:unit_head"], seen=deciding.pdf_to_decide(row).get())
        outbox.drain()


def send(
    cast: Cast, code: str, unit: str, written: Mapping[str, Any], *, drafted: datetime, sent: datetime
) -> Submission:
    """Drafted by the unit and sent by its head, with its pages."""
    kind = ReportKind.objects.get(ward=cast.ward, code=code)
    with at(drafted):
        row = submissions.draft(kind, cast.units[unit], by=cast[f"{unit}:drafter"], **written)
    with at(sent):
        row = submissions.send_for_approval(row, by=cast[f"{unit}:unit_head"])
        outbox.drain()
    return row
