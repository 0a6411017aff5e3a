"""Of a ward's report up to the province, and of what a province receives from its wards."""

from approvals.outbox import queue as outbox
from approvals.receiving import actions as receiving
from approvals.receiving import pairing
from approvals.register import actions as register
from tests.factories import MONTH, reread, shown
from tests.workflows import arrange
from tests.workflows.courses.told import WHY, Told
from tests.workflows.provinces.arrange import delivered, issued_anew, newest, province_above, work_off
from workflows.periods import actions as periods
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction
from workflows.ward_reports.province import actions as province


def of_a_ward_report(cast) -> None:
    """Sent back, taken up again, reopened, issued, and refused by the province: a new version is opened."""
    report = arrange.awaiting(cast)
    approval.send_back(report, by=cast.approver, seen=shown(report), reason=WHY)
    correction.rework(reread(report), by=cast.coordinator)
    ward_reports.send_for_approval(reread(report), by=cast.coordinator)
    ward_reports.reopen(reread(report), by=cast.coordinator, reason=WHY)
    ward_reports.consolidate(reread(report), by=cast.coordinator)
    ward_reports.send_for_approval(reread(report), by=cast.coordinator)
    approval.approve(reread(report), by=cast.approver, seen=shown(reread(report)))
    issuing.issue(reread(report), by=cast.clerk)
    province.dispatch(reread(report), by=cast.clerk)
    second = arrange.newcomer(cast, "second", cast.units["VP"], "clerk")
    province.record_receipt(reread(report), by=second, received=False, reference="16/TB", reason=WHY)
    arrange.open_next_version(report)


WARD_REPORT = [
    Told("consolidate", "VHXH:coordinator"),
    Told("send_for_approval", "VHXH:coordinator", "route signer"),
    Told("send_back", "BCĐ:approver", "acts_for authority step", why=True),
    Told("rework", "VHXH:coordinator"),
    Told("reopen", "VHXH:coordinator", why=True),
    Told("approve", "BCĐ:approver", "acts_for authority step"),
    Told("issue", "VP:clerk"),
    Told("enter", "VP:clerk", "sha256"),
    Told("reserve", "VP:clerk"),
    Told("dispatch", "VP:clerk"),
    Told("record_refusal", "second", why=True),
    Told("new_version", "second"),
    Told("release", "second"),
]


def of_deliveries(cast) -> None:
    """The province refuses a ward's document, receives the one that replaces it, and hears that this is recalled."""
    first, above = arrange.issued(cast), province_above(cast)
    periods.open_period(above.monthly, MONTH)
    arrival = delivered(cast, first)
    receiving.refuse(arrival, by=above.clerk, reason=WHY)
    work_off()
    arrival = delivered(cast, issued_anew(cast))
    receiving.receive(arrival, by=above.coordinator, reference="512")
    work_off()
    register.recall(register.document_of(newest(cast)), by=cast.clerk, reason=WHY)
    while message := outbox.due().filter(topic__in=("dispatch", "recall")).order_by("pk").first():
        outbox.work_at_once(message.key)
    pairing.invite_anew(arrival.sender, by=above.admin)
    pairing.end(arrival.sender, by=above.admin)


DELIVERIES = [
    Told("add_sender", "tinh-admin", "name organ_id"),
    Told("pair_sender", ""),
    Told("arrive", "", "sha256"),
    Told("deliver", "", "arrival"),
    Told("refuse_arrival", "tinh-clerk", why=True),
    Told("refuse_delivery", "", why=True),
    Told("receive_arrival", "tinh-coordinator"),
    Told("receive_delivery", "", why=True),
    Told("recall_arrival", "", why=True),
    Told("invite_sender", "tinh-admin"),
    Told("end_sender", "tinh-admin"),
]
