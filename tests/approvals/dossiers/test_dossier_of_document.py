import csv
import json
import subprocess
import sys
from hashlib import sha256
from io import BytesIO, StringIO
from zipfile import ZipFile

import jsonschema
import pytest
from django.core.exceptions import PermissionDenied
from django.test import override_settings
from django.urls import reverse

from approvals.clock import today
from approvals.dossiers import actions as dossiers
from approvals.dossiers.making import make, path_of
from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import Document, Dossier, OutboxMessage, Rendition, TrailEvent
from approvals.trail import checkpoints
from approvals.verification.checks.result import Result
from approvals.verification.verify import verify
from tests.approvals.verification import office
from tests.attachments import pdf, upload
from tests.factories import reread, shown, unit_report
from tests.workflows.routes import asked
from workflows.routes.underway import opinions
from workflows.signoff.opinions.on_paper import WrittenOpinion, opine_on_paper
from workflows.unit_reports.evidence import actions as evidence

CHECKER = "kiem-tra.py"


def with_evidence(cast) -> Document:
    with override_settings(FILES_DIR=office.folder() / "files"):
        report = unit_report(cast, "CA")
        by = cast["CA:drafter"]
        part = str(report.indicator_entries.select_related("indicator").first().indicator.number)
        evidence.attach_file(report, by=by, part=part, file=upload(pdf("Số hồ sơ"), "Biên bản: số 1.pdf"))
        asked.ask_two_units(cast)
        return office.issued(cast, opined=lambda row: with_opinions(cast, row))


def with_opinions(cast, row) -> None:
    """The police give theirs with a file, the office theirs on paper."""
    told = {"verdict": "agree", "text": ""}
    asked_of = {title: row.steps.get(title=title).pk for title in (asked.POLICE, asked.OFFICE)}
    file = upload(pdf("Góp ý"), "gop-y.pdf")
    opinions.opine(
        reread(row), by=cast["CA:unit_head"], seen=shown(row), asked=asked_of[asked.POLICE], file=file, **told
    )
    paper = WrittenOpinion(
        member=cast["VP:unit_head"], asked=asked_of[asked.OFFICE], given_on=today(),
        scan=upload(pdf("Phiếu"), "phieu.pdf"), **told,
    )  # fmt: skip
    opine_on_paper(reread(row), by=cast.clerk, seen=shown(row), paper=paper)


pytestmark = pytest.mark.starts_from(with_evidence, on=office.TODAY)


@pytest.fixture
def unpacked(issued, cast, tmp_path):
    """The folder of the dossier of the issued document, as a reader unpacks it."""
    row = dossiers.ask_for_document(issued, by=cast.auditor)
    make(OutboxMessage.objects.get(topic="dossier"))
    with ZipFile(path_of(row)) as archive:
        archive.extractall(tmp_path / "ho-so")
    return tmp_path / "ho-so"


def checked(folder) -> tuple[int, str]:
    """What the dossier's own program says, with Python alone and in another process."""
    done = subprocess.run([sys.executable, "-I", CHECKER], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_every_file_is_listed_with_its_hash(unpacked):
    listed = {each["path"]: each["sha256"] for each in json.loads((unpacked / "muc-luc.json").read_text())["files"]}
    there = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert there == {*listed, "muc-luc.json", "index.html"}
    assert all(sha256((unpacked / path).read_bytes()).hexdigest() == found for path, found in listed.items())
    index = (unpacked / "index.html").read_text()
    assert all(found in index for found in listed.values())
    assert sha256((unpacked / "muc-luc.json").read_bytes()).hexdigest() in index


def test_the_document_inside_passes_the_products_own_check(unpacked):
    (path,) = (unpacked / "van-ban").glob("*.pdf")
    with path.open("rb") as file:
        answer = verify(file)
    assert answer.result == Result.PASS
    assert str(answer.result.label) in (unpacked / "index.html").read_text()


def test_python_alone_confirms_files_and_trail(unpacked):
    code, said = checked(unpacked)
    assert code == 0, said
    told = json.loads((unpacked / "nhat-ky.json").read_text())
    assert {"approve", "issue", "accept"} <= {event["action"] for event in told["events"]}
    assert told["checkpoint"]["root"] == checkpoints.newest().root
    assert told["signed_roots"]  # the root on the seal, of which this tree is the continuation


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("nhat-ky.json", '"actor_name": "', '"actor_name": "x'),
        ("nhat-ky.json", '"place": ', '"place": 1'),
        ("bao-cao-don-vi/*-CA.json", '"gia_tri": "', '"gia_tri": "9'),
    ],
)
def test_python_alone_finds_what_was_changed(unpacked, name, old, new):
    (path,) = unpacked.glob(name)
    path.write_text(path.read_text().replace(old, new, 1))
    listed = unpacked / "muc-luc.json"
    if name == "nhat-ky.json":  # as one would who forges the list too
        found = json.loads(listed.read_text())
        for each in found["files"]:
            each["sha256"] = sha256((unpacked / each["path"]).read_bytes()).hexdigest()
        listed.write_text(json.dumps(found))
    code, said = checked(unpacked)
    assert code == 1
    assert "SAI" in said


def test_the_proofs_are_those_of_the_trail(unpacked):
    checkpoint = checkpoints.newest()
    told = json.loads((unpacked / "nhat-ky.json").read_text())["events"]
    for event in TrailEvent.objects.filter(action__in=["issue", "enter", "accept"]):
        (own,) = [each for each in told if each["hash"] == event.hash]
        place, path = checkpoints.prove(event, checkpoint)
        assert (own["place"], own["path"]) == (place, [each.hex() for each in path])


