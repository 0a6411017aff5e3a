from datetime import date

from django.db import transaction

from approvals import trail
from units.models import Office, Plan, Unit
from workflows.models import ReportKind, Route, Step

BOARD = "BCĐ"


def set_up(plan: Plan) -> None:
    """Give the plan's ward what its first report needs: both kinds, the board that signs, the one-step routes.

    The schedule is the plan's part IV. What stands already is left as it is.
    """
    with transaction.atomic():
        board, _made = Unit.objects.get_or_create(
            ward=plan.ward,
            code=BOARD,
            defaults={"parent": plan.ward, "name": "Ban Chỉ đạo", "short_name": "Ban Chỉ đạo", "reports": False},
        )
        since = date(plan.year, 1, 1)
        for frequency, name in (
            (ReportKind.Frequency.MONTHLY, "Báo cáo tháng"),
            (ReportKind.Frequency.ANNUAL, "Báo cáo năm"),
        ):
            kind, _made = ReportKind.objects.get_or_create(
                ward=plan.ward,
                code=frequency.value,
                defaults={"name": name, "frequency": frequency, "opens_from": since},
            )
            _default_route(kind, board)


def _default_route(kind: ReportKind, board: Unit) -> None:
    """One step: Phó Trưởng Ban."""
    route, made = Route.objects.get_or_create(kind=kind, defaults={"ward_id": kind.ward_id})
    if not made:
        return
    Step.objects.create(route=route, order=1, title="Phó Trưởng Ban", unit=board, office=Office.APPROVER)
    trail.record(route, "add_step", by=None, scope=route.ward_id, changes={"1": [None, "Phó Trưởng Ban"]})
    route.save(update_fields=["trail_seq", "trail_head"])
