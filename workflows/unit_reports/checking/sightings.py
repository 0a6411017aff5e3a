from units.models import Person
from workflows.models import UnitReport, UnitReportSighting


def look(report: UnitReport, *, by: Person) -> int:
    """Note that `by` is looking at the report as it is now.

    Returns the sequence number in its trail up to which they had read it before something new came. Idempotent.
    Nothing official changes, so no trail event is written.
    """
    last = UnitReportSighting.objects.filter(report=report, person=by).values_list("before", "seq").first()
    return look_after(last, report, by=by)


def look_after(last: tuple[int, int] | None, report: UnitReport, *, by: Person) -> int:
    """The same where it is read already how far they had read it: `before` and `seq` of their last sighting."""
    seq = report.trail_seq
    if last is None:
        first = UnitReportSighting(report=report, person=by, before=seq, seq=seq)
        UnitReportSighting.objects.bulk_create([first], ignore_conflicts=True)
        return seq
    before, seen = last
    if seen < seq:
        before = seen
        UnitReportSighting.objects.filter(report=report, person=by).update(before=before, seq=seq)
    return before
