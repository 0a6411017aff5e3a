import pytest

from approvals.models import Decision
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.reading import address, awaiting, printed, seen
from workflows.signoff.approval import actions as approval

TODAY = "2026-11-06 09:00"
pytestmark = pytest.mark.starts_from(awaiting, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(quick_printer, on_day, settings):
    settings.DEMO = True
    on_day(TODAY)


@pytest.fixture
def report(start, cast, client):
    client.force_login(cast.approver)
    return start


def usual(client, report):
    page = client.get(address(report, "ward_report_send_back"), {"seen": seen(report)})
    return [value for value, _label in page.context["form"].fields["usual"].choices]


def send_back(client, report, **typed):
    return client.post(address(report, "ward_report_send_back"), {"seen": seen(report), **typed}, follow=True)


def test_a_reason_in_ones_own_words_goes_to_the_coordinator(client, report):
    response = send_back(client, report, reason="Bổ sung nguyên nhân")
    assert reread(report).state == "returned"
    assert response.context["decision"].reason == "Bổ sung nguyên nhân"


@pytest.mark.parametrize("typed", [{"reason": " "}, {}, {"usual": "", "reason": ""}])
def test_a_reason_cannot_be_blank(client, report, typed):
    response = send_back(client, report, **typed)
    assert response.status_code == 422
    assert response.context["form"].errors["reason"]
    assert reread(report).state == "awaiting_approval"


def test_a_usual_reason_is_enough(client, report):
    reason = usual(client, report)[0]
    send_back(client, report, usual=reason)
    assert reread(report).reason == reason


def test_words_are_added_to_a_usual_reason(client, report):
    reason = usual(client, report)[1]
    send_back(client, report, usual=reason, reason="Nhất là chỉ tiêu 9.")
    assert reread(report).reason == f"{reason}\nNhất là chỉ tiêu 9."


def test_a_reason_that_was_not_offered_is_refused(client, report):
    response = send_back(client, report, usual="Tự nghĩ ra", reason="Chỉ tiêu 9")
    assert response.status_code == 422
    assert "Chỉ tiêu 9" in response.content.decode()


def test_three_standing_reasons_and_one_of_ones_own_are_offered(client, report):
    assert len(usual(client, report)) == 4
    assert usual(client, report)[-1] == ""


def test_a_reason_that_the_ward_gave_twice_comes_first(client, cast, report):
    reason = "Chỉ tiêu 16 cao bất thường"
    for code, standing in (("2026-08", 4), ("2026-09", 4)):
        assert len(usual(client, report)) == standing
        earlier = printed(arrange.awaiting(cast, code))
        approval.send_back(earlier, by=cast.approver, seen=seen(earlier), reason=reason)
    assert usual(client, report)[0] == reason


def test_the_decision_keeps_the_very_pdf_that_was_shown(client, report):
    send_back(client, report, reason="Bổ sung nguyên nhân")
    assert Decision.objects.get(subject_kind="wardreport").seen == seen(report)


def test_the_page_takes_few_queries(client, report, django_assert_max_num_queries):
    read = seen(report)
    with django_assert_max_num_queries(10):
        client.get(address(report, "ward_report_send_back"), {"seen": read})
