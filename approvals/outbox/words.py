"""What a side effect is to do, and what failed for good, in plain words: registered by whoever does it."""

from collections.abc import Mapping
from dataclasses import dataclass

from approvals.registry import Registry, Text


@dataclass(frozen=True)
class Topic:
    """`failed` is the incident's title; `work` is what waits to be done, needed where the worker does it by itself."""

    failed: Text
    work: Text = ""


TOPICS: Registry[Topic] = Registry()


def register(topics: Mapping[str, Topic]) -> None:
    """Add topics of the outbox. Raises ImproperlyConfigured for one that is registered already."""
    TOPICS.add(topics)


def work(topic: str) -> str:
    """What a side effect is to do; its topic where nobody says so."""
    return str(TOPICS[topic].work or topic) if topic in TOPICS else topic


def incident(topic: str) -> str:
    """What failed; its topic where nobody says so."""
    return str(TOPICS[topic].failed) if topic in TOPICS else topic
