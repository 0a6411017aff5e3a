from units.models import Person
from workflows.models import UnitReport, UnitReportSighting


def look(report: UnitReport, *, by: Person) -> int:
    """Note that `by` is looking at the report as it is now.

    Returns the sequence number in its trail up to which they had read it before something new came. Idempotent.
    Nothing official changes, so no trail event is written.
    """
    seq = report.trail_seq
    sighting = UnitReportSighting.objects.filter(report=report, person=by).first()
    if sighting is None:
        first = UnitReportSighting(report=report, person=by, before=seq, seq=seq)
        UnitReportSighting.objects.bulk_create([first], ignore_conflicts=True)
        return seq
    if sighting.seq < seq:
        sighting.before, sighting.seq = sighting.seq, seq
        sighting.save(update_fields=["before", "seq"])
    return sighting.before
