"""What rooms register stands once."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from approvals.outbox.words import TOPICS, Topic
from approvals.outbox.words import register as register_topics
from approvals.pages import menu
from approvals.registry import Registry
from approvals.trail import words
from approvals.trail.words import Action


def test_what_is_registered_twice_is_refused_and_nothing_is_added():
    registry = Registry({"one": 1})
    with pytest.raises(ImproperlyConfigured, match="Registered twice: one"):
        registry.add({"two": 2, "one": 3})
    assert registry == {"one": 1}


def test_an_action_with_words_takes_no_others():
    with pytest.raises(ImproperlyConfigured, match="enter"):
        words.register(actions={"enter": Action("Come in", "%(actor)s came in")})
    assert str(words.ACTIONS["enter"].label) != "Come in"


@pytest.mark.parametrize(
    "other",
    [{"fields": {"recipient": "who gets it"}}, {"values": {"office": {}}}, {"entries": {r"(?P<number>\d+)": ""}}],
)
def test_fields_values_and_entries_with_words_take_no_others(other):
    with pytest.raises(ImproperlyConfigured):
        words.register(**other)


def test_a_topic_with_words_takes_no_others():
    with pytest.raises(ImproperlyConfigured, match="file"):
        register_topics({"file": Topic("Lost")})
    assert str(TOPICS["file"].failed) != "Lost"


@pytest.mark.parametrize(
    "other", [{"entries": [menu.Entry("trail", "Trail", "x", 1)]}, {"help_pages": {"desk": ["trail"]}}]
)
def test_a_page_stands_once_in_the_navigation_and_has_one_help(other):
    with pytest.raises(ImproperlyConfigured, match="trail"):
        menu.register(**other)


def test_no_two_pages_of_the_navigation_share_a_place_or_a_key():
    entries = menu.entries()
    assert len({entry.place for entry in entries}) == len({entry.key for entry in entries}) == len(entries)
