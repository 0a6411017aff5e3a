"""Which files browsers are given, and as how many."""

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

UNSHOWN = frozenset({"viewflow", "guardian"})
# Of Bootstrap css/base.css takes css/bootstrap-reboot.min.css alone, of htmx pages htmx-2.min.js,
# of the editor static/js/prose.js takes editor.js.
UNNAMED = [
    *("js-lib-bootstrap5/js/*", "*/bootstrap.*", "*/bootstrap-grid*", "*/bootstrap-utilities*"),
    *("*/bootstrap-reboot.css*", "*/bootstrap-reboot.rtl*", "*/bootstrap-reboot.min.css.map"),
    *("django_htmx/ext/*", "django_htmx/htm*-4*", "django_htmx/htmx-2.js"),
    *("django_prose_editor/*.map", "django_prose_editor/*.css", "django_prose_editor/material-icons*"),
    *("django_prose_editor/configurable.js", "django_prose_editor/default.js"),
]
IMPORT = re.compile(r'@import url\("([^"]+)"\) ?([^;]*);')
MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")
SCRIPT_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)  # maps are left out, and a name of one fails


class AssetFinder(AppDirectoriesFinder):
    """Finds the assets of all apps but those whose own pages nothing here shows.

    viewflow's are 49 MB, and `collectstatic` fails at a style sheet of theirs that names files which are not there.
    """

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        names = app_names or [app.name for app in apps.get_app_configs() if app.name not in UNSHOWN]
        super().__init__(names, *args, **kwargs)

    def list(self, ignore_patterns: Iterable[str] | None) -> Any:
        return super().list([*(ignore_patterns or ()), *UNNAMED])


class JoinedStorage(CompressedManifestStaticFilesStorage):
    """Puts into a style sheet what it imports, so that a page asks for one file, and takes out of a script the name of
    its map; hashed and compressed by whitenoise.

    Imported sheets name other files by `@import url("…")` alone: no address stays relative to their own place.
    """

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        for name in [name for name in paths if name.endswith((".css", ".js"))]:
            is_script, text = name.endswith(".js"), source(paths, name)
            named = SCRIPT_MAP.search(text) if is_script else IMPORT.search(text) or MAP.search(text)
            if named and not options.get("dry_run"):
                text = SCRIPT_MAP.sub("", text) if is_script else joined(paths, name)
                self.delete(name)
                paths = paths | {name: (self, self.save(name, ContentFile(text.encode())))}
        yield from super().post_process(paths, *args, **options)


def joined(paths: dict[str, Any], name: str) -> str:
    """The sheet with the imported ones in place of each `@import`. Raises `KeyError` where one is not there."""

    def imported(found: re.Match[str]) -> str:
        target, media = found.groups()
        text = joined(paths, posixpath.normpath(posixpath.join(posixpath.dirname(name), target)))
        return f"@media {media} {{\n{text}}}\n" if media else text

    return IMPORT.sub(imported, MAP.sub("", source(paths, name)))


def source(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
