"""Adding and stopping a source of figures stands in the trail of its unit, with who did it."""

import pytest

from approvals.models import TrailEvent
from tests import factories
from workflows.sources import actions

pytestmark = pytest.mark.starts_from(factories.unit_report, on="2026-11-28 09:00")


def events(unit):
    found = TrailEvent.objects.filter(subject_kind="unit", subject_id=unit.pk, action__endswith="_source")
    return [(event.action, event.actor, event.changes) for event in found.order_by("seq")]


def test_both_are_told_with_the_name_of_the_system(cast, source):
    actions.stop_source(source, by=cast.admin)
    actions.stop_source(source, by=cast.admin)  # idempotent
    assert events(source.unit) == [
        ("add_source", cast["CA:drafter"], {"source": [None, "Quản lý hành chính"]}),
        ("stop_source", cast.admin, {"source": ["Quản lý hành chính", None]}),
    ]
