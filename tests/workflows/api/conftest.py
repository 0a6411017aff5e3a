from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from units.models import AccessToken, Person
from units.tokens import actions as tokens

BASE = "/api/v1"


class Program:
    """A client that works in a person's name by a token."""

    def __init__(self, person: Person, scope: str) -> None:
        self.client = Client(raise_request_exception=True)
        self.token, self.secret = tokens.make_token(person, name="Kịch bản", scope=scope)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"{BASE}{path}", headers=self._with(headers))

    def head(self, path: str) -> Any:
        return self.client.head(f"{BASE}{path}", headers=self._with({}))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """`headers` by names with underscores: if_match='"3"'."""
        return self.client.post(
            f"{BASE}{path}", body if body is not None else {}, "application/json", headers=self._with(headers)
        )

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Authorization": f"Bearer {self.secret}", **named}


@pytest.fixture(autouse=True)
def nobody_has_called_yet() -> None:
    """Ids are given again in the next test, and the calls of a token are counted by its id."""
    cache.clear()


@pytest.fixture
def program() -> Callable[..., Program]:
    def made(person: Person, scope: str = AccessToken.Scope.ACT) -> Program:
        return Program(person, scope)

    return made
