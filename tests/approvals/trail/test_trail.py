"""The chain of hashes: how an event is hashed, and what a check finds."""

import hashlib
import json
import unicodedata
from datetime import timedelta

import pytest
from django.db import connection

from approvals.models import TrailEvent
from approvals.trail import append_only
from approvals.trail import chain as trail
from approvals.trail.querysets import chain_of
from tests import factories

SOON = timedelta(microseconds=1)


@pytest.fixture
def events(cast, on_day) -> list[TrailEvent]:
    """Three events of a subject, not written anywhere."""
    on_day("2026-11-03 09:00")
    subject = cast.units["CA"]
    subject.trail_seq, subject.trail_head = 0, ""
    return [
        TrailEvent(
            **trail.event_values(subject, "change_unit", by=cast.admin, scope=subject.pk, changes={"name": pair})
        )
        for pair in (["A", "B"], ["B", "C"], ["C", "Đ"])
    ]


def test_each_event_carries_the_hash_of_the_one_before(events):
    assert [event.seq for event in events] == [1, 2, 3]
    assert [event.previous for event in events] == ["", events[0].hash, events[1].hash]


def test_the_subject_carries_the_head_of_its_chain(cast):
    subject = cast.units["CA"]
    values = trail.event_values(subject, "change_unit", by=None, scope=subject.pk)
    assert (subject.trail_seq, subject.trail_head) == (values["seq"], values["hash"])


def test_the_canonical_form_is_sorted_json_without_spaces_in_utf8(events):
    text = trail.canonical(vars(events[0])).decode()
    plain = json.loads(text)
    assert list(plain) == sorted(trail.HASHED)
    assert text == json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert plain["at"] == "2026-11-03T02:00:00.000000+00:00"


def test_the_hash_is_sha256_over_the_canonical_form(events):
    assert events[2].hash == hashlib.sha256(trail.canonical(vars(events[2]))).hexdigest()


def test_composed_and_decomposed_letters_hash_alike(events):
    values = dict(vars(events[0]), reason=unicodedata.normalize("NFD", "Thiếu số liệu"))
    composed = dict(values, reason=unicodedata.normalize("NFC", "Thiếu số liệu"))
    assert values["reason"] != composed["reason"]
    assert trail.digest(values) == trail.digest(composed)


def test_a_reason_is_kept_in_composed_letters(cast):
    decomposed = unicodedata.normalize("NFD", "Thiếu số liệu")
    values = trail.event_values(cast.ward, "change_unit", by=None, scope=cast.ward.pk, reason=decomposed)
    assert values["reason"] == "Thiếu số liệu"


def test_a_whole_chain_is_found_whole(events):
    assert trail.verify(events) == trail.ChainCheck(chains=1, events=3)


def test_events_hash_the_same_when_read_back(cast):
    report = factories.accepted(cast)
    found = trail.verify(chain_of("unitreport", report.pk))
    assert not found.fault
    assert found.events == report.trail_seq > 4


@pytest.mark.parametrize("name", trail.HASHED)
def test_a_change_to_any_hashed_field_is_found(events, name):
    changed = {"seq": 9, "scope": 9, "subject_id": 9, "actor_id": 9, "changes": {}, "at": events[1].at + SOON}
    setattr(events[1], name, changed.get(name, "khác"))
    assert trail.verify(events).fault


def test_the_first_bad_event_is_named(events):
    events[1].reason = "khác"
    assert f"unit {events[1].subject_id} #2" in trail.verify(events).fault


def test_a_changed_event_hashed_anew_breaks_the_next_one(events):
    events[1].reason = "khác"
    events[1].hash = trail.digest(vars(events[1]))
    assert "#3" in trail.verify(events).fault


def test_a_removed_event_is_found(events):
    assert "#3" in trail.verify([events[0], events[2]]).fault


def test_a_removed_first_event_is_found(events):
    assert "#2" in trail.verify(events[1:]).fault


def test_reordered_events_are_found(events):
    assert "#3" in trail.verify([events[0], events[2], events[1]]).fault


def test_reordered_events_that_were_renumbered_are_found(events):
    events[1].seq, events[2].seq = 3, 2
    assert trail.verify([events[0], events[2], events[1]]).fault


def test_a_gap_in_the_numbers_is_found_though_the_last_event_was_hashed_anew(events):
    events[2].seq = 4
    events[2].hash = trail.digest(vars(events[2]))
    assert "#4" in trail.verify(events).fault


def test_chains_of_two_subjects_do_not_touch(cast):
    pair = [cast.units["CA"], cast.units["VHXH"]]
    for subject in pair:
        subject.trail_seq, subject.trail_head = 0, ""
    events = [TrailEvent(**trail.event_values(unit, "change_unit", by=None, scope=unit.pk)) for unit in pair]
    assert trail.verify(events) == trail.ChainCheck(chains=2, events=2)


def test_an_event_names_who_did_it(cast):
    values = trail.event_values(cast.units["CA"], "change_unit", by=cast.admin, scope=cast.ward.pk)
    assert (values["actor_id"], values["actor_name"]) == (cast.admin.pk, cast.admin.name)


def test_an_event_of_the_system_names_nobody(cast):
    values = trail.event_values(cast.units["CA"], "change_unit", by=None, scope=cast.ward.pk)
    assert (values["actor_id"], values["actor_name"]) == (None, "")


def test_a_long_name_of_a_subject_is_cut_to_its_column(cast):
    unit = cast.units["CA"]
    unit.name = unit.short_name = "Đ" * 400
    values = trail.event_values(unit, "change_unit", by=None, scope=cast.ward.pk)
    assert values["subject_name"] == "Đ" * TrailEvent._meta.get_field("subject_name").max_length


def test_a_check_tells_how_far_it_came(events):
    events[1].reason = "khác"
    found = trail.verify(events)
    assert (found.chains, found.events) == (1, 2)


def test_a_chain_of_which_no_event_is_left_is_found(cast):
    unit = cast.units["CA"]
    append_only.disarm(connection)
    TrailEvent.objects.filter(subject_kind="unit", subject_id=unit.pk).delete()
    assert trail.verify_subject("unit", unit.pk).fault


def test_what_has_no_table_any_more_has_nothing_its_chain_must_end_with(cast):
    assert trail.verify_subject("gone", 1) == trail.ChainCheck(chains=0, events=0)
