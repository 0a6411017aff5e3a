"""Arrange: the forms of kinds of report, and that by which the office asks for one, each with words typed into it."""

from django.urls import reverse

from tests import factories
from tests.people import instant
from tests.workflows.typed_forms import WORDS
from units.tree import actions as unit_actions
from workflows.periods import kinds as report_kinds
from workflows.periods.steering import actions as steering


def kind_settings(cast, **others):
    days = {"unit_day": 5, "ward_day": 10, "month_offset": 1, "due_month": 12, "window_start_day": 1, "lead_days": 15}
    told = days | {"name": WORDS, "frequency": "quarterly", "day_off": "none", "on_plan": "on", "reporters": "all"}
    return told | {"form": "committee", "symbol": "BC-BCĐ", "like": cast.monthly.pk} | others


def making_a_kind(cast):
    report_kinds.make_kind(cast.monthly, by=cast.admin, name=WORDS, frequency="quarterly")
    return "MX:admin", reverse("report_kind_add", args=[cast.ward.pk]), kind_settings(cast)


def changing_a_kind(cast):
    kind = report_kinds.make_kind(cast.monthly, by=cast.admin, name="Báo cáo quý", frequency="quarterly")
    return "MX:admin", reverse("report_kind_change", args=[kind.pk]), kind_settings(cast, seen=0)


def asking_for_a_report(cast):
    unit = unit_actions.add_unit(cast.ward, by=None, code="TAM", name="Tổ tạm", short_name="Tổ tạm")
    unit_actions.retire_unit(unit, by=None)
    typed = {"title": "Rà soát", "brief": WORDS, "units": [unit.pk], "unit_day": "2026-11-10", "ward_day": "2026-11-12"}
    return "VHXH:coordinator", reverse("ask_for_report", args=[cast.ward.pk]), typed


def changing_the_schedule(cast):
    factories.open_month(cast)
    report_kinds.change_kind(cast.monthly, by=cast.admin, seen=report_kinds.edits_of(cast.monthly), lead_days=14)
    shares = {"green": "1", "amber": "0.8", "jump_deviations": "5", "jump_percent": "50"}
    typed = kind_settings(cast, inclusive="0", seen=0, reach="open", reason=WORDS) | shares
    return "MX:admin", reverse("report_kind_schedule", args=[cast.monthly.pk]), typed


def opening_a_period(cast):
    factories.open_month(cast)
    typed = {"period": factories.MONTH, "unit_before": WORDS, "ward_before": "2026-11-12"}
    return "VHXH:coordinator", reverse("period_open", args=[cast.monthly.pk]), typed


def changing_due_times(cast):
    period = factories.open_month(cast)
    typed = {"unit_before": "2026-11-20", "ward_before": "2026-11-20", "reason": WORDS}
    return "VHXH:coordinator", reverse("period_due", args=[period.pk]), typed


def cancelling_a_period(cast):
    report = factories.accepted(cast)
    return "VHXH:coordinator", reverse("period_cancel", args=[report.period_id]), {"reason": WORDS}


def giving_more_time(cast):
    report = factories.unit_report(cast)
    steering.extend(report, by=cast.coordinator, due_at=instant("2026-11-10 00:00"), reason="Mất điện")
    typed = {"unit_before": "2026-11-09", "reason": WORDS}
    return "VHXH:coordinator", reverse("unit_report_extend", args=[report.pk]), typed


STATES = [making_a_kind, changing_a_kind, asking_for_a_report, changing_the_schedule, opening_a_period]
STATES += [changing_due_times, cancelling_a_period, giving_more_time]
