"""Arrange: the forms of kinds of report, and that by which the office asks for one, each with words typed into it."""

from django.urls import reverse

from tests.workflows.typed_forms import WORDS
from units.tree import actions as unit_actions
from workflows.periods import kinds as report_kinds


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


STATES = [making_a_kind, changing_a_kind, asking_for_a_report]