def test_files_of_opinions_are_inside_with_the_opinions(unpacked):
    pieces = {path.name: path.read_bytes() for path in (unpacked / "minh-chung").iterdir()}
    assert pieces.pop("002-gop-y.pdf") == pdf("Góp ý")
    assert pieces.pop("003-phieu.pdf") == pdf("Phiếu")
    listed = {each["path"]: each["words"] for each in json.loads((unpacked / "muc-luc.json").read_text())["files"]}
    assert "ý kiến" in listed["minh-chung/002-gop-y.pdf"]
    assert "ý kiến trên giấy" in listed["minh-chung/003-phieu.pdf"]
    assert len(pieces) == 1


def test_the_story_tells_opinions_that_brought_a_file(unpacked):
    story = (unpacked / "index.html").read_text()
    assert ("cho ý kiến về" in story, "nhập ý kiến trên giấy" in story) == (True, True)
    told = json.loads((unpacked / "nhat-ky.json").read_text())["events"]
    assert {"opine", "opine_on_paper"} <= {event["action"] for event in told}


def test_evidence_and_unit_reports_are_inside(unpacked):
    (piece,) = (unpacked / "minh-chung").glob("001-*")
    assert piece.name == "001-Biên bản- số 1.pdf"
    assert piece.read_bytes() == pdf("Số hồ sơ")
    schema = json.loads((unpacked / "du-lieu/bao-cao-don-vi.schema.json").read_text())
    reports = sorted((unpacked / "bao-cao-don-vi").glob("*.json"))
    assert len(reports) == len(sorted((unpacked / "bao-cao-don-vi").glob("*.html"))) >= 1
    for path in reports:
        jsonschema.validate(json.loads(path.read_text()), schema)


def test_the_figures_keep_to_their_published_schema(unpacked):
    schema = json.loads((unpacked / "du-lieu/so-lieu.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    (figures,) = (unpacked / "du-lieu").glob("2026-*.json")
    jsonschema.validate(json.loads(figures.read_text()), schema)
    (table,) = (unpacked / "du-lieu").glob("*.csv")
    assert len(list(csv.reader(StringIO(table.read_text("utf-8-sig")), delimiter=";"))) > 1


def test_the_pages_need_no_server_and_hold_no_script(unpacked):
    for path in unpacked.rglob("*.html"):
        text = path.read_text()
        assert [each for each in ("<script", "style=", "http") if each in text] == []
        assert (path.parent / text.split('rel="stylesheet" href="')[1].split('"')[0]).is_file()


def test_asking_again_makes_it_anew(issued, cast):
    row = dossiers.ask_for_document(issued, by=cast.auditor)
    make(OutboxMessage.objects.get(topic="dossier"))
    OutboxMessage.objects.filter(topic="dossier").update(done_at=row.asked_at)
    again = dossiers.ask_for_document(issued, by=cast.clerk)
    assert (again.pk, again.made_at, again.trail_seq) == (row.pk, None, 2)
    assert OutboxMessage.objects.get(topic="dossier").done_at is None


def test_a_drafter_of_a_unit_has_no_dossier_made(issued, cast):
    with pytest.raises(PermissionDenied):
        dossiers.ask_for_document(issued, by=cast["CA:drafter"])
    assert not Dossier.objects.exists()


def test_a_missing_file_leaves_no_archive(issued, cast, tmp_path):
    row = dossiers.ask_for_document(issued, by=cast.auditor)
    rendition = Rendition.objects.get(final=True)
    kept = files.pdf_path(rendition.sha256)
    moved = kept.rename(tmp_path / "away.pdf")
    try:
        with pytest.raises(NotPossible):
            make(OutboxMessage.objects.get(topic="dossier"))
    finally:
        moved.rename(kept)
    row.refresh_from_db()
    assert row.made_at is None
    assert not list(path_of(row).parent.glob("tmp*"))


def test_the_page_has_it_made_and_hands_it_out(issued, cast, client):
    client.force_login(cast.auditor)
    page = reverse("document_dossier", args=[issued.pk])
    assert page in client.get(reverse("document", args=[issued.pk])).content.decode()
    assert client.post(page).status_code == 302
    make(OutboxMessage.objects.get(topic="dossier"))
    row = Dossier.objects.get()
    assert reverse("dossier_file", args=[row.pk]) in client.get(page).content.decode()
    response = client.get(reverse("dossier_file", args=[row.pk]))
    assert ZipFile(BytesIO(b"".join(response.streaming_content))).testzip() is None
    assert "ho-so-2026-01-BC-BC" in response.headers["Content-Disposition"]


def test_a_drafter_gets_no_dossier(issued, cast, client):
    row = dossiers.ask_for_document(issued, by=cast.auditor)
    make(OutboxMessage.objects.get(topic="dossier"))
    client.force_login(cast["CA:drafter"])
    assert client.get(reverse("document_dossier", args=[issued.pk])).status_code == 403
    assert client.get(reverse("dossier_file", args=[row.pk])).status_code == 404


def test_an_archive_changed_on_the_disk_is_not_handed_out(issued, cast, client):
    row = dossiers.ask_for_document(issued, by=cast.auditor)
    make(OutboxMessage.objects.get(topic="dossier"))
    path_of(row).write_bytes(b"PK")
    client.force_login(cast.auditor)
    response = client.get(reverse("dossier_file", args=[row.pk]))
    assert response.status_code == 409
