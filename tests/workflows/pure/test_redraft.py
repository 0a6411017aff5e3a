"""A new draft under what people wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.pure.wording.redraft import merge, offers, take

LINES = st.lists(st.sampled_from("abcdef"), max_size=6, unique=True).map("\n".join)
OWN = st.lists(st.sampled_from("XYZ"), min_size=1, max_size=3, unique=True).map("\n".join)


def test_what_nobody_touched_is_the_new_draft():
    assert merge("a\nb\nc", "a\nb\nc", "a\nB\nc\nd") == "a\nB\nc\nd"


def test_where_everything_changed_the_persons_words_stand():
    assert merge("a\nb\nc", "a\nb của tôi\nc", "A\nb\nC") == "a\nb của tôi\nc"


def test_a_paragraph_that_was_added_stays_beside_the_new_draft():
    assert merge("a\nb", "a\nb\nthêm", "a\nB") == "a\nB\nthêm"


def test_a_paragraph_that_was_deleted_stays_deleted():
    assert merge("a\nb\nc", "a\nc", "a\nb\nc") == "a\nc"


def test_where_both_changed_the_persons_words_stand_and_the_drafts_are_offered():
    merged = merge("a\nb\nc", "a\nb của tôi\nc", "a\nb mới\nc")
    assert merged == "a\nb của tôi\nc"
    assert [(offer.kept, offer.drafted) for offer in offers(merged, "a\nb mới\nc")] == [(("b của tôi",), ("b mới",))]


def test_the_drafts_words_are_taken_in_their_place():
    assert take("a\nb của tôi\nc\nthêm", "a\nb mới\nc", 0) == "a\nb mới\nc\nthêm"
    assert take("a\nb của tôi\nc\nthêm", "a\nb mới\nc", 1) == "a\nb của tôi\nc"


def test_a_place_that_is_not_there_is_refused():
    with pytest.raises(IndexError):
        take("a", "a", 0)


@given(LINES, LINES)
def test_an_untouched_text_becomes_the_draft(before, draft):
    assert merge(before, before, draft) == draft


@given(LINES, LINES)
def test_the_same_draft_changes_nothing(before, written):
    assert merge(before, written, before) == written


@given(LINES, OWN, LINES, st.integers(0, 6))
def test_nothing_that_a_person_wrote_is_lost(before, own, draft, place):
    lines = before.splitlines()
    written = [*lines[:place], *own.splitlines(), *lines[place + 1 :]]
    merged = merge(before, "\n".join(written), draft).splitlines()
    assert [line for line in merged if line in own.splitlines()] == own.splitlines()


@given(LINES, LINES)
def test_taking_every_offer_gives_the_draft(written, draft):
    text = written
    while found := offers(text, draft):
        text = take(text, draft, found[0].place)
    assert text == draft
