"""A commune (xã) and a special zone (đặc khu) read nothing that calls them a ward (phường)."""

import polib
from django.conf import settings

ALL_KINDS = "phường (xã, đặc khu)"


def test_no_sentence_calls_every_place_a_phuong():
    catalogue = polib.pofile(str(settings.BASE_DIR / "locale/vi/LC_MESSAGES/django.po"))
    sentences = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [each for each in sentences if "phường" in each.casefold().replace(ALL_KINDS, "")] == []


def test_no_page_calls_every_place_a_phuong():
    pages = [path for path in (settings.BASE_DIR / "templates").rglob("*") if path.suffix in (".html", ".txt")]
    assert [path.name for path in pages if "phường" in path.read_text().casefold()] == []
