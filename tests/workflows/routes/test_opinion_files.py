"""The file with which somebody gives an opinion: taken in, named in trail and annex, handed to whoever may see."""

import pytest
from django.urls import reverse

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import Decision, OutboxMessage, TrailEvent
from approvals.outbox import queue as outbox
from approvals.register.attached import still_attached
from tests import attachments
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.submissions import arrange as documents
from tests.workflows.traces import events, mails
from workflows.cases.attached import bytes as attached_files
from workflows.documents import handlers
from workflows.models import OpinionFile
from workflows.routes.underway import opinions
from workflows.signoff.opinions import annex
from workflows.signoff.retraction import actions as retraction

from .asked import ask_two_units

pytestmark = pytest.mark.usefixtures("kept", "empty_folders")

REMARK = "Xem dự toán kèm theo."
SECRETS = "Không đưa bí mật nhà nước vào hệ thống này"
CHOOSE_AGAIN = "Hãy chọn lại tệp."
FOUND = "Eicar-Test-Signature"


@pytest.fixture
def case(cast):
    documents.ask_for_opinions(cast, "VP", "KTHTDT")
    return documents.awaiting(cast)


def opine(cast, case, content=None, unit="VP", name="gop-y.pdf", **said):
    said = {"verdict": "agree_if", "text": REMARK, "seen": shown(case)} | said
    step = case.steps.get(unit=cast.units[unit], verb="opinion")
    file = attachments.upload(content, name)
    return opinions.opine(reread(case), by=cast[f"{unit}:unit_head"], asked=step.pk, file=file, **said)


def page_of(case, name, **others):
    return reverse(f"{case.NAME}_{name}", kwargs={"pk": case.pk, **others})


def typed(cast, case, file, **said):
    step = case.steps.get(unit=cast.units["VP"], verb="opinion")
    return {"seen": shown(case), "step": step.pk, "verdict": "agree_if", "text": REMARK} | said | {"file": file}


def test_an_opinion_keeps_its_file_and_tells_it_in_the_trail(cast, case):
    opine(cast, case)
    row = OpinionFile.objects.get()
    assert (row.decision.verdict, row.name, row.scan) == ("agree_if", "gop-y.pdf", "unscanned")
    assert files.stored_path(row.sha256).read_bytes() == attachments.pdf()
    changes = TrailEvent.objects.get(action="opine").changes
    assert (changes["opinion.evidence"], changes["opinion.sha256"]) == ([None, "gop-y.pdf"], [None, row.sha256])


def test_the_file_of_an_opinion_is_no_part_of_what_is_decided(cast, case):
    before = reread(case).content
    opine(cast, case)
    assert (reread(case).content, reread(case).attached) == (before, [])


def test_the_same_opinion_and_file_sent_twice_are_given_once(cast, case):
    opine(cast, case)
    opine(cast, case)
    assert [event.action for event in events(reread(case))].count("opine") == 1
    with pytest.raises(NotPossible, match="đã cho ý kiến"):
        opine(cast, case, attachments.pdf("Khác"))


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"<html></html>", {}), (None, {"text": ""}), (None, {"seen": "0" * 64}), (None, {"verdict": "in_favour"})],
)
def test_what_is_refused_leaves_no_opinion_and_no_file(cast, case, content, said):
    with pytest.raises(NotPossible):
        opine(cast, case, content, **said)
    assert (OpinionFile.objects.exists(), Decision.objects.exists()) == (False, False)


def test_malware_is_refused_with_the_opinion_and_stands_in_the_trail(cast, case, settings):
    with attachments.scanner() as settings.SCANNER_URL, pytest.raises(NotPossible, match=FOUND):
        opine(cast, case, attachments.infected())
    assert (OpinionFile.objects.exists(), Decision.objects.exists(), list(files.stored_files())) == (False, False, [])
    assert events(reread(case))[-1].action == "refuse_evidence"


def test_what_waited_for_the_scanner_is_judged_and_those_who_reply_are_told(cast, case, settings):
    settings.SCANNER_URL = "tcp://127.0.0.1:1"
    opine(cast, case, attachments.infected())
    assert not OpinionFile.objects.get().is_open
    OutboxMessage.objects.filter(topic="scan").update(available_at=now())
    with attachments.scanner() as settings.SCANNER_URL:
        outbox.drain()
    assert OpinionFile.objects.get().scan == "infected"
    assert mails("infected") == [("write_reports", case.unit_id)]
    assert not OutboxMessage.objects.filter(topic="scan", done_at=None).exists()


