"""What browsers are given, gathered as `collectstatic` does for the service profile."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

# As the service profile keeps them, but uncompressed.
MANIFEST = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
NAME = re.compile(r"""{% static ['"]([^'"]+)""")
LARGEST = 5_000_000  # bytes of all of them


def named_by_templates():
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    return sorted({name for template in templates for name in NAME.findall(template.read_text())})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STORAGES=settings.STORAGES | MANIFEST, STATIC_ROOT=folder):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


@pytest.mark.parametrize("name", named_by_templates())
def test_what_a_page_names_is_there_under_a_name_of_its_content(folder, name):
    address = staticfiles_storage.url(name)
    assert address != settings.STATIC_URL + name
    assert (folder / address.removeprefix(settings.STATIC_URL)).is_file()


def test_packages_bring_little_that_no_page_names(folder):
    assert sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) < LARGEST
