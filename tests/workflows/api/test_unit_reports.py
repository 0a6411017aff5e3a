"""Reports of units through the API: the same rules and sentences as on the pages."""

import time

import pytest

from approvals.models import TrailEvent
from tests import factories
from tests.workflows import arrange
from units.tokens import actions as tokens
from workflows.models import UnitReport

pytestmark = pytest.mark.starts_from(arrange.draft, on="2026-11-28 09:00")


@pytest.fixture
def report(start, on_day) -> UnitReport:
    on_day("2026-11-28 09:00")
    return start


def figure(answer, part: str) -> dict:
    return next(each for each in answer.json()["entries"] if each["part"] == part)


def part_of_a_sum(report: UnitReport) -> str:
    return str(report.indicator_entries.filter(indicator__aggregation="sum").first().indicator.number)


def test_a_program_types_a_figure_into_the_draft(program, cast, report):
    drafter = program(cast["CA:drafter"], "write")
    part, read = part_of_a_sum(report), drafter.get(f"/unit-reports/{report.pk}")
    body = {"entries": {part: {"value": "12.5", "note": "Từ phần mềm"}}, "texts": {"results": "Đã làm xong."}}
    saved = drafter.post(f"/unit-reports/{report.pk}/entries", body, if_match=read["ETag"])
    assert saved.status_code == 200, saved.content
    assert figure(saved, part)["values"] == {"value": "12.5", "note": "Từ phần mềm"}
    assert saved.json()["texts"]["results"] == "Đã làm xong."
    event = TrailEvent.objects.filter(subject_kind="unitreport", subject_id=report.pk).latest("seq")
    assert (event.action, event.actor) == ("save_draft", cast["CA:drafter"])


def test_what_cannot_be_taken_is_told_by_field_and_nothing_is_saved(program, cast, report):
    drafter = program(cast["CA:drafter"], "write")
    part = part_of_a_sum(report)
    body = {"entries": {part: {"value": "7"}, "99": {"value": "1"}, "T1": {"status": "vỡ"}}, "texts": {"khác": "x"}}
    answer = drafter.post(f"/unit-reports/{report.pk}/entries", body, if_match=f'"{report.version}"')
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert {each["where"] for each in answer.json()["errors"]} >= {"entries.99", "texts.khác"}
    assert factories.reread(report).version == report.version


@pytest.mark.parametrize(("given", "status"), [("", 428), ('"1000"', 412)])
def test_a_write_says_what_it_has_seen(program, cast, report, given, status):
    drafter = program(cast["CA:drafter"], "write")
    answer = drafter.post(f"/unit-reports/{report.pk}/entries", {"texts": {"results": "x"}}, if_match=given)
    assert answer.status_code == status
    assert answer.json()["detail"]


def test_a_call_repeated_under_its_key_is_carried_out_once(program, cast, report):
    head = program(cast["CA:unit_head"])
    tag = f'"{report.version}"'
    first = head.post(f"/unit-reports/{report.pk}/submit", if_match=tag, idempotency_key="a1")
    again = head.post(f"/unit-reports/{report.pk}/submit", if_match=tag, idempotency_key="a1")
    assert (first.status_code, again.status_code, again.content) == (200, 200, first.content)
    assert again["Idempotency-Replayed"] == "true"
    assert TrailEvent.objects.filter(subject_kind="unitreport", subject_id=report.pk, action="submit").count() == 1
    other = head.post(f"/unit-reports/{report.pk}/submit", {"x": 1}, if_match=tag, idempotency_key="a1")
    assert other.status_code == 422


