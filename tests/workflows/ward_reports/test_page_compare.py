"""The text of the ward's report beside that of the period before."""

import pytest
from django.urls import reverse

from tests import factories
from workflows.prose import actions as prose

OCTOBER, NOVEMBER = "2026-11-06 09:00", "2026-12-04 09:00"


def two_months(cast):
    """Consolidated in October and November."""
    return factories.consolidated(cast), factories.consolidated(cast, "2026-11")


pytestmark = pytest.mark.starts_from(two_months, on=NOVEMBER)


@pytest.fixture(autouse=True)
def early_december(on_day):
    on_day(NOVEMBER)


def compared(client, report, who):
    client.force_login(who)
    return client.get(reverse("ward_report_compare", args=[report.pk]))


def test_what_reads_otherwise_is_told_word_by_word(client, cast, start):
    before, now = start
    for report, words in ((before, "Đã họp hai lần."), (now, "Đã họp ba lần.")):
        prose.edit_narrative(report, by=cast.coordinator, seen=report.edits, narrative={"leadership": words})
    page = compared(client, now, cast.coordinator).content.decode()
    assert "hai<span" in page
    assert "ba<span" in page
    assert "tháng 10/2026" in page


def test_the_first_report_has_none_before_it(client, cast, start):
    assert "Chưa có kỳ trước" in compared(client, start[0], cast.coordinator).content.decode()


def test_only_who_edits_the_text_compares_it(client, cast, start):
    assert compared(client, start[1], cast.auditor).status_code == 403
