import pytest
from django.core.exceptions import PermissionDenied

from approvals.clock import now
from approvals.errors import NotPossible
from tests import factories
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.traces import event_of, mails, newest, undone
from units.models import Office
from units.offices import actions as offices
from workflows.unit_reports import actions as unit_reports

pytestmark = pytest.mark.starts_from.with_args(arrange.draft)


@pytest.fixture
def draft(start, cast):
    return factories.fill(start, cast)


def finish(cast, report, who="CA:drafter", seen=None):
    return unit_reports.finish_draft(report, by=cast[who], seen=seen or report.version)


def desk(client, person):
    client.force_login(person)
    return client.get("/").content.decode()


def test_the_draft_stays_with_the_unit_and_is_told_finished(cast, draft):
    report = reread(finish(cast, draft))
    assert (report.state, report.finished_at is not None, report.version) == ("draft", True, draft.version)


def test_the_head_is_told_by_mail_and_on_the_desk(client, cast, draft):
    assert "đã soạn xong" not in desk(client, cast["CA:unit_head"])
    finish(cast, draft)
    assert mails("finished") == [("submit_reports", draft.unit_id)]
    assert "Người soạn báo đã soạn xong" in desk(client, cast["CA:unit_head"])


def test_the_drafter_waits_for_the_head_from_then_on(client, cast, draft):
    assert "Soạn báo cáo của đơn vị" in desk(client, cast["CA:drafter"])
    finish(cast, draft)
    page = desk(client, cast["CA:drafter"])
    assert "Bạn đã báo soạn xong" in page.partition('id="waiting"')[2]
    assert "Soạn báo cáo của đơn vị" not in page


def test_who_drafts_and_submits_is_asked_to_submit(client, cast, draft):
    finish(cast, draft)
    offices.start_membership(
        cast["CA:drafter"], by=None, unit=cast.units["CA"], office=Office.UNIT_HEAD, starts_at=now()
    )
    assert "Bạn đã báo soạn xong" not in desk(client, cast["CA:drafter"])


def test_it_stands_in_the_trail(cast, draft):
    assert newest(reread(finish(cast, draft))) == event_of(cast["CA:drafter"], "finish_draft")


def test_a_second_press_says_nothing_more(cast, draft):
    once = reread(finish(cast, draft))
    assert reread(finish(cast, once)).trail_seq == once.trail_seq


def test_what_changes_afterwards_takes_it_back(cast, draft):
    report = reread(finish(cast, draft))
    assert factories.fill(report, cast, value="40").finished_at is None


def test_a_word_of_the_head_takes_it_back(cast, draft):
    report = reread(finish(cast, draft))
    sent = unit_reports.send_to_drafter(report, by=cast["CA:unit_head"], word="Xem lại chỉ tiêu 8")
    assert reread(sent).finished_at is None


def test_a_draft_in_which_a_reason_is_missing_is_not_finished(cast, start):
    blank = factories.unit_report(cast, "TTDVC")
    with pytest.raises(NotPossible):
        finish(cast, blank, "TTDVC:drafter")
    assert reread(blank).finished_at is None


@pytest.mark.parametrize("who", ["TTDVC:drafter", "VHXH:coordinator", "MX:admin"])
def test_nobody_else_says_so(cast, draft, who):
    with pytest.raises(PermissionDenied):
        finish(cast, draft, who)


def test_what_was_saved_meanwhile_is_not_finished(cast, draft):
    newer = factories.fill(draft, cast, value="40")
    with pytest.raises(NotPossible):
        finish(cast, newer, seen=draft.version)


def test_what_is_rolled_back_tells_nobody(cast, draft):
    with undone():
        finish(cast, draft)
    assert mails("finished") == []


def test_the_page_of_checks_offers_it_to_who_submits_nothing(client, cast, draft):
    client.force_login(cast["CA:drafter"])
    page = client.get(f"/reports/unit/{draft.pk}/check/").content.decode()
    assert page.count('btn btn-primary"') == 1
    assert f'action="/reports/unit/{draft.pk}/finished/"' in page
    answer = client.post(f"/reports/unit/{draft.pk}/finished/", {"seen": draft.version})
    assert (answer.status_code, answer.url) == (302, "/")
    assert reread(draft).finished_at


def test_who_submits_is_offered_to_submit_alone(client, cast, draft):
    client.force_login(cast["CA:unit_head"])
    assert "/finished/" not in client.get(f"/reports/unit/{draft.pk}/check/").content.decode()
