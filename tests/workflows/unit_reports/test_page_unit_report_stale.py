import pytest

from tests import factories
from tests.workflows.writing import address, entry_of, typed
from units.models import Aggregation
from workflows.models import UnitReport
from workflows.unit_reports.entries import actions as entries


@pytest.fixture
def report(client, cast) -> UnitReport:
    client.force_login(cast["CA:drafter"])
    return factories.unit_report(cast)


def save_elsewhere(report: UnitReport, cast, value: int = 7) -> UnitReport:
    """Another session of the unit saves first."""
    entry = entry_of(report, Aggregation.SUM)
    saved = entries.save_draft(
        report,
        by=cast["CA:drafter"],
        seen=report.version,
        indicators={entry.pk: {"value": value}},
        assignments={},
        narrative={"results": "Bản của người kia"},
    )
    return factories.reread(saved)


def test_stale_save_shows_both_versions_and_writes_nothing(client, cast, report):
    posted = typed(client, report, results="Bản của tôi")
    newer = save_elsewhere(report, cast)
    response = client.post(address(report), posted)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Bản của tôi" in page
    assert "Bản của người kia" in page
    assert factories.reread(report).results == newer.results


def test_only_what_the_person_changed_is_proposed_as_theirs_to_keep(client, cast, report):
    posted = typed(client, report, results="Bản của tôi")
    save_elsewhere(report, cast)
    differences = {each.name: each.mine for each in client.post(address(report), posted).context["differences"]}
    entry = entry_of(report, Aggregation.SUM)
    assert differences == {"results": True, f"i{entry.pk}_value": False}


def test_choice_is_made_for_each_field_and_saved_over_the_newer_version(client, cast, report):
    posted = typed(client, report, results="Bản của tôi")
    save_elsewhere(report, cast)
    response = client.post(address(report), posted)
    entry = entry_of(report, Aggregation.SUM)
    chosen = dict(response.context["carried"]) | {
        "seen": str(response.context["report"].version),
        "pick-results": "mine",
        f"pick-i{entry.pk}_value": "theirs",
    }
    assert client.post(address(report), chosen).status_code == 302
    entry.refresh_from_db()
    assert factories.reread(report).results == "Bản của tôi"
    assert entry.value == 7


def test_third_save_in_between_is_told_again(client, cast, report):
    posted = typed(client, report, results="Bản của tôi")
    newer = save_elsewhere(report, cast)
    response = client.post(address(report), posted)
    chosen = dict(response.context["carried"]) | {"seen": str(newer.version), "pick-results": "mine"}
    save_elsewhere(newer, cast, value=8)
    assert client.post(address(report), chosen).status_code == 409
    assert factories.reread(report).results == "Bản của người kia"
