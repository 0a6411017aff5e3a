"""The start-up check of the documents' font."""

import shutil

import pytest
from django.core.management import call_command
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from approvals.text.fonts import FACES, FontMissing, document_font, vietnamese_letters
from tests.workflows.documents_sample import ward_report
from workflows.documents import checks
from workflows.documents.pdf import render
from workflows.documents.word import writer as word


def test_the_installed_font_draws_every_vietnamese_letter():
    letters = vietnamese_letters()
    assert len(letters) == 146
    assert {ord(letter) for letter in letters} <= document_font().letters


def test_a_missing_font_names_the_package_to_install(tmp_path):
    with pytest.raises(FontMissing, match="fonts-croscore"):
        document_font((tmp_path,))


def test_a_face_that_is_missing_is_missed(tmp_path):
    copy_faces(tmp_path)
    (tmp_path / "Tinos-Italic.ttf").unlink()
    with pytest.raises(FontMissing, match="fonts-croscore"):
        document_font((tmp_path,))


def test_a_face_without_some_letters_is_refused_by_their_names(tmp_path):
    copy_faces(tmp_path)
    strip(tmp_path / "Tinos-Bold.ttf", "ỳữ")
    with pytest.raises(FontMissing, match="ữ ỳ"):
        document_font((tmp_path,))


def test_the_first_folder_that_has_the_font_is_taken(tmp_path):
    copy_faces(tmp_path)
    font = document_font((tmp_path / "none", tmp_path))
    assert {path.parent for path in font.faces} == {tmp_path}


def test_what_cannot_be_drawn_is_marked_and_what_is_invisible_goes():
    assert document_font().drawable("Qu\u0079\u0300nh 👍\u200b\r\nđạt") == "Quỳnh □\nđạt"


def test_starting_without_the_font_warns_and_names_the_package(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(checks, "document_font", lambda: document_font((tmp_path,)))
    call_command("check")
    told = capsys.readouterr().err
    assert "workflows.W001" in told
    assert "fonts-croscore" in told


def test_starting_with_the_font_says_nothing(capsys):
    call_command("check")
    assert "workflows.W001" not in capsys.readouterr().err


def test_without_the_font_nothing_is_rendered(monkeypatch, tmp_path):
    for module, make in ((render, render.render_pdf), (word, word.render_docx)):
        monkeypatch.setattr(module, "document_font", lambda: document_font((tmp_path,)))
        with pytest.raises(FontMissing, match="fonts-croscore"):
            make(ward_report())


def copy_faces(folder):
    for path in document_font().faces:
        shutil.copy(path, folder / path.name)
    assert {path.name for path in folder.iterdir()} == set(FACES)


def strip(path, letters):
    font = TTFont(path)
    subsetter = Subsetter(Options(notdef_outline=True))
    subsetter.populate(unicodes=set(font.getBestCmap()) - {ord(letter) for letter in letters})
    subsetter.subset(font)
    font.save(path)
