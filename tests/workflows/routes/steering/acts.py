"""What the files of this folder do with a document on its way."""

from tests.factories import reread, shown
from workflows.signoff.approval import actions as approval
from workflows.signoff.steering import actions as steering

WHY = "Người phụ trách đi công tác dài ngày"
CHECK = "Văn phòng"


def approve(case, by):
    return approval.approve(reread(case), by=by, seen=shown(case))


def pk(case, place):
    return reread(case).steps.get(order=place).pk


def add(case, by, before=1, **given):
    row = reread(case)
    shape = {"title": "Kinh tế", "verb": "approve", "office": "approver", "allowance": 8, "reason": WHY}
    shape |= {"unit": given.pop("unit"), "before": pk(case, before), "seen": row.trail_seq}
    return steering.insert_step(row, by=by, **shape | given)
