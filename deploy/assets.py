"""Which files of the installed packages browsers are given."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder

UNSHOWN = frozenset({"viewflow", "guardian"})
# Of Bootstrap the pages name css/bootstrap.min.css alone, of htmx htmx-2.min.js.
UNNAMED = [
    *("js-lib-bootstrap5/js/*", "js-lib-bootstrap5/css/bootstrap-*", "*/bootstrap.css*", "*/bootstrap.rtl*"),
    *("django_htmx/ext/*", "django_htmx/htm*-4*"),
]


class AssetFinder(AppDirectoriesFinder):
    """Finds the assets of all apps but those whose own pages nothing here shows.

    viewflow's are 49 MB, and `collectstatic` fails at a style sheet of theirs that names files which are not there.
    """

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        names = app_names or [app.name for app in apps.get_app_configs() if app.name not in UNSHOWN]
        super().__init__(names, *args, **kwargs)

    def list(self, ignore_patterns: Iterable[str] | None) -> Any:
        return super().list([*(ignore_patterns or ()), *UNNAMED])
