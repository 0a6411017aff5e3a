"""A doubt about how the plan counts an indicator is told to whoever reads all reports, not to the unit."""

import pytest

from tests import factories
from workflows.unit_reports.findings import entries_of

SAID = "kỳ liền, giống số thời điểm"


@pytest.fixture
def report(cast):
    """The same figures for the third period in a row."""
    for code in ("2026-08", "2026-09"):
        factories.submitted(cast, code=code)
    return factories.submitted(cast)


@pytest.mark.parametrize(
    ("who", "shown"),
    [("CA:drafter", False), ("CA:unit_head", False), ("VHXH:coordinator", True), ("MX:admin", True)],
)
def test_the_page_tells_it_to_whoever_may_do_something_about_it(client, cast, report, who, shown):
    client.force_login(cast[who])
    assert (SAID in client.get(f"/reports/unit/{report.pk}/").content.decode()) == shown


def test_the_check_says_nothing_of_it(client, cast):
    for code in ("2026-08", "2026-09"):
        factories.submitted(cast, code=code)
    report = factories.fill(factories.unit_report(cast), cast)
    client.force_login(cast["CA:unit_head"])
    assert SAID not in client.get(f"/reports/unit/{report.pk}/check/").content.decode()


def test_it_counts_among_what_the_office_looks_at(report):
    entries = entries_of(report)
    (doubted,) = [row for row in entries.indicators if row.doubt][:1]
    assert doubted in entries.to_look_at
    assert report.found == len(entries.to_look_at)
