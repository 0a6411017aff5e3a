"""What a ward shares travels with its document and is shown: the trail with its proof, checked on arrival, and how its
assignments stand.
"""

import json

import pytest
from django.urls import reverse

from approvals.dossiers import proofs
from approvals.files import store as files
from approvals.models import Arrival, Recipient
from approvals.receiving import checking
from approvals.verification.checks.of_trail import NAME
from tests.workflows import arrange as ward_arrange
from tests.workflows.provinces.arrange import delivered
from workflows.ward_reports.province import sharing

TODAY = "2026-11-08 09:00"
pytestmark = pytest.mark.starts_from(ward_arrange.issued, on=TODAY)
SENT = "Nhật ký gửi kèm"


def results(arrival: Arrival) -> dict[str, str]:
    return {each["name"]: each["result"] for each in arrival.checks}


def trail(arrival: Arrival) -> dict:
    (sha256,) = [each["sha256"] for each in arrival.files if each["name"] == NAME]
    return json.loads(files.content(files.stored_path(sha256), sha256))


def page(client, person, name: str, arrival: Arrival) -> str:
    client.force_login(person)
    return client.get(reverse(name, args=[arrival.pk])).content.decode()


def test_the_trail_comes_with_the_document_and_is_checked_on_arrival(client, cast, start, province):
    arrival = delivered(cast, start)
    assert results(arrival)[SENT] == "pass"
    assert results(arrival)["Tệp trong nhật ký đó"] == "pass"
    assert {"wardreport", "document", "unitreport"} == {event["subject_kind"] for event in trail(arrival)["events"]}
    assert "không dòng nào bị sửa" in page(client, province.clerk, "arrival", arrival)


def test_a_trail_that_was_rewritten_fails_and_is_told(client, cast, start, province, monkeypatch):
    def forged(*arguments, **named) -> bytes:
        return proofs.trail_of(*arguments, **named).replace(b'"actor_name": "', b'"actor_name": "x', 1)

    monkeypatch.setattr(sharing, "trail_of", forged)
    arrival = delivered(cast, start)
    assert (results(arrival)[SENT], arrival.verdict) == ("fail", "fail")
    assert "đã bị sửa" in page(client, province.clerk, "arrival", arrival)


def test_a_trail_out_of_which_an_event_was_cut_fails(cast, start, province, monkeypatch):
    """Each event that is left is whole, and in the tree."""

    def cut(*arguments, **named) -> bytes:
        told = json.loads(proofs.trail_of(*arguments, **named))
        place = [event["subject_kind"] for event in told["events"]].index("wardreport") + 1
        gone = next(event for event in told["events"][place:] if event["subject_kind"] == "wardreport")
        told["events"].remove(gone)
        return json.dumps(told).encode()

    monkeypatch.setattr(sharing, "trail_of", cut)
    arrival = delivered(cast, start)
    (told,) = [each for each in arrival.checks if each["name"] == SENT]
    assert (told["result"], arrival.verdict, "bị bỏ đi" in told["found"]) == ("fail", "fail", True)


@pytest.mark.parametrize("sign", ["\0", "\ud800"])
def test_a_trail_with_signs_that_no_text_has_is_told_as_any_other(client, cast, start, province, monkeypatch, sign):
    def forged(*arguments, **named) -> bytes:
        told = json.loads(proofs.trail_of(*arguments, **named))
        return json.dumps(told | {"document": f"01{sign}/BC-BCĐ"}).encode()

    monkeypatch.setattr(sharing, "trail_of", forged)
    arrival = delivered(cast, start)
    assert (results(arrival)[SENT], arrival.verdict) == ("fail", "fail")
    assert "nhật ký của văn bản khác" in page(client, province.clerk, "arrival", arrival)


def test_with_figures_alone_nothing_of_the_units_is_told(cast, start, province):
    Recipient.objects.update(shares=Recipient.Shares.FIGURES)
    arrival = delivered(cast, start)
    assert {"wardreport", "document"} == {event["subject_kind"] for event in trail(arrival)["events"]}
    assert results(arrival)[SENT] == "pass"


def test_a_ward_that_shares_nothing_sends_no_trail_and_the_page_says_so(client, cast, start, province):
    Recipient.objects.update(shares=Recipient.Shares.DOCUMENT)
    arrival = delivered(cast, start)
    assert (SENT in results(arrival), len(arrival.files)) == (False, 1)
    assert "Không có nhật ký gửi kèm" in page(client, province.clerk, "arrival", arrival)
    assert "Không chia sẻ số liệu" not in page(client, province.clerk, "arrival", arrival)


def test_a_file_that_is_gone_is_no_verdict(cast, start, province):
    arrival = delivered(cast, start)
    (sha256,) = [each["sha256"] for each in arrival.files if each["name"] == NAME]
    files.stored_path(sha256).unlink()
    with pytest.raises(files.FileFault):
        checking.look_at(type("Message", (), {"payload": {"arrival": arrival.pk}})())


def test_how_the_assignments_of_the_ward_stand_is_shown(client, cast, start, province):
    arrival = delivered(cast, start)
    shown = page(client, province.coordinator, "arrival_figures", arrival)
    first = start.period.assignments.order_by("number").first()
    assert "Nhiệm vụ trong kế hoạch của đơn vị cấp xã" in shown
    assert first.name[:40] in shown
