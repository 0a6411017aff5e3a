"""Values of the environment that are one of a few, or an address that may be asked. A bad one stops the start."""

from django.core.exceptions import ImproperlyConfigured
from environ import Env

SAFE = ("https://", "http://127.0.0.1:", "http://localhost:", "http://[::1]:")


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
    if value and not value.startswith(SAFE):
        raise ImproperlyConfigured(f"{name} is an https address, or one of this machine.")
    return value
