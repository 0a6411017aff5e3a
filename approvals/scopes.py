"""Which scopes a person may do what on: asked through the rule that settings name."""

from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string


class Right(StrEnum):
    """What `approvals` asks of the rule. Who holds each is the rule's to say."""

    READ_TRAIL = "read_trail"  # all events of the scope
    READ_SUBJECTS = "read_subjects"  # what the scope's events are about, and so these events
    READ_DOCUMENTS = "read_documents"  # those that are issued
    KEEP_REGISTER = "keep_register"  # issue, void and recall documents
    KEEP_SEAL = "keep_seal"  # add and retire the key of the organ
    CLOSE_INCIDENTS = "close_incidents"
    RECEIVE = "receive"  # open, receive and refuse what other organs send
    KEEP_CHANNELS = "keep_channels"  # set up recipients and the channels to them


def scopes(person: Any, right: Right) -> QuerySet:
    """The ids of the scopes on which the person holds the right, as a lazy subquery."""
    return import_string(settings.APPROVALS_SCOPES)(person, right)
