"""Who may call: tokens, what they allow, and what the document says of every operation."""

from datetime import timedelta

import pytest
from django.test import Client

from approvals.clock import now
from tests import factories
from tests.people import instant
from tests.workflows import arrange
from units.models import AccessToken
from units.tokens import actions as tokens
from workflows.periods.practice import actions as practice


def call(secret: str, path: str = "/api/v1/me"):
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"})


def test_a_token_speaks_for_its_person(cast, program):
    answer = program(cast["CA:drafter"], "read").get("/me")
    assert (answer.json()["username"], answer.json()["allowed"]) == (cast["CA:drafter"].username, "read")
    assert answer.json()["offices"][0]["unit"]["code"] == "CA"


@pytest.mark.parametrize("secret", ["", "td_khong", "x" * 5000])
def test_whoever_has_no_usable_token_is_told_how_to_get_one(db, secret):
    answer = call(secret)
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert "td_" in answer.json()["detail"]


def test_a_token_that_is_revoked_or_expired_or_whose_person_left_opens_nothing(cast, on_day):
    person = cast["CA:drafter"]
    revoked, first = tokens.make_token(person, name="a", scope="read")
    _kept, second = tokens.make_token(person, name="b", scope="read", expires_at=now() + timedelta(days=1))
    _kept, third = tokens.make_token(person, name="c", scope="read")
    assert [call(each).status_code for each in (first, second, third)] == [200, 200, 200]
    tokens.revoke_token(revoked, by=person)
    AccessToken.objects.filter(name="b").update(expires_at=now())
    assert [call(each).status_code for each in (first, second, third)] == [401, 401, 200]
    type(person).objects.filter(pk=person.pk).update(is_active=False)
    assert call(third).status_code == 401


def test_when_it_was_last_used_is_kept_to_the_minute(cast):
    token, secret = tokens.make_token(cast["CA:drafter"], name="a", scope="read")
    call(secret)
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_too_many_calls_are_told_to_wait(cast, settings, program):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "api": "2/m/key"}
    reader = program(cast["CA:drafter"], "read")
    assert [reader.get("/me").status_code for _turn in range(3)] == [200, 200, 429]
    assert reader.get("/me")["Retry-After"] == "60"


def test_a_call_that_is_repeated_counts_as_one_too(cast, settings, on_day):
    """Whoever repeats what was answered without end is told to wait; the scheme's case makes no other caller."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "api": "4/m/key"}
    _token, secret = tokens.make_token(cast["CA:unit_head"], name="a", scope="act")
    on_day("2026-11-28 09:00")
    report = arrange.draft(cast)
    seen = call(secret, f"/api/v1/unit-reports/{report.pk}")["ETag"]
    answers = [
        Client().post(
            f"/api/v1/unit-reports/{report.pk}/submit",
            headers={"Authorization": f"{scheme} {secret}", "Idempotency-Key": "k", "If-Match": seen},
        )
        for scheme in ("Bearer", "bearer", "BEARER", "bearer")
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert (answers[1]["Idempotency-Replayed"], answers[3]["Retry-After"]) == ("true", "60")


@pytest.mark.parametrize("path", ["/api/", "/api/v1/khong", "/api/v2/me", "/api/v1/unit-reports/x"])
def test_an_unknown_address_is_a_problem_document(db, path):
    answer = Client().get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_wrong_method_is_one_too(cast, program):
    answer = program(cast["CA:drafter"], "act").post("/me")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer["Allow"] == "GET, HEAD"


def test_head_is_answered_as_get_without_a_body(cast, program):
    reader = program(cast["CA:drafter"], "read")
    asked, got = reader.head("/me"), reader.get("/me")
    assert (asked.status_code, asked.content, asked["Content-Type"]) == (200, b"", got["Content-Type"])
    assert asked["Content-Length"] == str(len(got.content))
    assert Client().head("/api/v1/me").status_code == 401
    assert reader.head("/unit-reports/1/submit").status_code == 405


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize(
    ("path", "methods"),
    [("/me", "GET, HEAD"), ("/unit-reports/1/submit", "POST"), ("/openapi.json", "GET, HEAD"), ("/", "GET, HEAD")],
)
def test_a_method_that_no_address_takes_is_one_too(db, method, path, methods):
    answer = Client().generic(method, f"/api/v1{path}")
    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, "application/problem+json", methods)
    assert methods in answer.json()["detail"]


def test_a_method_at_an_unknown_address_is_told_that_nothing_is_there(db):
    answer = Client().delete("/api/v1/khong")
    assert (answer.status_code, answer.json()["status"]) == (404, 404)


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"HTTP_HOST": "khac.example"}, 400), ({"QUERY_STRING": "x=%00"}, 400), ({"CONTENT_LENGTH": "999999999"}, 413)],
)
def test_what_is_refused_before_the_api_is_reached_is_one_too(db, sent, status):
    answer = Client().generic("GET", "/api/v1/me", headers={"Accept-Language": "en"}, **sent)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["detail"].isascii()


def test_a_period_in_which_people_practise_is_marked(cast, program, on_day):
    on_day("2026-11-03 09:00")
    factories.open_month(cast)
    due = {"unit_due_at": instant("2026-11-07 00:00"), "ward_due_at": instant("2026-11-10 00:00")}
    practice.begin(cast.ward, by=cast.admin, **due)
    found = program(cast["CA:drafter"], "read").get("/periods").json()["items"]
    assert [each["practice"] for each in found] == [True, False]


def test_the_document_tells_each_operation_with_its_refusals_in_both_languages(db):
    document = Client().get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    operations = [each for found in document["paths"].values() for each in found.values()]
    assert all({"401", "404", "409", "422"} <= each["responses"].keys() for each in operations)
    summaries = [each["summary"] for each in operations]
    assert [each for each in summaries if " / " not in each] == []
    described = [
        (name, field)
        for name, schema in document["components"]["schemas"].items()
        for field, told in schema.get("properties", {}).items()
        if not told.get("description") and field != "items"
    ]
    assert described == []


def test_a_body_that_is_no_json_is_told_in_vietnamese(cast, program, db):
    drafter = program(cast["CA:drafter"], "act")
    answer = drafter.client.post(
        "/api/v1/unit-reports/1/entries",
        '{"x',
        "application/json",
        headers={"Authorization": f"Bearer {drafter.secret}"},
    )
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert "JSON" in answer.json()["detail"]
    assert "Cannot" not in answer.json()["detail"]
