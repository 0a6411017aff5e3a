import csv
import subprocess
import sys
from io import StringIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from approvals.dossiers import actions as dossiers
from approvals.dossiers.making import make, path_of
from approvals.errors import NotPossible
from approvals.models import Dossier, OutboxMessage
from approvals.register import actions as register
from tests.approvals.verification import office

pytestmark = office.ISSUED
TERMS = {"BC-BCĐ": "10 năm"}


def test_the_years_documents_stand_in_the_list_with_their_retention_periods(issued, cast, tmp_path):
    row = dossiers.ask_for_year(cast.ward.pk, 2026, by=cast.clerk, terms=TERMS)
    make(OutboxMessage.objects.get(topic="dossier"))
    with ZipFile(path_of(row)) as archive:
        archive.extractall(tmp_path)
    listed = list(csv.reader(StringIO((tmp_path / "muc-luc-van-ban.csv").read_text("utf-8-sig")), delimiter=";"))
    assert (listed[1][1], listed[1][7], listed[0][7]) == ("01/BC-BCĐ", "10 năm", "Thời hạn bảo quản")
    assert (tmp_path / "BC-BCĐ/01/nhat-ky.json").is_file()
    assert "10 năm" in (tmp_path / "index.html").read_text()
    done = subprocess.run(
        [sys.executable, "-I", "kiem-tra.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_each_symbol_needs_its_retention_period(issued, cast):
    with pytest.raises(NotPossible):
        dossiers.ask_for_year(cast.ward.pk, 2026, by=cast.clerk, terms={})
    assert not Dossier.objects.exists()


def test_a_year_without_documents_has_no_dossier(issued, cast):
    with pytest.raises(NotPossible):
        dossiers.ask_for_year(cast.ward.pk, 2025, by=cast.clerk, terms=TERMS)


def test_a_drafter_does_not_have_it_made(issued, cast):
    with pytest.raises(PermissionDenied):
        dossiers.ask_for_year(cast.ward.pk, 2026, by=cast["CA:drafter"], terms=TERMS)


def test_the_page_asks_for_the_terms_and_remembers_them(issued, cast, client):
    client.force_login(cast.clerk)
    page = reverse("year_dossier", args=[cast.ward.pk, 2026])
    assert page in client.get(reverse("dossiers")).content.decode()
    assert client.post(page, {"term_0": ""}).status_code == 422
    assert client.post(page, {"term_0": "Vĩnh viễn"}).status_code == 302
    assert Dossier.objects.get().terms == {"BC-BCĐ": "Vĩnh viễn"}
    assert 'value="Vĩnh viễn"' in client.get(page).content.decode()


def test_who_reads_no_trail_sees_no_years(issued, cast, client):
    client.force_login(cast["CA:drafter"])
    assert client.get(reverse("dossiers")).status_code == 403
    assert client.get(reverse("year_dossier", args=[cast.ward.pk, 2026])).status_code == 404


def test_a_dossier_says_that_it_is_older_than_what_it_should_hold(issued, cast, client, on_day):
    row = dossiers.ask_for_year(cast.ward.pk, 2026, by=cast.clerk, terms=TERMS)
    make(OutboxMessage.objects.get(topic="dossier"))
    client.force_login(cast.clerk)
    pages = [reverse("dossiers"), reverse("year_dossier", args=[row.scope, 2026])]
    assert not any("cũ hơn" in client.get(page).content.decode() for page in pages)
    on_day("2026-12-01 09:00")
    register.recall(issued, by=cast.clerk, reason="Nhầm số liệu")
    assert all("cũ hơn" in client.get(page).content.decode() for page in pages)
    assert "01/BC-BCĐ" in client.get(pages[1]).content.decode().partition("cũ hơn")[2]


def test_a_dossier_of_a_document_says_so_too(issued, cast, client, on_day):
    dossiers.ask_for_document(issued, by=cast.clerk)
    make(OutboxMessage.objects.get(topic="dossier"))
    client.force_login(cast.clerk)
    page = reverse("document_dossier", args=[issued.pk])
    assert "cũ hơn" not in client.get(page).content.decode()
    on_day("2026-12-01 09:00")
    register.recall(issued, by=cast.clerk, reason="Nhầm số liệu")
    assert "cũ hơn" in client.get(page).content.decode()
