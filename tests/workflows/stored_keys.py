"""Arrange: reports whose signatures are made with keys that are kept here."""

from tests import signing as keys
from tests.workflows import arrange

TODAY = "2026-11-08 09:00"


def approved(cast):
    with keys.stored_here():
        keys.keep_keys(cast)
        return arrange.approved(cast)


def signed(cast):
    with keys.stored_here():
        keys.keep_keys(cast)
        return arrange.signed(cast)