def test_a_report_goes_its_way(program, cast, report):
    head, office = program(cast["CA:unit_head"]), program(cast.coordinator)
    path = f"/unit-reports/{report.pk}"
    assert head.post(f"{path}/submit", if_match=f'"{report.version}"').json()["state"] == "submitted"
    assert office.post(f"{path}/take").json()["state"] == "in_review"
    assert office.post(f"{path}/hand-back").json()["state"] == "submitted"
    assert office.post(f"{path}/take").json()["state"] == "in_review"
    part = part_of_a_sum(report)
    back = office.post(f"{path}/return", {"reason": "Xem lại chỉ tiêu", "parts": {part: "Số này?"}})
    read = head.get(path)
    assert (back.json()["state"], figure(read, part)["locked"]) == ("returned", False)
    assert any(each["locked"] for each in read.json()["entries"])
    assert head.post(f"{path}/submit", if_match=back["ETag"]).json()["state"] == "submitted"
    assert office.post(f"{path}/take").json()["state"] == "in_review"
    assert office.post(f"{path}/accept", if_match=back["ETag"]).json()["state"] == "accepted"


def test_a_refusal_has_the_sentence_of_the_page(program, cast, report):
    answer = program(cast.coordinator).post(f"/unit-reports/{report.pk}/take")
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json()["detail"]


def test_who_may_not_see_a_report_is_told_of_none(program, cast, report):
    assert program(cast["VP:drafter"]).get(f"/unit-reports/{report.pk}").status_code == 404
    assert program(cast["VP:drafter"]).get(f"/unit-reports/{10**30}").status_code == 404


def test_a_token_that_may_only_read_writes_nothing(program, cast, report):
    reader = program(cast["CA:drafter"], "read")
    assert reader.get(f"/unit-reports/{report.pk}").status_code == 200
    answer = reader.post(f"/unit-reports/{report.pk}/entries", {"texts": {}}, if_match=f'"{report.version}"')
    assert answer.status_code == 403
    assert program(cast["CA:unit_head"], "write").post(f"/unit-reports/{report.pk}/submit").status_code == 403


def test_a_long_list_comes_in_pages(program, cast, report):
    office = program(cast.coordinator, "read")
    first = office.get("/unit-reports?limit=2&period=2026-10").json()
    second = office.get(f"/unit-reports?limit=2&period=2026-10&after={first['next']}").json()
    ids = [each["id"] for each in first["items"] + second["items"]]
    assert (len(ids), ids) == (4, sorted(ids, reverse=True))
    assert office.get("/unit-reports?after=khong").status_code == 400


def test_a_list_and_a_report_run_few_queries(program, cast, report, django_assert_max_num_queries):
    office = program(cast.coordinator, "read")
    office.get("/me")
    with django_assert_max_num_queries(4):
        office.get("/unit-reports")
    with django_assert_max_num_queries(10):
        office.get(f"/unit-reports/{report.pk}")


def test_what_was_answered_before_is_not_shown_to_a_revoked_token(program, cast, report):
    drafter = program(cast["CA:drafter"], "write")
    sent = {"texts": {"results": "x"}}
    tag = f'"{report.version}"'
    first = drafter.post(f"/unit-reports/{report.pk}/entries", sent, if_match=tag, idempotency_key="k1")
    tokens.revoke_token(drafter.token, by=cast["CA:drafter"])
    again = drafter.post(f"/unit-reports/{report.pk}/entries", sent, if_match=tag, idempotency_key="k1")
    assert (first.status_code, again.status_code) == (200, 401)


@pytest.mark.parametrize("number", ["1E+10000000", "1" * 40, "0." + "1" * 40])
def test_a_number_beyond_what_is_kept_is_refused_before_it_is_written_out(program, cast, report, number):
    drafter = program(cast["CA:drafter"], "write")
    body = {"entries": {part_of_a_sum(report): {"value": number}}}
    began = time.process_time()
    answer = drafter.post(f"/unit-reports/{report.pk}/entries", body, if_match=f'"{report.version}"')
    assert (answer.status_code, time.process_time() - began < 1) == (422, True)


def test_a_text_with_a_nul_is_refused(program, cast, report):
    office = program(cast.coordinator)
    answer = office.post(f"/unit-reports/{report.pk}/waive", {"reason": "a\0b"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("who", ["MX:auditor", "BCĐ:approver"])
def test_who_may_not_do_it_reads_that_before_anything_of_versions(program, cast, report, who):
    answer = program(cast[who]).post(f"/unit-reports/{report.pk}/accept", if_match='"1000"')
    assert answer.status_code in (403, 404)
