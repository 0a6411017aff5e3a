"""`python -m tests.states migrate …`: migrates as `manage.py` does, and renders of each state only what is asked for.

Django renders all models of a state anew whenever a migration changes one that others refer to, nearly always, which
takes more than nine tenths of the time to migrate an empty database. Here a model is rendered with what it refers to
when it is first asked for; Python of a migration has all models, and so has whoever asks what refers to one.
docs/decisions/0095 says where the tests do so, and where Django's own way is run.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.apps import AppConfig
from django.apps import apps as global_apps
from django.db.migrations.state import AppConfigStub, ModelState, ProjectState, StateApps
from django.db.migrations.utils import resolve_relation
from django.utils.functional import cached_property

import manage

Key = tuple[str, str]


class OnDemand(StateApps):
    """The models of a state as it stands now; what changes the state afterwards is in another."""

    def __init__(self, real_apps: set[str], states: dict[Key, ModelState], before: "OnDemand | None" = None) -> None:
        self.before = before  # the state before; its fields are born earlier, which tells their order in a table
        if before:
            before.before = None
        self.states: dict[Key, ModelState] = {}
        super().__init__(set(), {})
        self.real_models = [
            ModelState.from_model(model, exclude_rels=True)
            for label in real_apps
            for model in global_apps.get_app_config(label).get_models()
        ]
        real = {(each.app_label, each.name_lower): each for each in self.real_models}
        self.states = {key: _copied(state) for key, state in states.items()} | real
        for label in sorted({label for label, _name in self.states} | real_apps):
            self.app_configs[label] = AppConfigStub(label)
            self.app_configs[label].apps = self
            self.app_configs[label].import_models()

    def clone(self) -> "OnDemand":
        return self

    def unregister_model(self, app_label: str, model_name: str) -> None:
        self.states.pop((app_label, model_name), None)
        super().unregister_model(app_label, model_name)

    def need(self, *keys: Key) -> None:
        """Render these, and whatever they refer to."""
        waiting = [key for key in keys if key in self.states and not self._has(key)]
        if not waiting:
            return
        if self.before:
            self.before.need(*keys)
        with self.bulk_update():
            while waiting:
                key = waiting.pop(0)
                if key in self.states and not self._has(key):
                    self.states[key].render(self)
                    waiting += _referred_to(self.states[key])

    def _has(self, key: Key) -> bool:
        return key[1] in self.all_models[key[0]]

    def get_model(self, app_label: str, model_name: str | None = None, require_ready: bool = True) -> Any:
        if model_name is None:
            app_label, model_name = app_label.split(".")
        self.need((app_label, model_name.lower()))
        return self.get_registered_model(app_label, model_name)

    def get_models(self, include_auto_created: bool = False, include_swapped: bool = False) -> list:
        self.need(*self.states)
        return super().get_models(include_auto_created, include_swapped)

    get_models.cache_clear = StateApps.get_models.cache_clear  # type: ignore[attr-defined]

    def get_app_config(self, app_label: str) -> AppConfig:
        self.need(*self.states)
        return super().get_app_config(app_label)

    def get_app_configs(self) -> Any:
        self.need(*self.states)
        return super().get_app_configs()


def _copied(state: ModelState) -> ModelState:
    """A state's own are changed in place."""
    new = copy.copy(state)
    new.fields, new.options = dict(state.fields), dict(state.options)
    return new


def _referred_to(state: ModelState) -> Iterator[Key]:
    for each in state.fields.values():
        remote = each.remote_field
        for model in (remote.model, getattr(remote, "through", None)) if remote else ():
            if model:
                yield resolve_relation(model, state.app_label, state.name_lower)


BEFORE = "_apps_before"


def _forget(state: ProjectState, *_model: Any, **_options: Any) -> None:
    if apps := state.__dict__.pop("apps", None):
        setattr(state, BEFORE, apps)


_remove = ProjectState.remove_model


def _remove_model(state: ProjectState, app_label: str, model_name: str) -> None:
    _forget(state)
    _remove(state, app_label, model_name)


def _render_all(state: ProjectState) -> None:
    """In place of `clear_delayed_apps_cache`: Python of a migration may go from a row to what refers to it."""
    state.apps.get_models()


def _apps(state: ProjectState) -> OnDemand:
    return OnDemand(state.real_apps, state.models, getattr(state, BEFORE, None))


@contextmanager
def rendered_on_demand() -> Iterator[None]:
    apps = cached_property(_apps)
    apps.__set_name__(ProjectState, "apps")
    instead = {"reload_model": _forget, "reload_models": _forget, "remove_model": _remove_model}
    with mock.patch.multiple(ProjectState, apps=apps, clear_delayed_apps_cache=_render_all, **instead):
        yield


if __name__ == "__main__":
    with rendered_on_demand():
        manage.main()
