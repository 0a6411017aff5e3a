"""Of what units answer by a link, correct afterwards, and have accepted by two people."""

from datetime import timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from approvals.clock import now
from tests import factories
from tests.approvals.files.test_cleaned import photograph
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.courses.told import WHY, Told
from tests.workflows.unit_reports.looking import accept_by_two
from workflows.unit_reports.confirming import actions as confirming
from workflows.unit_reports.quick import actions as quick
from workflows.unit_reports.quick import files as quick_files
from workflows.unit_reports.quick import taking
from workflows.ward_reports.restatements import actions as restatements

WHO = {"name": "Bà Tổ trưởng", "contact": "0912 000 005"}


def of_quick_forms(cast) -> None:
    """The office asks by a link: one answer is left, one that came on paper is taken in, then the link is closed."""
    report, by = arrange.draft(cast, "TDP"), cast.coordinator
    entry = report.indicator_entries.exclude(indicator__aggregation="ratio").select_related("indicator").first()
    part, typed = str(entry.indicator.number), {f"i{entry.pk}_value": "61"}
    until = now() + timedelta(days=2)
    form = quick.ask(report, by=by, asked_of="Tổ trưởng tổ 5", parts=[part], until=until, many=True)
    answer = quick.answer(form, typed=typed, **WHO)
    quick_files.attach(answer, part, ContentFile(photograph().getvalue(), name="anh.jpg"))
    quick.leave(answer, by=by, reason=WHY)
    paper = quick.type_paper(form, by=by, typed=typed, **WHO)
    taking.take(paper, by=by, seen=reread(report).version)
    quick.withdraw(form, by=by)


QUICK_FORMS = [
    Told("ask_quickly", "VHXH:coordinator", "one", why=True),
    Told("answer_quickly", "", why=True),
    Told("attach_quick_file", "", "many"),
    Told("leave_quick_answer", "VHXH:coordinator", why=True),
    Told("type_quick_form", "VHXH:coordinator", why=True),
    Told("take_quick_answer", "VHXH:coordinator", why=True),
    Told("withdraw_quick_form", "VHXH:coordinator", why=True),
]


def of_restatements(cast) -> None:
    """A drafter takes a correction back; what the head proposes is refused, then accepted, and a later report told."""
    arrange.issued(cast, "2026-09")
    arrange.consolidated(cast)
    report = factories.unit_report(cast, "CA", "2026-09")

    def corrected(who, value="40"):
        return restatements.restate(reread(report), by=cast[who], number=9, given={"value": Decimal(value)}, reason=WHY)

    restatements.withdraw(corrected("CA:drafter"), by=cast["CA:drafter"])
    written = restatements.propose(corrected("CA:drafter"), by=cast["CA:unit_head"])
    restatements.refuse(written, by=cast.coordinator, reason=WHY)
    restatements.accept(corrected("CA:unit_head"), by=cast.coordinator)


RESTATEMENTS = [
    Told("restate", "CA:drafter", "9.value", why=True),
    Told("withdraw_restatement", "CA:drafter", why=True),
    Told("propose_restatement", "CA:unit_head", "9.value", why=True),
    Told("refuse_restatement", "VHXH:coordinator", why=True),
    Told("accept_restatement", "VHXH:coordinator", "9.value", why=True),
    Told("note_restatement", "VHXH:coordinator", why=True),
]


def of_two_people(cast) -> None:
    """One proposes to accept a unit's report, a second gives it back once, then confirms it."""
    second = arrange.newcomer(cast, "second", cast.units["VHXH"], "coordinator")
    accept_by_two(cast)
    report = factories.in_review(cast)
    confirming.propose_acceptance(report, by=cast.coordinator, seen=report.version)
    confirming.refuse_acceptance(reread(report), by=second, reason=WHY)
    confirming.propose_acceptance(reread(report), by=cast.coordinator, seen=report.version)
    confirming.confirm_acceptance(reread(report), by=second, seen=report.version)


TWO_PEOPLE = [
    Told("propose_acceptance", "VHXH:coordinator", "step"),
    Told("refuse_acceptance", "second", "step", why=True),
    Told("confirm_acceptance", "second", "step"),
]
