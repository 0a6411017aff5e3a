"""Evidence, due times, periods opened by mistake and absences through the API: the rules and sentences of the pages."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.clock import ZONE, today
from tests.attachments import pdf
from tests.factories import reread
from tests.people import instant
from tests.workflows import arrange
from units.models import Absence, Person
from workflows.models import Evidence, ReportingPeriod, UnitReport

pytestmark = pytest.mark.starts_from(arrange.draft, on="2026-11-03 09:00")


@pytest.fixture
def report(start, on_day) -> UnitReport:
    on_day("2026-11-03 09:00")
    return start


def sent(program, path: str, content: bytes, name: str = "bien-ban.pdf", **headers: str):
    file = SimpleUploadedFile(name, content, "application/pdf")
    return program.client.post(f"/api/v1{path}", {"file": file}, headers=program._with(headers))


def test_a_file_is_attached_read_and_taken_away(program, cast, report):
    drafter, path = program(cast["CA:drafter"], "write"), f"/unit-reports/{report.pk}/evidence"
    content = pdf("Biên bản")
    made = sent(drafter, f"{path}?part=8", content)
    assert (made.status_code, made.json()["name"], made.json()["by"]) == (200, "bien-ban.pdf", str(cast["CA:drafter"]))
    read = drafter.get(f"/evidence/{made.json()['id']}/file")
    assert (read["Content-Type"], b"".join(read.streaming_content)) == ("application/octet-stream", content)
    reader = program(cast.coordinator, "read")
    assert [each["part"] for each in reader.get(path).json()["items"]] == ["8"]
    left = drafter.post(f"/evidence/{made.json()['id']}/remove")
    assert (left.json(), Evidence.objects.count()) == ({"items": []}, 0)


def test_a_file_sent_again_under_its_key_is_attached_once(program, cast, report):
    drafter, path = program(cast["CA:drafter"], "write"), f"/unit-reports/{report.pk}/evidence?part=8"
    first = sent(drafter, path, pdf("Một"), idempotency_key="a1")
    again = sent(drafter, path, pdf("Một"), idempotency_key="a1")
    assert (first.status_code, again.content, again["Idempotency-Replayed"]) == (200, first.content, "true")
    other = sent(drafter, path, pdf("Hai"), idempotency_key="a1")
    assert (other.status_code, Evidence.objects.count()) == (422, 1)


def test_a_link_is_kept_as_it_is(program, cast, report):
    drafter, path = program(cast["CA:drafter"], "write"), f"/unit-reports/{report.pk}/links"
    made = drafter.post(path, {"part": "8", "link": "https://example.vn/a", "name": "Ảnh"})
    assert (made.status_code, made.json()["link"], made.json()["size"]) == (200, "https://example.vn/a", 0)
    assert drafter.post(path, {"part": "8", "link": "http://example.vn/a"}).status_code == 409
    assert drafter.get(f"/evidence/{made.json()['id']}/file").status_code == 404


def test_what_the_page_would_not_take_is_refused(program, cast, report):
    drafter, path = program(cast["CA:drafter"], "write"), f"/unit-reports/{report.pk}/evidence"
    assert sent(drafter, f"{path}?part=8", b"MZ", "a.exe").status_code == 409
    assert sent(drafter, f"{path}?part=999", pdf("a")).status_code == 409
    assert sent(program(cast["CA:drafter"], "read"), f"{path}?part=8", pdf("a")).status_code == 403
    assert sent(program(cast.coordinator), f"{path}?part=8", pdf("a")).status_code == 403
    assert sent(program(cast["VP:drafter"]), f"{path}?part=8", pdf("a")).status_code == 404
    assert drafter.post(f"{path}?part=8").status_code == 422
    assert not Evidence.objects.exists()


def test_a_file_too_large_is_read_no_further(program, cast, report, settings):
    settings.LARGEST_FILE = 1000
    answer = sent(
        program(cast["CA:drafter"]), f"/unit-reports/{report.pk}/evidence?part=8", b"%PDF-1.7" + b"x" * 200_000
    )
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=x", "application/json"])
def test_what_is_no_form_with_a_file_is_a_problem_document(program, cast, report, kind):
    drafter = program(cast["CA:drafter"])
    path = f"/api/v1/unit-reports/{report.pk}/evidence?part=8"
    answer = drafter.client.post(path, b"--y", kind, headers=drafter._with({"idempotency_key": "k"}))
    assert (answer.status_code in (400, 422), answer["Content-Type"]) == (True, "application/problem+json")


def test_a_nul_is_not_let_in_by_a_call_that_names_another_type(program, cast, report):
    office, path = program(cast.coordinator), f"/api/v1/unit-reports/{report.pk}/waive"
    body = b'{"reason": "a\\u0000b"}'
    answer = office.client.post(path, body, "multipart/form-data; boundary=x", headers=office._with({}))
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_the_coordinator_gives_one_unit_more_time(program, cast, report):
    office, path = program(cast.coordinator), f"/unit-reports/{report.pk}/extend"
    day = report.due_at.astimezone(ZONE).date() + timedelta(days=1)
    given = office.post(path, {"unit_before": day.isoformat(), "reason": "Chờ số liệu"})
    assert given.status_code == 200, given.content
    assert reread(report).due_at == instant(f"{day} 00:00")
    early = office.post(path, {"unit_before": "2026-11-01", "reason": "Sớm"})
    assert (early.status_code, early.json()["detail"][:7]) == (409, "Hạn của")
    beyond = office.post(path, {"unit_before": "9999-12-31", "reason": "Xa"})
    assert [each["where"] for each in beyond.json()["errors"]] == ["unit_before"]
    assert program(cast["CA:unit_head"]).post(path, {"unit_before": day.isoformat(), "reason": "x"}).status_code == 403


def test_the_coordinator_moves_and_cancels_a_period(program, cast, report):
    office, period = program(cast.coordinator), report.period
    path = f"/periods/{period.pk}"
    due = {"unit_before": "2026-11-07", "ward_before": "2026-11-10", "reason": "Nghỉ lễ"}
    moved = office.post(f"{path}/due", due)
    assert moved.status_code == 200, moved.content
    assert moved.json()["unit_due_at"].startswith("2026-11-0")
    assert office.post(f"{path}/due", due | {"ward_before": "2026-11-05"}).status_code == 409
    assert program(cast["CA:unit_head"]).post(f"{path}/cancel", {"reason": "Mở nhầm"}).status_code in (403, 404)
    done = office.post(f"{path}/cancel", {"reason": "Mở nhầm"})
    assert done.status_code == 200, done.content
    assert (reread(report).state, ReportingPeriod.objects.get(pk=period.pk).cancelled_at is not None) == (
        "cancelled",
        True,
    )
    assert office.post(f"{path}/cancel", {"reason": "Mở nhầm"}).status_code == 409


def test_who_a_report_waits_for_is_reminded_once_a_day(program, cast, report):
    office, path = program(cast.coordinator), f"/unit-reports/{report.pk}/remind"
    assert office.post(path).status_code == 200
    again = office.post(path)
    assert (again.status_code, again["Content-Type"]) == (409, "application/problem+json")


@pytest.fixture
def away(cast, report) -> dict:
    other = arrange.newcomer(cast, "thay", cast.units["CA"], "drafter")
    days = {"starts_on": today().isoformat(), "last_day": (today() + timedelta(days=2)).isoformat()}
    return {"substitute": other.pk, "reason": "Ốm"} | days


def test_somebody_reports_that_they_are_away_and_back(program, cast, away):
    person = program(cast["CA:drafter"])
    offered = {each["id"] for each in person.get("/absences/substitutes").json()["items"]}
    assert away["substitute"] in offered
    started = person.post("/absences", away)
    assert (started.status_code, started.json()["substitute"]["id"]) == (200, away["substitute"]), started.content
    assert [each["id"] for each in person.get("/absences").json()["items"]] == [started.json()["id"]]
    again = person.post("/absences", away)
    assert (again.status_code, again["Content-Type"]) == (409, "application/problem+json")
    ended = person.post(f"/absences/{started.json()['id']}/end")
    assert (ended.status_code, Absence.objects.unended().count()) == (200, 0)


def test_who_may_not_say_so_for_another_is_refused(program, cast, away):
    for_another = away | {"person": cast["CA:drafter"].pk}
    assert program(cast["VP:drafter"]).post("/absences", for_another).status_code in (403, 404)
    assert program(cast.admin).post("/absences", for_another).status_code == 200
    turned = program(cast["CA:unit_head"]).post("/absences", away | {"last_day": "2026-11-01"})
    assert [each["where"] for each in turned.json()["errors"]] == ["last_day"]


def test_a_password_from_a_mailed_link_moves_no_office(program, cast, away, settings):
    settings.DEMO = False
    Person.objects.filter(pk=cast["CA:drafter"].pk).update(unvouched_since=instant("2026-11-02 09:00"))
    cast["CA:drafter"].refresh_from_db()
    answer = program(cast["CA:drafter"]).post("/absences", away)
    assert (answer.status_code, Absence.objects.exists()) == (409, False)


def test_an_act_answers_with_how_the_report_stands(program, cast, report):
    head = program(cast["CA:unit_head"])
    answer = head.post(f"/unit-reports/{report.pk}/submit", if_match=f'"{report.version}"')
    assert (answer.json()["state"], "entries" in answer.json()) == ("submitted", False)
    assert answer["ETag"] == head.get(f"/unit-reports/{report.pk}")["ETag"]
