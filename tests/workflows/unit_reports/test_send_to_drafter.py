import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, mails, newest, tells, undone
from workflows.unit_reports import actions as unit_reports

WORD = "Xem lại chỉ tiêu 8"


@pytest.fixture
def draft(cast, on_day):
    on_day("2026-11-03 09:00")
    return arrange.draft(cast)


def send(cast, report, who="CA:unit_head", word=WORD):
    return unit_reports.send_to_drafter(report, by=cast[who], word=word)


def address(report):
    return f"/reports/unit/{report.pk}/drafter/"


def test_the_head_sends_it_to_the_drafter_and_it_stays_a_draft(cast, draft):
    report = reread(send(cast, draft))
    assert (report.state, report.word, report.version) == ("draft", WORD, draft.version)


def test_what_the_office_returned_can_be_sent_on_too(cast):
    report = reread(send(cast, arrange.returned(cast)))
    assert (report.state, report.word) == ("returned", WORD)


def test_a_word_is_needed(cast, draft):
    with pytest.raises(NotPossible):
        send(cast, draft, word="  ")


@pytest.mark.parametrize("who", ["CA:drafter", "TTDVC:unit_head", "VHXH:coordinator", "MX:admin"])
def test_nobody_else_sends_it(cast, draft, who):
    with pytest.raises(PermissionDenied):
        send(cast, draft, who)
    assert reread(draft).word == ""


def test_what_is_submitted_is_not_sent(cast, on_day):
    on_day("2026-11-03 09:00")
    with pytest.raises(NotPossible) as refused:
        send(cast, factories.submitted(cast))
    assert tells(refused, cast["CA:unit_head"], "2026-11-03 09:00")


def test_sending_stands_in_the_trail_with_the_word(cast, draft):
    assert newest(reread(send(cast, draft))) == event_of(cast["CA:unit_head"], "send_to_drafter", reason=WORD)


def test_the_drafters_are_told_once_it_commits(cast, draft):
    send(cast, draft)
    assert mails("to_drafter") == [("write_reports", draft.unit_id)]


def test_nobody_is_told_of_what_was_rolled_back(cast, draft):
    with undone():
        send(cast, draft)
    assert reread(draft).word == ""


def test_submitting_takes_the_word_away(cast, draft):
    report = reread(send(cast, draft))
    report = reread(unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version))
    assert report.word == ""


def test_the_drafter_reads_the_word_where_the_report_is_written(client, cast, draft):
    client.force_login(cast["CA:unit_head"])
    assert client.post(address(draft), {"reason": WORD}).status_code == 302
    client.force_login(cast["CA:drafter"])
    assert WORD in client.get(f"/reports/unit/{draft.pk}/write/").content.decode()


def test_a_blank_word_is_refused_beside_its_field(client, cast, draft):
    client.force_login(cast["CA:unit_head"])
    assert client.post(address(draft), {"reason": " "}).status_code == 422


def test_the_drafter_is_refused_the_page(client, cast, draft):
    client.force_login(cast["CA:drafter"])
    assert client.get(address(draft)).status_code == 403


def test_the_page_of_what_is_submitted_says_who_handled_it(client, cast):
    client.force_login(cast["CA:unit_head"])
    assert client.get(address(factories.submitted(cast))).status_code == 409
