"""Modules that are loaded with the first signature, not with the program: pyHanko and what it brings weigh 30 MB in
each process, also in those that never sign.
"""

from functools import partial
from importlib import import_module
from typing import Any

from django.utils.functional import SimpleLazyObject


def later(name: str) -> Any:
    """The module of this name, loaded when it is first used."""
    return SimpleLazyObject(partial(import_module, name))
