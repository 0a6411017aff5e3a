"""How many statements each action needs, exactly: the transaction's own words not counted."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from approvals.models import OutboxMessage
from approvals.register import actions as register
from units.models import Office
from workflows.models import WardReport
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing_actions
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries_actions
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province

from .contestants import READ, REASON, Product
from .measure import Row, Statements, at_most
from .world import Ward

FEW, MANY, SENDING, CONSOLIDATION = 10, 14, 18, 16


def rows(ward: Ward, code: str) -> Iterator[Row]:
    case = Product(ward, code)
    case.draft()
    case.ready()
    yield from unit_rows(case, ward)
    for place in range(1, len(ward.units)):
        case.submit(place)
        case.take(place)
        case.fetch()
        case.accept(place)
    yield from ward_rows(case, ward)


def counted(name: str, target: int, call: Callable[[], Any]) -> Row:
    with Statements() as statements:
        call()
    return at_most(f"statements: {name}", len(statements), target)


def unit_rows(case: Product, ward: Ward) -> Iterator[Row]:
    """Every way of a unit's report, with the first of the case; it ends waived."""
    head = ward.holder(Office.UNIT_HEAD, case.reports[0].unit_id)
    drafter = ward.holder(Office.DRAFTER, case.reports[0].unit_id)
    office = case.coordinator

    def step(name: str, target: int, call: Callable[[Any], Any]) -> Row:
        case.fetch()
        return counted(name, target, lambda: call(case.reports[0]))

    entries = {entry.pk: {"value": Decimal(51)} for entry in case.reports[0].indicator_entries.all()}
    begun = {entry.pk: {"status": "in_progress"} for entry in case.reports[0].assignment_entries.all()}
    texts = {"results": "Đã hoàn thành."}
    yield step(
        "save_draft",
        MANY,
        lambda row: entries_actions.save_draft(
            row, by=drafter, seen=row.version, indicators=entries, assignments=begun, narrative=texts
        ),
    )
    yield step("submit", FEW, lambda row: unit_reports.submit(row, by=head, seen=row.version))
    yield step("withdraw", MANY, lambda row: unit_reports.withdraw(row, by=head))
    case.fetch()
    case.submit(0)
    yield step("take", FEW, lambda row: unit_reports.take(row, by=office))
    yield step("hand_back", MANY, lambda row: unit_reports.hand_back(row, by=office))
    case.take(0)
    yield step("accept", FEW, lambda row: unit_reports.accept(row, by=office, seen=row.version))
    yield step("return_for_revision", FEW, lambda row: unit_reports.return_for_revision(row, by=office, reason=REASON))
    yield step("waive", MANY, lambda row: unit_reports.waive(row, by=office, reason=REASON))


def ward_rows(case: Product, ward: Ward) -> Iterator[Row]:
    """Every way of the ward's report."""
    office, approver, clerk = case.coordinator, ward.holder(Office.APPROVER), ward.holder(Office.CLERK)

    def step(name: str, target: int, call: Callable[[WardReport], Any]) -> Row:
        case.fetch_ward()
        return counted(name, target, lambda: call(case.ward_report))

    consolidate = ("consolidate", CONSOLIDATION, lambda row: ward_reports.consolidate(row, by=office))
    send = ("send_for_approval", SENDING, lambda row: ward_reports.send_for_approval(row, by=office))
    yield step(*consolidate)
    yield step(*send)
    yield step("send_back", MANY, lambda row: approval.send_back(row, by=approver, seen=READ, reason=REASON))
    yield step("reopen", MANY, lambda row: ward_reports.reopen(row, by=office, reason=REASON))
    for again in (consolidate, send):
        step(*again)
    yield step("approve", MANY, lambda row: approval.approve(row, by=approver, seen=READ))
    yield issuing(case)
    yield step("dispatch", MANY, lambda row: province.dispatch(row, by=clerk))
    answer = {"reference": "12/CV", "reason": REASON}
    yield step("record_refusal", MANY, lambda row: province.record_receipt(row, by=clerk, received=False, **answer))
    yield handling("next_version", province.open_next_version)
    for again in (case.consolidate, case.send, case.approve, case.issue_whole):
        case.fetch_ward()
        again()
    step("dispatch", MANY, lambda row: province.dispatch(row, by=clerk))
    yield step("record_receipt", MANY, lambda row: province.record_receipt(row, by=clerk, received=True, **answer))
    register.recall(register.document_of(case.ward_report), by=clerk, reason=REASON)
    yield handling("recalled", issuing_actions.recall_noted)


def handling(topic: str, handler: Callable[[OutboxMessage], None]) -> Row:
    """What the worker does with the newest message of this topic."""
    message = OutboxMessage.objects.filter(topic=topic).latest("pk")
    return counted(topic, MANY, lambda: handler(message))


def issuing(case: Product) -> Row:
    """The transition, in its own transaction; beside it all of the action, which keeps a number and makes the file."""
    case.fetch_ward()
    with Statements() as statements:
        case.issue_whole()
    transition = statements.in_transaction_of(f'UPDATE "{WardReport._meta.db_table}"')
    return at_most("statements: issue", transition, MANY, beside=f"{len(statements)} with the number and the file")
