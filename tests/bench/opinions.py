"""What it costs to send a document whose first stage asks thirty units for their opinion side by side."""

from collections.abc import Iterator
from statistics import median

from units.models import Office
from workflows.models import ReportKind, Step, Submission, Verb
from workflows.submissions import actions as submissions
from workflows.submissions import kinds

from .measure import Row, Statements, at_most, milliseconds
from .world import Ward

ASKED = 30
STATEMENTS = 14
MOST = 100  # ms
WRITTEN = {"abstract": "Về việc phê duyệt kinh phí", "body": "Kính đề nghị xem xét, phê duyệt"}


def rows(ward: Ward, times: int) -> Iterator[Row]:
    kind = _asking(ward)
    case = _drafted(ward, kind)
    with Statements() as statements:
        _send(ward, case)
    took = [milliseconds(lambda case=case: _send(ward, case)) for case in [_drafted(ward, kind) for _ in range(times)]]
    name = f"a stage of {ASKED} opinions opens"
    yield at_most(f"{name}: statements", len(statements), STATEMENTS)
    yield at_most(f"{name}: time", median(took), MOST, " ms")


def _asking(ward: Ward) -> ReportKind:
    """A kind of document whose route asks the heads of as many units, other than the one that drafts it."""
    kinds.make_usual(ward.unit, by=None)
    kind = ReportKind.objects.get(ward=ward.unit, code="to-trinh")
    kind.route.steps.update(order=ASKED + 1)
    shape = {"verb": Verb.OPINION, "office": Office.UNIT_HEAD, "allowance": 24, "at_end": "pass"}
    Step.objects.bulk_create(
        Step(route=kind.route, order=place, title=f"Ý kiến {place}", unit=unit, beside=place > 1, **shape)
        for place, unit in enumerate(ward.units[1 : ASKED + 1], start=1)
    )
    return kind


def _drafted(ward: Ward, kind: ReportKind) -> Submission:
    unit = ward.units[0]
    case = submissions.draft(kind, unit, by=ward.holder(Office.DRAFTER, unit.pk), **WRITTEN)
    return Submission.objects.with_names().get(pk=case.pk)


def _send(ward: Ward, case: Submission) -> None:
    submissions.send_for_approval(case, by=ward.holder(Office.UNIT_HEAD, case.unit_id))
