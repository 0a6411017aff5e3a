"""The talk of office and unit about one entry."""

import pytest

from tests import factories
from tests.workflows import arrange
from workflows.models import EntryComment
from workflows.unit_reports.comments import actions as comments

ASKED = "Vì sao giảm?"


@pytest.fixture
def report(cast):
    return factories.in_review(cast)


def address(report, part="8"):
    return f"/reports/unit/{report.pk}/parts/{part}/"


def page(client, person, report, part="8"):
    client.force_login(person)
    return client.get(address(report, part))


def post(client, person, report, text, **posted):
    client.force_login(person)
    return client.post(address(report), {"text": text, **posted})


@pytest.mark.parametrize("part", ["8", "T4", "results"])
def test_each_part_has_its_page(client, cast, report, part):
    part = f"T{report.assignment_entries.first().assignment.number}" if part == "T4" else part
    assert page(client, cast.coordinator, report, part).status_code == 200


@pytest.mark.parametrize("part", ["999", "T999", "x"])
def test_what_the_report_does_not_hold_is_not_found(client, cast, report, part):
    assert page(client, cast.coordinator, report, part).status_code == 404


def test_another_units_report_is_not_found(client, cast, report):
    assert page(client, cast["VP:drafter"], report).status_code == 404


def test_the_office_asks_and_the_unit_reads_it_beside_the_entry(client, cast, report):
    assert post(client, cast.coordinator, report, ASKED).status_code == 302
    client.force_login(cast["CA:drafter"])
    html = client.get(f"/reports/unit/{report.pk}/").content.decode()
    assert ASKED in html
    assert f'href="{address(report)}"' in html


def test_the_unit_answers_the_comment_that_waits(client, cast, report):
    made = comments.comment(report, by=cast.coordinator, part="8", text=ASKED)
    html = page(client, cast["CA:drafter"], report).content.decode()
    assert f'name="answers" value="{made.pk}"' in html
    post(client, cast["CA:drafter"], report, "Do thiết bị hỏng", answers=made.pk)
    assert EntryComment.objects.get().answer == "Do thiết bị hỏng"


@pytest.mark.parametrize("who", ["MX:auditor", "CA:unit_head", "CA:drafter"])
def test_who_may_neither_ask_nor_answer_reads_only(client, cast, report, who):
    html = page(client, cast[who], report).content.decode()
    assert 'id="words"' not in html


def test_nothing_typed_is_said_beside_the_field(client, cast, report):
    response = post(client, cast.coordinator, report, "  ")
    assert response.status_code == 422
    assert response.context["form"].errors["text"]


def test_a_refusal_leaves_what_was_typed_on_the_page(client, cast, report):
    made = comments.comment(report, by=cast.coordinator, part="8", text=ASKED)
    comments.answer(made, by=cast["CA:drafter"], text="Đã trả lời")
    response = post(client, cast["CA:drafter"], report, "Câu này không được mất", answers=made.pk)
    assert response.status_code == 409
    assert "Câu này không được mất" in response.content.decode()


@pytest.mark.parametrize("answers", ["999999", "9" * 30])
def test_a_comment_that_is_not_there_is_not_answered(client, cast, report, answers):
    assert post(client, cast["CA:drafter"], report, "x", answers=answers).status_code in (403, 404)
    assert EntryComment.objects.count() == 0


def test_the_page_needs_twelve_statements_at_most(client, cast, report, django_assert_max_num_queries):
    comments.comment(report, by=cast.coordinator, part="8", text=ASKED)
    client.force_login(cast.coordinator)
    with django_assert_max_num_queries(12):
        client.get(address(report))


def test_a_returned_report_says_what_waits_for_an_answer(client, cast):
    report = arrange.returned(cast)
    comments.comment(report, by=cast.coordinator, part="8", text=ASKED)
    client.force_login(cast["CA:drafter"])
    assert [part.name for part in client.get(f"/reports/unit/{report.pk}/").context["unanswered"]] == ["8"]
