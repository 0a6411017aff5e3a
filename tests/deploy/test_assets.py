"""What browsers are given, gathered by `collectstatic` as before each start."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from deploy.assets import source

COLLECTED = {"staticfiles": {"BACKEND": "deploy.assets.JoinedStorage"}}
NAME = re.compile(r"""{% static ['"]([^'"]+)""")
EDITOR, EDITOR_FOLDER = "editor", "django_prose_editor"
OF_EDITING = ("editor.", "prose.", "rules.")  # what the pages that edit text load alone, counted apart (decision 0102)
PICTURES = "img/help"  # of the help, one a page, loaded when they come into view
SCHEMAS = "dossiers"  # which other systems read, and no page
LARGEST = 1_000_000  # bytes of all others, each in six copies: plain and compressed twice, with and without its hash
LARGEST_EDITOR = 180_000  # bytes, compressed
MOST_OF_A_PAGE = {".js": 120_000, ".css": 40_000}  # bytes, compressed by gzip, of all that one page may load
TAKEN_IN = re.compile(r"""{% (?:extends|include) ['"]([^'"]+)""")


def named_by_templates():
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    return sorted({name for template in templates for name in NAME.findall(template.read_text())})


def pages():
    """The templates of whole pages."""
    templates = settings.BASE_DIR / "templates"
    files = (page for page in templates.rglob("*.html") if "{% extends" in page.read_text())
    return sorted(str(page.relative_to(templates)) for page in files)


def loaded_by(name, seen):
    """The files that a template names, with those of what it extends or includes, whether shown or not."""
    file = settings.BASE_DIR / "templates" / name
    if name in seen or not file.is_file():
        return set()
    seen.add(name)
    text = file.read_text()
    return set(NAME.findall(text)).union(*(loaded_by(each, seen) for each in TAKEN_IN.findall(text)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STORAGES=settings.STORAGES | COLLECTED, STATIC_ROOT=folder):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


def kept(folder, name):
    return folder / staticfiles_storage.url(name).removeprefix(settings.STATIC_URL)


def compressed(folder, name):
    file = kept(folder, name)
    return file.with_name(f"{file.name}.gz").stat().st_size


@pytest.mark.parametrize("name", named_by_templates())
def test_what_a_page_names_is_there_under_a_name_of_its_content(folder, name):
    assert staticfiles_storage.url(name) != settings.STATIC_URL + name
    assert kept(folder, name).is_file()


def test_packages_bring_little_that_no_page_names(folder):
    files = [file for file in folder.rglob("*") if file.is_file() and not file.name.startswith(OF_EDITING)]
    own = (folder / PICTURES, folder / SCHEMAS)
    files = [file for file in files if not any(file.is_relative_to(each) for each in own)]
    assert sum(file.stat().st_size for file in files) < LARGEST


def test_of_the_editor_there_is_its_script_alone_and_it_names_no_map(folder):
    names = {file.name.partition(".")[0] for file in (folder / "django_prose_editor").iterdir()}
    assert names == {EDITOR}
    script = kept(folder, f"django_prose_editor/{EDITOR}.js")
    assert "sourceMappingURL" not in script.read_text()
    assert script.with_name(f"{script.name}.gz").stat().st_size < LARGEST_EDITOR


def test_no_page_but_those_that_edit_prose_names_the_editor():
    templates = settings.BASE_DIR / "templates"
    naming = {
        str(page.relative_to(templates)) for page in templates.rglob("*.html") if EDITOR_FOLDER in page.read_text()
    }
    assert naming == {"_prose.html"}


@pytest.mark.parametrize("ending", MOST_OF_A_PAGE)
def test_no_page_but_those_of_the_editor_loads_much(folder, ending):
    loaded = {page: loaded_by(page, set()) for page in pages()}
    sizes = {
        page: sum(compressed(folder, name) for name in files if name.endswith(ending))
        for page, files in loaded.items()
        if ending == ".css" or not any(name.startswith(EDITOR_FOLDER) for name in files)
    }
    assert len(sizes) > 100
    assert {page: size for page, size in sizes.items() if size > MOST_OF_A_PAGE[ending]} == {}


def test_the_sheets_that_the_base_imports_are_in_it(folder):
    base = kept(folder, "css/base.css").read_text()
    parts = [settings.BASE_DIR / "static" / "css" / "base" / f"{name}.css" for name in ("theme", "tables", "print")]
    assert "@import" not in base
    assert "Bootstrap Reboot" in base
    assert all(part.read_text() in base for part in parts)
    assert f"@media print {{\n{parts[-1].read_text()}}}" in base


def test_an_import_follows_its_part_when_only_that_has_changed(folder, monkeypatch):
    monkeypatch.setattr("deploy.assets.source", lambda paths, name, read=source: read(paths, name) + "/* newer */")
    call_command("collectstatic", interactive=False, verbosity=0)
    assert kept(folder, "css/base.css").read_text().count("/* newer */") > 1


@pytest.mark.parametrize("ending", [".br", ".gz"])
@pytest.mark.parametrize("name", ["css/base.css", "css/unit-report.css", "js/app.js"])
def test_it_is_sent_compressed(folder, name, ending):
    file = kept(folder, name)
    assert file.with_name(file.name + ending).stat().st_size < file.stat().st_size / 2
