"""Arrange: the forms by which plans are amended, units merge and earlier figures are corrected, with words typed."""

from decimal import Decimal

from django.urls import reverse

from tests import factories
from tests.workflows import arrange
from tests.workflows.typed_forms import WORDS, another
from units.models import Plan
from units.plans.amending import actions as amending
from units.plans.amending.actions import Amendment
from units.tree import actions as tree
from units.tree.actions import NewUnit
from workflows.plans.moving import actions as moving
from workflows.setting_up.mergers import actions as mergers
from workflows.setting_up.splits import actions as splits
from workflows.ward_reports.restatements import actions as restatements


def _restated(cast, **others):
    report = factories.unit_report(cast, "CA", arrange.issued(cast).period.code)
    given = {"by": cast["CA:unit_head"], "number": 9, "given": {"value": Decimal(40)}, "reason": "Đếm hai lần"}
    return report, restatements.restate(report, **given | others)


def correcting_a_figure(cast):
    report, _made = _restated(cast)
    return "CA:drafter", reverse("restatement_new", args=[report.pk, 9]), {"value": "41", "reason": WORDS}


def refusing_a_correction(cast):
    report, made = _restated(cast)
    restatements.refuse(made, by=another(cast, "coordinator", "VHXH"), reason="Chưa rõ")
    return "VHXH:coordinator", reverse("restatement_refuse", args=[report.pk, made.pk]), {"reason": WORDS}


def _amended(cast):
    leads = {("assignment", 1): cast.units["CA"]}
    return amending.amend_plan(Plan.objects.get(version=1), Amendment(leads=leads), by=None, reason="Điều chỉnh")


def moving_a_period(cast):
    period, plan = factories.open_month(cast), _amended(cast)
    moving.move_periods(plan, [period], by=another(cast, "coordinator", "VHXH"), reason="Điều chỉnh")
    return "VHXH:coordinator", reverse("plan_move", args=[plan.pk]), {"periods": period.pk, "reason": WORDS}


def amending_a_plan(cast):
    plan = Plan.objects.get()
    _amended(cast)
    typed = {"a1": cast.units["VP"].pk, "confirmed": "1", "reason": WORDS}
    return "MX:admin", reverse("plan_amend", args=[plan.pk]), typed


def merging(cast):
    unit, into = cast.units["TTPVHCC"], cast.units["CA"]
    mergers.merge(unit, into, by=cast.admin, reason="Nghị quyết")
    typed = {"unit": unit.pk, "into": into.pk, "confirmed": "1", "reason": WORDS}
    return "MX:admin", reverse("unit_merge", args=[cast.ward.pk]), typed


def splitting(cast):
    unit = cast.units["TTPVHCC"]
    added = [NewUnit("A", "Trung tâm A", "A"), NewUnit("B", "Trung tâm B", "B")]
    splits.split(unit, splits.Split(added), by=cast.admin, reason="Nghị quyết")
    typed = {"unit": unit.pk, "table": "Trung tâm A\nTrung tâm B", "confirmed": "1", "reason": WORDS}
    return "MX:admin", reverse("unit_split", args=[cast.ward.pk]), typed


def rolling_up(cast):
    heading = tree.add_unit(cast.ward, by=None, code="TDPS", name="Các tổ dân phố", short_name="Khối tổ dân phố")
    tree.change_unit(cast.units["TDP"], by=None, parent=heading)
    mergers.roll_up(heading, by=cast.admin, reason="Một đầu mối")
    typed = {"heading": heading.pk, "confirmed": "1", "reason": WORDS}
    return "MX:admin", reverse("unit_roll_up", args=[cast.ward.pk]), typed


def saying_who_helps(cast):
    return "VHXH:coordinator", reverse("plan_helping", args=[Plan.objects.get().pk]), {"reason": WORDS}


STATES = [
    correcting_a_figure,
    refusing_a_correction,
    moving_a_period,
    amending_a_plan,
    merging,
    splitting,
    rolling_up,
]
OFFICES = [saying_who_helps]
