"""Of routes, their steps, and documents that take them."""

from approvals.clock import now
from approvals.models import Decision
from tests import attachments
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.courses.told import WHY, Told
from tests.workflows.submissions import arrange as documents
from units.models import Membership
from workflows.cases.discussion import actions as discussion
from workflows.cases.links import actions as links
from workflows.routes import actions as routes
from workflows.routes.underway import opinions, overdue, pausing
from workflows.routes.who import after
from workflows.signoff.approval import actions as approval
from workflows.signoff.examining import actions as examining
from workflows.signoff.issuing import actions as issuing
from workflows.signoff.retraction import actions as retraction
from workflows.signoff.steering import actions as steering
from workflows.submissions import actions as submissions
from workflows.submissions.attachments import actions as attached
from workflows.submissions.beginnings import actions as beginnings
from workflows.submissions.co_drafting import actions as co_drafting


def of_a_route(cast) -> None:
    """Two units are asked: one answers, the other says nothing in time; then a stage opens."""
    shape = {"verb": "opinion", "office": "unit_head", "need": "any", "quorum": 1, "allowance": 1}
    for unit, beside in {"CA": False, "VP": True}.items():
        routes.add_step(cast.monthly.route, by=cast.admin, title=unit, unit=cast.units[unit], beside=beside, **shape)
    report = arrange.awaiting(cast)
    opinions.opine(report, by=cast["CA:unit_head"], seen=shown(report), verdict="disagree", text=WHY)
    given = Decision.objects.get(verdict="disagree")
    opinions.reply(reread(report), given, by=cast.coordinator, adopted=False, text=WHY)
    said = Decision.objects.get(verdict="disagree")
    retraction.retract(reread(report), by=cast["CA:unit_head"], decision=said.pk, reason=WHY)
    opinions.opine(reread(report), by=cast["CA:unit_head"], seen=shown(report), verdict="disagree", text=WHY)
    row, to = reread(report), cast["VP:drafter"].memberships.get(unit=cast.units["VP"])
    own = {"step": row.steps.get(unit=cast.units["VP"]).pk, "to": to.pk, "seen": row.trail_seq}
    steering.reassign(row, by=cast["VP:unit_head"], reason=WHY, **own)
    report.steps.update(due_at=now(), alarm_at=now())
    overdue.ring()
    pausing.pause(reread(report), by=cast.approver, reason=WHY)
    report.steps.filter(paused_at__isnull=False).update(paused_at=instant("2026-11-06 08:00"))
    pausing.resume(reread(report), by=cast.approver)
    report.steps.filter(decided_at=None).update(alarm_at=now())
    overdue.ring()
    told = {"at_end": "escalate", "to_unit": cast.ward, "to_office": "admin"}
    report.steps.filter(decided_at=None).update(alarm_at=now(), **told)
    overdue.ring()


def of_adjusted_steps(cast) -> None:
    """A checker's step is handed over, another is added and skipped, and the case takes its route as it stands."""
    shape = {"unit": cast.units["VP"], "office": "approver", "need": "any", "allowance": 8}
    route = cast.monthly.route
    routes.move_step(routes.add_step(route, by=cast.admin, title="Văn phòng", **shape), by=cast.admin, up=True)
    for name in ("first", "second"):
        arrange.newcomer(cast, name, cast.units["VP"], "approver")
    report = arrange.awaiting(cast)

    def adjust(action, **told) -> None:
        row = reread(report)
        action(row, by=cast.admin, seen=row.trail_seq, reason=WHY, **told)

    first, to = report.steps.get(order=1), Membership.objects.get(person__username="second")
    adjust(steering.hand_over, step=first.pk, to=to.pk)
    added = {"title": "Kinh tế", "unit": cast.units["VP"], "office": "approver", "verb": "approve", "allowance": 8}
    adjust(steering.insert_step, before=first.pk, **added)
    adjust(steering.skip_step, step=report.steps.get(title="Kinh tế").pk)
    routes.move_step(routes.add_step(route, by=cast.admin, title="Kiểm tra", **shape), by=cast.admin, up=True)
    adjust(steering.move_to_route)


ADJUSTED = [
    Told("hand_over", "MX:admin", "holder step", why=True),
    Told("insert_step", "MX:admin", "holder step", why=True),
    Told("skip_step", "MX:admin", "step", why=True),
    Told("move_to_route", "MX:admin", "route", why=True),
]


