"""What an administrator changes in a kind's outline counts from the next period on; an open one keeps its own."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests import factories
from tests.workflows.outlines import arrange
from workflows.models import OutlineVersion, ReportKind, Section
from workflows.outlines import actions as outlines


def labels(outline):
    return [field.label for field in outlines.fields_of(outline)]


def test_every_kind_has_what_its_reports_always_said_as_its_first_outline(cast):
    for kind in (cast.monthly, cast.annual):
        outline = OutlineVersion.objects.get(kind=kind)
        assert (outline.number, list(outline.sections.values_list("content", flat=True))) == (
            1,
            ["indicators", "assignments", "results", "difficulties", "proposals", "directions"],
        )


def test_a_period_keeps_the_outline_that_it_was_opened_with(cast):
    september = factories.open_month(cast, "2026-09")
    arrange.with_fields(cast)
    october = factories.open_month(cast)
    assert (september.outline.number, october.outline.number) == (1, 2)
    assert (labels(september.outline), labels(october.outline)) == ([], ["Số hộ nghèo"])
    assert (september.has_fields, october.has_fields) == (False, True)


def test_each_report_gets_a_blank_value_for_each_field(cast):
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE)
    report = factories.unit_report(cast)
    assert [value.field.type for value in arrange.values(report)] == [shape["type"] for shape in arrange.OF_EVERY_TYPE]


def test_changes_before_any_period_stay_in_one_version(cast):
    arrange.with_fields(cast, *arrange.OF_EVERY_TYPE)
    assert OutlineVersion.objects.filter(kind=cast.monthly).count() == 1


def test_a_change_after_a_period_makes_the_next_version_with_all_the_others(cast):
    first, _second = arrange.with_fields(cast, *arrange.OF_EVERY_TYPE[:2])
    period = factories.open_month(cast)
    outlines.change_field(cast.monthly, first.number, by=cast.admin, seen=arrange.seen(cast), label="Số hộ cận nghèo")
    assert labels(outlines.current(cast.monthly)) == ["Số hộ cận nghèo", "Tỷ lệ hồ sơ đúng hạn"]
    assert labels(period.outline) == ["Số hộ nghèo", "Tỷ lệ hồ sơ đúng hạn"]
    assert outlines.current(cast.monthly).sections.count() == period.outline.sections.count()


def test_a_field_keeps_its_number_in_every_version_and_a_new_type_takes_a_new_one(cast):
    (field,) = arrange.with_fields(cast)
    factories.open_month(cast)
    renamed = outlines.change_field(cast.monthly, field.number, by=cast.admin, seen=arrange.seen(cast), label="Hộ")
    assert renamed.number == field.number
    other = outlines.change_field(
        cast.monthly, field.number, by=cast.admin, seen=arrange.seen(cast), type="text", summing="list"
    )
    assert other.number != field.number


def test_a_change_that_changes_nothing_makes_no_version(cast):
    (field,) = arrange.with_fields(cast)
    factories.open_month(cast)
    seen = arrange.seen(cast)
    outlines.change_field(cast.monthly, field.number, by=cast.admin, seen=seen, **arrange.NUMBER)
    outlines.change_section(cast.monthly, field.section.number, by=cast.admin, seen=seen, title=field.section.title)
    outlines.move_field(cast.monthly, field.number, by=cast.admin, seen=seen, up=True)
    assert (outlines.current(cast.monthly).number, arrange.seen(cast)) == (1, seen)


def test_what_was_changed_meanwhile_is_not_overwritten(cast):
    before = arrange.seen(cast)
    arrange.with_fields(cast)
    with pytest.raises(NotPossible, match="Có người đã sửa đề cương này"):
        outlines.add_section(cast.monthly, by=cast.admin, seen=before, title="Khác")


def test_only_whoever_administers_the_ward_changes_it(cast):
    with pytest.raises(PermissionDenied):
        outlines.add_section(cast.monthly, by=cast.coordinator, seen=arrange.seen(cast), title="Khác")


@pytest.mark.parametrize("title", ["  ", "an SINH xã hội"])
def test_a_section_needs_a_title_of_its_own(cast, title):
    arrange.with_fields(cast)
    with pytest.raises(NotPossible):
        outlines.add_section(cast.monthly, by=cast.admin, seen=arrange.seen(cast), title=title)


def test_fields_change_places_and_are_removed_with_their_section(cast):
    first, second = arrange.with_fields(cast, *arrange.OF_EVERY_TYPE[:2])
    outlines.move_field(cast.monthly, second.number, by=cast.admin, seen=arrange.seen(cast), up=True)
    assert labels(outlines.current(cast.monthly)) == [second.label, first.label]
    outlines.remove_field(cast.monthly, first.number, by=cast.admin, seen=arrange.seen(cast))
    assert labels(outlines.current(cast.monthly)) == [second.label]
    outlines.remove_section(cast.monthly, second.section.number, by=cast.admin, seen=arrange.seen(cast))
    assert not Section.objects.filter(content="fields").exists()


def test_what_is_gone_is_changed_no_more(cast):
    (field,) = arrange.with_fields(cast)
    outlines.remove_field(cast.monthly, field.number, by=cast.admin, seen=arrange.seen(cast))
    with pytest.raises(NotPossible, match="không còn trong đề cương"):
        outlines.change_field(cast.monthly, field.number, by=cast.admin, seen=arrange.seen(cast), label="Hộ")


def test_the_trail_tells_what_a_field_asked_for(cast):
    (field,) = arrange.with_fields(cast)
    event = TrailEvent.objects.filter(action="add_field").get()
    assert (event.actor_name, event.scope) == (str(cast.admin), cast.ward.pk)
    assert event.changes[f"F{field.number}"][1].startswith("Số hộ nghèo (")


def test_a_kind_that_came_without_an_outline_gets_its_first_with_its_first_period(cast):
    OutlineVersion.objects.filter(kind=cast.annual).delete()
    assert outlines.current(ReportKind.objects.get(pk=cast.annual.pk)).sections.count() == 6
