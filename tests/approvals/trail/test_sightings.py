from approvals.models import Sighting
from approvals.trail import sightings
from tests import factories

FIRST, SECOND = "1" * 64, "2" * 64


def note(report, cast, sha256, by=None):
    sightings.note(report, sha256, scope=report.ward_id, by=by or cast.approver)


def last_but(report, cast, sha256):
    return sightings.last_but(sha256, kind="wardreport", subjects=[report.pk], by=cast.approver).first()


def test_looking_twice_is_one_row_with_the_later_time(cast, on_day):
    report = factories.ward_report(cast)
    on_day("2026-11-06 09:00")
    note(report, cast, FIRST)
    on_day("2026-11-06 10:00")
    note(report, cast, FIRST)
    assert f"{Sighting.objects.get().at:%H:%M}" == "03:00"


def test_the_newest_other_rendering_is_what_was_seen_before(cast, on_day):
    report = factories.ward_report(cast)
    on_day("2026-11-06 09:00")
    note(report, cast, FIRST)
    on_day("2026-11-06 10:00")
    note(report, cast, SECOND)
    assert last_but(report, cast, SECOND) == FIRST
    assert last_but(report, cast, "3" * 64) == SECOND


def test_what_others_saw_does_not_count(cast):
    report = factories.ward_report(cast)
    note(report, cast, FIRST, by=cast.coordinator)
    assert last_but(report, cast, SECOND) is None