ROUTE = [
    Told("opine", "CA:unit_head", "opinion step", why=True),
    Told("retract", "CA:unit_head", "decision step", why=True),
    Told("reply_to_opinion", "VHXH:coordinator", "reply", why=True),
    Told("reassign", "VP:unit_head", "holder step", why=True),
    Told("pass_in_silence", "", "opinion step"),
    Told("pause", "BCĐ:approver", "step", why=True),
    Told("resume", "BCĐ:approver", "due step"),
    Told("remind_overdue", "", "step"),
    Told("escalate", "", "step"),
]


def of_an_examination(cast) -> None:
    """It goes back to be mended, then is found in order; once it is issued the examiner reads it for information."""
    documents.examined(cast)
    informed = {"verb": "inform", "office": "unit_head", "title": "Để biết", "unit": cast.units["KTHTDT"]}
    routes.add_step(documents.kind(cast).route, by=cast.admin, need="any", quorum=1, allowance=8, **informed)
    case = documents.awaiting(cast)
    examining.return_examined(case, by=cast["KTHTDT:unit_head"], seen=shown(case), reason=WHY)
    case = reread(submissions.send_for_approval(reread(case), by=cast["CA:unit_head"]))
    examining.examine(case, by=cast["KTHTDT:unit_head"], seen=shown(case), text=WHY)
    approval.approve(reread(case), by=cast.approver, seen=shown(case))
    after.note_read(reread(issuing.issue(reread(case), by=cast.clerk)), by=cast["KTHTDT:unit_head"])


EXAMINED = [
    Told("return_examined", "KTHTDT:unit_head", "step", why=True),
    Told("examine", "KTHTDT:unit_head", "step", why=True),
    Told("read_for_information", "KTHTDT:unit_head", "step"),
]


def of_a_document(cast) -> None:
    """One is given up, one corrected, sent and recalled."""
    submissions.give_up(documents.draft(cast), by=cast["CA:drafter"], reason=WHY)
    around_a_document(cast)
    case = documents.awaiting(cast)
    submissions.take_back(case, by=cast["CA:unit_head"], reason=WHY)
    for content in (None, attachments.pdf("Sửa")):
        file = attached.attach(reread(case), by=cast["CA:drafter"], file=attachments.upload(content, "a.pdf"))
    attached.detach(file, by=cast["CA:drafter"])
    submissions.edit(reread(case), by=cast["CA:drafter"], seen=0, body="Nội dung khác")
    submissions.send_for_approval(reread(case), by=cast["CA:unit_head"])
    approval.approve(reread(case), by=cast.approver, seen=shown(reread(case)))
    issuing.issue(reread(case), by=cast.clerk)
    submissions.send_out(reread(case), by=cast.clerk)
    submissions.recalled(reread(case), cast.clerk, WHY)


def around_a_document(cast) -> None:
    """What is written beside it, who writes it too, what it is linked to, and the template of its kind."""
    case, by = documents.draft(cast), cast["CA:drafter"]
    message = discussion.write(case, by=by, text=WHY, units=[cast.units["CA"]])
    discussion.strike(message, reread(case), by=by)
    co_drafting.name_co_drafters(reread(case), by=by, people=[cast["VP:drafter"]])
    plan = case.plan
    links.unlink(links.link(reread(case), by=by, kind="plan", pk=plan.pk), reread(case), by=by)
    beginnings.change_document_template(case.document_kind, by=cast.admin, seen=0, body=WHY)


DOCUMENT = [
    Told("discuss", "CA:drafter", "message told"),
    Told("strike_message", "CA:drafter", "message"),
    Told("name_co_drafters", "CA:drafter", "co_drafters"),
    Told("link_case", "CA:drafter", "linked"),
    Told("unlink_case", "CA:drafter", "linked"),
    Told("change_document_template", "MX:admin", "body"),
    Told("draft", "CA:drafter", "abstract"),
    Told("give_up", "CA:drafter", why=True),
    Told("take_back", "CA:unit_head", why=True),
    Told("attach", "CA:drafter", "attachment.evidence attachment.sha256"),
    Told("attach_anew", "CA:drafter", "attachment.evidence attachment.sha256"),
    Told("detach", "CA:drafter", "attachment.evidence attachment.sha256"),
    Told("edit", "CA:drafter", "body"),
    Told("send_out", "VP:clerk"),
    Told("note_recall", "VP:clerk", why=True),
]
