"""What dies where a test says: a program in a process of its own, or an act of this process after one statement."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection, transaction


class Killed(BaseException):
    """Ends an act as kill -9 does: nothing of the product catches it, so that its open transactions are rolled back."""


def killed_after(number: int, act: Callable[[], Any]) -> bool:
    """Run `act`, and end it once it has committed this many times; before it begins where that is 0. False where it
    came to its end before that. What is written and not committed goes with the process, so that these are all the
    moments there are.

    In a test's transaction the savepoints of the product stand for its transactions: what is released is committed.
    """
    commits = depth = 0

    def count(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        nonlocal commits, depth
        done = execute(sql, *given)
        depth += sql.startswith("SAVEPOINT") - sql.startswith("RELEASE")
        if depth == 0 and sql.startswith(("INSERT", "UPDATE", "DELETE", "WITH", "RELEASE")):
            commits += 1
            if commits == number:
                raise Killed
        return done

    try:
        if number:
            with connection.execute_wrapper(count):
                act()
    except Killed:
        connection.needs_rollback = False  # a save without a transaction asks for that: it has committed
        return True
    return number == 0


@contextmanager
def undone() -> Iterator[None]:
    """What is written within is taken back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def run_and_kill(program: str, *arguments: str) -> int:
    """What the process returned: -9 of one that was killed."""
    given = connection.settings_dict
    address = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    environment = os.environ | {"DATABASE_URL": address, "PYTHONPATH": str(settings.BASE_DIR)}
    command = [sys.executable, program, *arguments]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, timeout=120, check=False).returncode
