"""The head reads what the drafter changed since they last looked."""

import pytest

from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from workflows.models import UnitReportSighting
from workflows.unit_reports.entries import actions as entries

pytestmark = pytest.mark.starts_from.with_args(arrange.draft)


@pytest.fixture
def report(start, client, cast):
    """A draft that the unit's head has read once."""
    client.force_login(cast["CA:unit_head"])
    page(client, start)
    return start


def page(client, report):
    return client.get(f"/reports/unit/{report.pk}/check/").context["news"]


def write(cast, report, text, who="CA:drafter"):
    texts = arrange.CONTENT | {"narrative": {"proposals": text}}
    return reread(entries.save_draft(report, by=cast[who], seen=report.version, **texts))


def test_a_first_look_has_no_news(client, cast, start):
    client.force_login(cast["CA:unit_head"])
    assert page(client, start) == []


def test_what_changed_since_is_one_line_a_field_old_and_new(client, cast, report):
    write(cast, write(cast, report, "Một"), "Hai")
    assert page(client, report) == [{"field": "đề xuất, kiến nghị", "old": "–", "new": "Hai"}]


def test_reading_it_again_does_not_make_it_go(client, cast, report):
    write(cast, report, "Một")
    assert page(client, report) == page(client, report) != []


def test_what_was_read_is_no_news_beside_what_came_later(client, cast, report):
    report = write(cast, report, "Một")
    page(client, report)
    write(cast, report, "Hai")
    assert page(client, report) == [{"field": "đề xuất, kiến nghị", "old": "Một", "new": "Hai"}]


def test_what_was_undone_is_no_news(client, cast, report):
    write(cast, write(cast, report, "Một"), "")
    assert page(client, report) == []


def test_ones_own_changes_are_no_news(client, cast, report):
    arrange.join(cast["CA:unit_head"], cast.units["CA"], "drafter")
    write(cast, report, "Tôi viết", who="CA:unit_head")
    assert page(client, report) == []


def test_the_drafter_leaves_no_sighting(client, cast, report):
    client.force_login(cast["CA:drafter"])
    page(client, report)
    assert not UnitReportSighting.objects.filter(person=cast["CA:drafter"]).exists()


def test_submitting_without_reasons_names_and_links_each_and_loses_nothing(client, cast):
    report = factories.unit_report(cast, "TTDVC")
    client.force_login(cast["TTDVC:unit_head"])
    answer = client.post(f"/reports/unit/{report.pk}/submit/", {"seen": report.version})
    words = answer.content.decode()
    assert answer.status_code == 422
    for entry in report.indicator_entries.all():
        assert f'href="#i{entry.pk}"' in words
        assert f'id="i{entry.pk}"' in words
    assert reread(report).state == "draft"
