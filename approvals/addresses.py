"""The address of one row's page, for lists of hundreds: `reverse` takes longer than drawing the line."""

from functools import lru_cache

from django.urls import get_script_prefix, reverse

NUMBER = 9_999_999_999  # stands for the id


def address_of(page: str, pk: int) -> str:
    """As `reverse(page, args=[pk])`, for a page whose address has the id alone."""
    before, after = _around(page, get_script_prefix())
    return f"{before}{pk}{after}"


@lru_cache(maxsize=256)
def _around(page: str, _prefix: str) -> tuple[str, str]:
    before, _number, after = reverse(page, args=[NUMBER]).partition(str(NUMBER))
    return before, after
