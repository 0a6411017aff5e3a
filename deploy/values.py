"""Values of the environment, read and refused: a bad one stops the start with a sentence."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from environ import Env

HERE = ("127.0.0.1", "localhost", "::1")


def refuse(wrong: object, sentence: str) -> None:
    if wrong:
        raise ImproperlyConfigured(sentence)


def kept_secret_key(folder: Path) -> str:
    """The embedded installation's own key: made once, kept readable by its owner alone."""
    path = folder / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


def one_of(env: Env, name: str, *allowed: str, default: str) -> str:
    value: str = env.str(name, default=default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is one of {', '.join(allowed)}, not {value!r}.")
    return value


def address(env: Env, name: str, *, needed: str = "") -> str:
    """The address of a service: https, or this machine's own. `needed` says which other value cannot do without it."""
    value: str = env.str(name, default="")
    if needed and not value:
        raise ImproperlyConfigured(f"{needed} needs {name}.")
    parts = urlsplit(value)
    if value and not (
        parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE))
    ):
        raise ImproperlyConfigured(f"{name} is an https address, or one of this machine.")
    return value
