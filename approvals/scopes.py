"""Which scopes a person may see: asked through the rule that settings name."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string


def scopes(person: Any, codename: str) -> QuerySet:
    """The ids of the scopes on which the person holds the right, as a lazy subquery."""
    return import_string(settings.APPROVALS_SCOPES)(person, codename)
