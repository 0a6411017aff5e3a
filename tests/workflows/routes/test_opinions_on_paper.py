"""An opinion given on paper: entered by the clerk with its scan, counted as that of whoever wrote it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import Decision, OutboxMessage
from approvals.outbox import queue as outbox
from approvals.register.attached import still_attached
from tests import paper
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows import arrange
from tests.workflows.traces import events
from units.absences import actions as absences
from units.models import Notice
from workflows.cases.attached import bytes as attached
from workflows.models import OpinionFile, PaperOpinion
from workflows.routes.underway import opinions
from workflows.signoff.opinions import annex
from workflows.signoff.opinions.on_paper import WrittenOpinion, opine_on_paper
from workflows.signoff.retraction import actions as retraction

from .asked import DEPUTY, OFFICE, POLICE, ask_two_units, opine

DAY = date(2026, 11, 6)


@pytest.fixture
def report(cast, on_day):
    on_day("2026-11-06 09:00")
    ask_two_units(cast)
    return arrange.awaiting(cast)


def scan(content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("phieu.pdf", paper.page("Phiếu ý kiến") if content is None else content)


def step_of(report, title=POLICE):
    return report.steps.get(title=title).pk


def enter(report, cast, *, by=None, member=None, **told):
    told = {"asked": step_of(report), "verdict": "agree", "text": "", "given_on": DAY, "scan": scan()} | told
    said = WrittenOpinion(member=member or cast["CA:unit_head"], **told)
    return opine_on_paper(reread(report), by=by or cast.clerk, seen=shown(report), paper=said)


def test_it_counts_as_the_opinion_of_whoever_wrote_it(cast, report):
    enter(report, cast, verdict="disagree", text="Số liệu chưa đúng.")
    given = Decision.objects.get(verdict="disagree")
    assert (given.person, given.reason, given.seen) == (cast["CA:unit_head"], "Số liệu chưa đúng.", shown(report))
    kept = PaperOpinion.objects.get()
    assert (kept.decision, kept.by, kept.given_on) == (given, cast.clerk, DAY)
    assert [step.title for step in report.steps.filter(opened_at__isnull=False, decided_at=None)] == [OFFICE]


def test_both_names_and_the_day_stand_in_the_trail(cast, report):
    event = events(enter(report, cast))[-1]
    assert (event.action, event.actor) == ("opine_on_paper", cast.clerk)
    assert event.changes["opinion_of"] == [None, str(cast["CA:unit_head"])]
    assert event.changes["given_on"] == [None, "06/11/2026"]
    row = OpinionFile.objects.get()
    assert (event.changes["paper.evidence"], event.changes["paper.sha256"]) == ([None, row.name], [None, row.sha256])
    (piece,) = still_attached(events(reread(report)))
    assert (piece.part, piece.name, piece.sha256) == ("paper", "phieu.pdf", row.sha256)


def test_the_last_opinion_on_paper_opens_the_next_stage(cast, report):
    opine(report, cast["VP:unit_head"])
    enter(report, cast)
    assert [step.title for step in report.steps.filter(opened_at__isnull=False, decided_at=None)] == [DEPUTY]


def test_whoever_wrote_it_is_told_and_may_take_it_back(cast, report):
    opine(report, cast["VP:unit_head"])
    enter(report, cast)
    outbox.drain()
    told = Notice.objects.get(person=cast["CA:unit_head"], text__contains="Đã nhập ý kiến trên giấy")
    assert str(cast.clerk) in told.text
    decision = Decision.objects.get(person=cast["CA:unit_head"]).pk
    retraction.retract(reread(report), by=cast["CA:unit_head"], decision=decision, reason="Không đúng ý tôi")
    assert [each.decision.person for each in opinions.opinions_of(reread(report))] == [cast["VP:unit_head"]]


def test_the_scan_of_an_opinion_that_was_taken_back_is_read_no_more(cast, report, client):
    opine(report, cast["VP:unit_head"])
    enter(report, cast)
    decision = Decision.objects.get(person=cast["CA:unit_head"]).pk
    client.force_login(cast["VHXH:coordinator"])
    scanned = reverse("ward_report_opinion_paper", args=[report.pk, decision])
    assert client.get(scanned).status_code == 200
    retraction.retract(reread(report), by=cast["CA:unit_head"], decision=decision, reason="Không đúng ý tôi")
    assert client.get(scanned).status_code == 404


def test_the_annex_names_whom_a_substitute_on_paper_spoke_for(cast, report, on_day):
    """And not whom the same person stood for in an earlier opinion of their own."""
    held = {"starts_at": instant("2026-11-06 10:00"), "ends_at": instant("2026-11-09 00:00")}
    absences.start_absence(cast["CA:unit_head"], by=cast.admin, substitute=cast["VP:unit_head"], **held)
    on_day("2026-11-06 11:00")
    enter(report, cast, member=cast["VP:unit_head"])
    on_day("2026-11-06 12:00")
    opine(report, cast["VP:unit_head"])
    on_day("2026-11-06 13:00")
    assert {each.step.title: each.acts_for for each in opinions.opinions_of(reread(report))} == {
        POLICE: str(cast["CA:unit_head"]),
        OFFICE: "",
    }
    rows = [row.who for row in annex.rows_of(reread(report))]
    assert [f"thay {cast['CA:unit_head']}" in who for who in rows] == [True, False]


def test_the_scan_stays_where_it_is_as_long_as_the_opinion(cast, report, on_day):
    enter(report, cast)
    on_day("2026-11-20 09:00")
    attached.drop_orphans()
    scanned = files.stored_path(OpinionFile.objects.get().sha256)
    assert (scanned.is_file(), attached.report_missing()) == (True, 0)
    scanned.unlink()
    assert attached.report_missing() == 1


def test_a_scan_that_waits_for_the_scanner_is_kept_and_handed_to_nobody(cast, report, settings):
    settings.SCANNER_URL = "tcp://127.0.0.1:1"
    enter(report, cast)
    row = OpinionFile.objects.get()
    assert (row.is_open, OutboxMessage.objects.filter(topic="scan", payload__opinion_file=row.pk).count()) == (False, 1)


@pytest.mark.parametrize("who", ["CA:drafter", "BCĐ:approver", "MX:admin", "VHXH:unit_head"])
def test_nobody_but_the_clerk_enters_one(cast, report, who):
    with pytest.raises(PermissionDenied):
        enter(report, cast, by=cast[who])
    assert not PaperOpinion.objects.exists()


def test_nobody_enters_their_own(cast, report):
    arrange.join(cast["CA:unit_head"], cast.units["VP"], "clerk")
    with pytest.raises(NotPossible, match="tự cho"):
        enter(report, cast, by=cast["CA:unit_head"])


def test_whoever_acts_for_them_enters_none(cast, report, on_day):
    term = {"starts_at": instant("2026-11-06 10:00"), "ends_at": instant("2026-11-09 00:00")}
    absences.start_absence(cast["CA:unit_head"], by=cast.admin, substitute=cast.clerk, **term)
    on_day("2026-11-06 11:00")
    with pytest.raises(NotPossible, match="làm thay"):
        enter(report, cast)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"verdict": "disagree"}, "đúng như trên giấy"),
        ({"given_on": date(2026, 11, 7)}, "chưa đến"),
        ({"given_on": date(2026, 11, 5)}, "06/11/2026"),
        ({"scan": scan(b"no scan")}, "Bản chụp"),
        ({"verdict": "in_favour"}, "một trong"),
    ],
)
def test_what_cannot_be_is_refused(cast, report, told, words):
    with pytest.raises(NotPossible, match=words):
        enter(report, cast, **told)
    assert not Decision.objects.filter(verdict__in=Decision.SAID).exists()


def test_whoever_is_not_asked_there_has_none_entered(cast, report):
    with pytest.raises(NotPossible, match="không còn được hỏi"):
        enter(report, cast, member=cast["VHXH:unit_head"])


def test_a_second_one_of_the_same_person_is_refused(cast, report):
    enter(report, cast)
    with pytest.raises(NotPossible, match="không còn được hỏi"):
        enter(report, cast)


def test_it_is_told_as_one_on_paper_on_the_page_and_in_the_annex(cast, report, client):
    client.force_login(cast.clerk, backend="units.backends.GrantBackend")
    shown(report)
    page = client.get(reverse("ward_report_opine_on_paper", args=[report.pk]))
    assert str(cast["CA:unit_head"]) in page.content.decode()
    typed = {"member": f"{step_of(report)}-{cast['CA:unit_head'].pk}", "given_on": "06/11/2026", "verdict": "agree"}
    address, typed = reverse("ward_report_opine_on_paper", args=[report.pk]), typed | {"seen": shown(report)}
    for _click in range(2):
        sent = client.post(address, typed | {"once": "x" * 22, "scan": scan()})
        assert (sent.status_code, sent["Location"]) == (302, report.get_absolute_url() + "#opinions")
    assert OpinionFile.objects.count() == 1
    shown_on = client.get(report.get_absolute_url()).content.decode()
    assert "trên giấy" in shown_on
    assert f"ngày 06/11/2026, {cast.clerk} nhập" in shown_on
    assert any("trên giấy ngày 06/11/2026" in row.who for row in annex.rows_of(reread(report)))
    scanned = client.get(reverse("ward_report_opinion_paper", args=[report.pk, Decision.objects.latest("pk").pk]))
    assert b"".join(scanned.streaming_content) == paper.page("Phiếu ý kiến")


def test_a_form_without_its_scan_keeps_what_was_typed(cast, report, client):
    client.force_login(cast.clerk, backend="units.backends.GrantBackend")
    answer = client.post(
        reverse("ward_report_opine_on_paper", args=[report.pk]), {"text": "Bổ sung số liệu", "seen": shown(report)}
    )
    assert answer.status_code == 422
    assert "Bổ sung số liệu" in answer.content.decode()