def test_its_bytes_are_kept_and_missed_like_those_of_any_attached_file(cast, case):
    opine(cast, case)
    row = OpinionFile.objects.get()
    assert (attached_files.drop_orphans(), attached_files.report_missing()) == (0, 0)
    files.stored_path(row.sha256).unlink()
    assert attached_files.report_missing() == 1


def test_the_annex_names_the_file_with_its_hash(cast, case):
    opine(cast, case)
    row, told = OpinionFile.objects.get(), annex.rows_of(reread(case))[0]
    assert (told.remarks, told.file, told.sha256) == (REMARK, "gop-y.pdf", row.sha256)


def test_the_page_takes_an_opinion_with_its_file_without_a_script(client, cast, case):
    handlers.render(OutboxMessage.objects.get(topic="render"))
    client.force_login(cast["VP:unit_head"])
    page = client.get(page_of(case, "opinion")).content.decode()
    assert ('enctype="multipart/form-data"' in page, SECRETS in page) == (True, True)
    for _click in range(2):
        answer = client.post(page_of(case, "opinion"), typed(cast, case, attachments.upload()))
        assert (answer.status_code, answer["Location"]) == (302, "/")
    assert OpinionFile.objects.count() == 1


def test_a_file_too_large_is_refused_and_the_words_are_kept(client, cast, case, settings):
    settings.LARGEST_FILE = 100_000
    client.force_login(cast["VP:unit_head"])
    large = attachments.upload(attachments.pdf() + b" " * 200_000)
    answer = client.post(page_of(case, "opinion"), typed(cast, case, large))
    assert answer.status_code == 422
    assert "lớn hơn" in answer.context["form"].errors["file"][0]
    assert REMARK in answer.content.decode()


def test_a_refusal_says_that_the_file_is_to_be_chosen_again(client, cast, case):
    client.force_login(cast["VP:unit_head"])
    address = page_of(case, "opinion")
    assert CHOOSE_AGAIN not in client.get(address).content.decode()
    sent = typed(cast, case, attachments.upload(None, "gop-y.pdf"), text="")
    assert CHOOSE_AGAIN in client.post(address, sent).content.decode()
    without = {name: value for name, value in sent.items() if name != "file"}
    assert CHOOSE_AGAIN not in client.post(address, without).content.decode()


@pytest.mark.parametrize("who", ["CA:drafter", "KTHTDT:unit_head", "BCĐ:approver", "MX:auditor"])
def test_whoever_sees_the_document_reads_the_file(client, cast, case, who):
    opine(cast, case)
    row = OpinionFile.objects.get()
    client.force_login(cast[who])
    answer = client.get(page_of(case, "opinion_file", decision=row.decision_id))
    assert b"".join(answer.streaming_content) == attachments.pdf()
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_drafter_finds_it_in_the_table_and_nobody_else_finds_it_at_all(client, cast, case):
    opine(cast, case)
    row = OpinionFile.objects.get()
    address = page_of(case, "opinion_file", decision=row.decision_id)
    client.force_login(cast["CA:drafter"])
    page = client.get(case.get_absolute_url()).content.decode()
    assert (address in page, row.sha256 in page) == (True, True)
    client.force_login(cast["VHXH:drafter"])
    assert client.get(address).status_code == 404


def test_an_opinion_taken_back_takes_its_file_from_the_pages(client, cast, case):
    opine(cast, case)
    row = OpinionFile.objects.get()
    retraction.retract(reread(case), by=cast["VP:unit_head"], decision=row.decision_id, reason="Chọn nhầm tệp.")
    client.force_login(cast["CA:drafter"])
    assert client.get(page_of(case, "opinion_file", decision=row.decision_id)).status_code == 404
    assert still_attached(events(reread(case))) == []
    opine(cast, case, attachments.pdf("Bản đúng"))
    assert annex.rows_of(reread(case))[0].sha256 != row.sha256


def test_every_type_of_case_takes_one(cast, on_day):
    on_day("2026-11-06 09:00")
    ask_two_units(cast)
    report = arrange.awaiting(cast)
    step = report.steps.get(unit=cast.units["CA"])
    given = {"seen": shown(report), "verdict": "agree", "text": "", "asked": step.pk}
    opinions.opine(report, by=cast["CA:unit_head"], file=attachments.upload(), **given)
    assert OpinionFile.objects.get().report == report
