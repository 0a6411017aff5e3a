"""Programs that call at once: of two that have read the same, one writes; under one key an act is carried out once."""

import pytest

from approvals.models import TrailEvent
from tests.factories import reread
from tests.races import race
from tests.workflows import arrange

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_that_have_read_the_same_one_writes(program, cast, on_day):
    on_day("2026-11-28 09:00")
    report = arrange.draft(cast)
    path, tag = f"/unit-reports/{report.pk}/entries", f'"{report.version}"'
    callers = [program(cast["CA:drafter"], "write") for _each in range(2)]
    answers, _none = race(
        *(
            lambda by=by, text=text: by.post(path, {"texts": {"results": text}}, if_match=tag)
            for by, text in zip(callers, ("Một", "Hai"), strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers)[0] == 200
    assert sorted(answer.status_code for answer in answers)[1] in (409, 412)
    won = next(answer for answer in answers if answer.status_code == 200)
    assert (won.json()["texts"]["results"], reread(report).version) == (reread(report).results, report.version + 1)


def test_one_key_sent_twice_at_once_is_one_act(program, cast, on_day):
    on_day("2026-11-28 09:00")
    report = arrange.draft(cast)
    head, tag = program(cast["CA:unit_head"]), f'"{report.version}"'
    send = lambda: head.post(f"/unit-reports/{report.pk}/submit", if_match=tag, idempotency_key="k")  # noqa: E731
    answers, _none = race(send, send, send)
    assert [answer.status_code for answer in answers] == [200] * 3
    assert sorted(answer.headers.get("Idempotency-Replayed", "") for answer in answers) == ["", "true", "true"]
    assert TrailEvent.objects.filter(subject_kind="unitreport", subject_id=report.pk, action="submit").count() == 1
