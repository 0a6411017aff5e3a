"""Lazy imports: what signs, renders and reads files of offices takes 60 MB of memory in each process, and most never do
any of it.
"""

from functools import partial
from importlib import import_module
from typing import Any

from django.utils.functional import SimpleLazyObject


def lazy_import(name: str) -> Any:
    """The module of this name, loaded when it is first used."""
    return SimpleLazyObject(partial(import_module, name))
