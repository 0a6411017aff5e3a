import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

# Words that have another in their place everywhere, as docs/glossary.md has it.
INSTEAD = {
    r"\btrễ\b": "quá hạn (còn mở), nộp muộn (đã nộp), chậm tiến độ (nhiệm vụ)",
    r"phát hiện": "điểm cần lưu ý",
    r"sổ tính|bảng tính|tệp xlsx": "tệp Excel",
    r"tập tin": "tệp",
    r"dùng thử|bản demo": "bản trình diễn",
}
SOURCES = ("approvals", "units", "workflows", "deploy", "templates", "locale")


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> polib.POFile:
    """The catalogue as makemessages finds it in a copy of the sources."""
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        shutil.copytree(settings.BASE_DIR / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(settings.BASE_DIR / "pyproject.toml", copy)  # the settings read the version there
    command = [sys.executable, "-m", "django", "makemessages", "--locale=vi", "--no-wrap", "--add-location=file"]
    subprocess.run(command, cwd=copy, check=True, capture_output=True, timeout=120)
    return polib.pofile(str(Path(copy, "locale/vi/LC_MESSAGES/django.po")))


def test_every_sentence_is_in_vietnamese(extracted):
    assert [entry.msgid for entry in extracted.untranslated_entries()] == []


def test_no_sentence_is_guessed(extracted):
    assert [entry.msgid for entry in extracted.fuzzy_entries()] == []


def test_one_thing_has_one_word(extracted):
    told = [(entry.msgid, text) for entry in extracted for text in (entry.msgstr, *entry.msgstr_plural.values())]
    other = [
        (msgid, word)
        for msgid, text in told
        for pattern, word in INSTEAD.items()
        if re.search(pattern, text, re.IGNORECASE)
    ]
    assert other == []
