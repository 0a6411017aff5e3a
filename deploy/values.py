"""Values of the environment, read and refused: a bad one stops the start with a sentence."""

import fcntl
import os
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.functional import lazy
from environ import Env

MEGABYTE, MOST_MEGABYTES = 1024 * 1024, 200
DATABASES = ("postgres://", "postgresql://", "psql://", "pgsql://", "sqlite://")
HERE = ("127.0.0.1", "localhost", "::1")


def refuse(wrong: object, sentence: str) -> None:
    if wrong:
        raise ImproperlyConfigured(sentence)


def own_folder(path: Path) -> Path:
    """DATA_DIR, made where it is missing: its owner's alone, as is whatever this process makes from now on.

    Each process that is started calls it first. Raises ImproperlyConfigured where the folder cannot be used.
    """
    os.umask(0o077)
    try:
        path.mkdir(parents=True, exist_ok=True)
        if path.stat().st_uid == os.geteuid():
            path.chmod(0o700)
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR {path} cannot be used: {error.strerror}.") from error
    refuse(not os.access(path, os.W_OK | os.X_OK), f"DATA_DIR {path} cannot be written: mend that, or set another.")
    return path


def secret_key(env: Env, folder: Path | None) -> str:
    """SECRET_KEY; without one, the key kept in `folder`, which is read or made when it is first needed."""
    value: str = env.str("SECRET_KEY", default="")
    if value or folder is None:
        return value
    return lazy(kept_secret_key, str)(folder)


@cache
def kept_secret_key(folder: Path) -> str:
    """The embedded installation's own key: made once, kept readable by its owner alone.

    A file without content is none: a full disk leaves one. Of several processes the first makes it.
    """
    handle = os.open(own_folder(folder) / "secret_key", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        key = kept.read()
        if not key:
            key = get_random_secret_key().encode()
            kept.write(key)
        return key.decode()


def database(env: Env, folder: Path) -> dict[str, Any]:
    """DATABASE_URL as Django takes it: without one, SQLite in `folder`. Raises ImproperlyConfigured for another.

    What PostgreSQL's address asks for (`?sslmode=verify-full`) goes before what is usual here. Short queries alone run
    here, which PostgreSQL's compiler of queries (JIT) holds up for seconds where it expects many rows.
    """
    given = env.str("DATABASE_URL", default="") or f"sqlite:///{folder / 'db.sqlite3'}"
    refuse(
        not given.startswith(DATABASES),
        "DATABASE_URL is not understood: write postgres://USER:PASSWORD@HOST:PORT/NAME, or sqlite:////FILE.",
    )
    try:
        found: dict[str, Any] = env.db_url_config(given)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL is not understood: {error}.") from error
    if found["ENGINE"] == "django.db.backends.sqlite3":
        wal = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": wal}
        return found | {"OPTIONS": options, "CONN_MAX_AGE": None}  # what it has parsed goes with a connection
    usual = {"server_side_binding": True, "prepare_threshold": 5, "connect_timeout": 5, "options": "-c jit=off"}
    return found | {"OPTIONS": usual | found.get("OPTIONS", {}), "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


def cache_at(redis: str) -> dict[str, Any]:
    """Django's cache in the Redis of this address; without one, in the process's own memory."""
    if not redis:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    options = {"socket_connect_timeout": 5, "socket_timeout": 5}  # seconds
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis, "OPTIONS": options}


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


def daemon(env: Env, name: str) -> str:
    """Where a process listens: tcp://host:port, or unix:///path of its socket."""
    value: str = env.str(name, default="")
    parts = urlsplit(value)
    listens = {"tcp": bool(parts.hostname and parts.port), "unix": len(parts.path) > 1 and not parts.netloc}
    refuse(value and not listens.get(parts.scheme), f"{name} is tcp://host:port or unix:///path, not {value!r}.")
    return value


def megabytes(env: Env, name: str, *, default: int) -> int:
    """In bytes; at least one megabyte, at most what nginx lets through (deploy/nginx)."""
    return whole(env, name, default=default, most=MOST_MEGABYTES) * MEGABYTE


def whole(env: Env, name: str, *, default: int, most: int) -> int:
    """A whole number from 1 to `most`."""
    value: str = env.str(name, default=str(default))
    number = int(value) if value.isascii() and value.isdecimal() else 0
    refuse(not 1 <= number <= most, f"{name} is a whole number from 1 to {most}, not {value!r}.")
    return number


def mailbox(env: Env, name: str) -> str:
    """The mailbox to read, with the name and password that open it; blank for none. Encrypted, but on this machine."""
    value: str = env.str(name, default="")
    try:
        parts = urlsplit(value)
        named = parts.hostname and parts.username and (parts.port is None or parts.port)
    except ValueError:
        named, parts = None, urlsplit("")
    ways = ("imaps", "imap") if named and parts.hostname in HERE else ("imaps",)
    written = not value or (named and parts.scheme in ways)
    refuse(not written, f"{name} must be written imaps://person:password@host:993/INBOX.")
    return value


def resolver(env: Env, name: str) -> str:
    """The DNS server to ask, "address:port"; blank for that of the machine."""
    value: str = env.str(name, default="")
    try:
        parts = urlsplit(f"//{value}")
        written = not value or (parts.hostname and parts.port)
    except ValueError:
        written = False
    refuse(not written, f"{name} must be written address:port.")
    return value
