"""Comments beside the entries of a report that is reviewed, and the next report."""

import pytest
from django.urls import reverse

from tests import factories
from workflows.models import EntryComment
from workflows.unit_reports.comments import actions as comments

TODAY = "2026-11-03 09:00"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


def sent(client, person, report, name="unit_report_comments", **fields):
    client.force_login(person)
    return client.post(reverse(name, args=[report.pk]), fields)


def test_without_a_script_comments_are_sent_and_the_ticks_stay(client, cast):
    report = factories.in_review(cast)
    fields = {"comment-8": "Tử số?", "comment-9": "Nguồn?", "comment-10": " ", "part": ["4", "8"]}
    answer = sent(client, cast.coordinator, report, **fields)
    assert answer["Location"] == f"/reports/unit/{report.pk}/?part=4&part=8#notes-9"
    assert dict(EntryComment.objects.values_list("part", "text")) == {"8": "Tử số?", "9": "Nguồn?"}


def test_with_a_script_the_talk_of_the_entry_alone_comes_back(client, cast):
    report = factories.in_review(cast)
    client.force_login(cast.coordinator)
    address = reverse("unit_report_comments", args=[report.pk])
    html = client.post(address, {"comment-8": "Tử số?"}, headers={"HX-Request": "true"}, follow=True)
    assert html.redirect_chain == [(reverse("unit_report_part", args=[report.pk, "8"]), 302)]


def test_the_talk_is_a_part_of_the_page(client, cast):
    report = factories.in_review(cast)
    comments.comment(report, by=cast.coordinator, part="8", text="Tử số?")
    client.force_login(cast.coordinator)
    html = client.get(
        reverse("unit_report_part", args=[report.pk, "8"]), headers={"HX-Request": "true"}
    ).content.decode()
    assert html.lstrip().startswith('<div class="notes" id="notes-8">')
    assert "Tử số?" in html


def test_nothing_typed_is_said(client, cast):
    answer = sent(client, cast.coordinator, factories.in_review(cast), **{"comment-8": " "})
    assert answer.status_code == 409
    assert "Chưa có góp ý nào được nhập" in answer.content.decode()


def test_the_unit_does_not_comment(client, cast):
    answer = sent(client, cast["CA:drafter"], factories.in_review(cast), **{"comment-8": "Tự hỏi"})
    assert answer.status_code in (403, 409)
    assert not EntryComment.objects.exists()


def test_comments_become_the_reason(client, cast):
    report = factories.in_review(cast)
    comments.comment(report, by=cast.coordinator, part="8", text="Tử số chưa khớp")
    fields = {"only": "ticked", "part": ["8", "9"], "comment-9": "Thiếu nguồn"}
    form = sent(client, cast.coordinator, report, "unit_report_return", **fields).context["form"]
    assert form["words-8"].value() == "Tử số chưa khớp"
    assert form["words-9"].value() == "Thiếu nguồn"
    assert "Tử số chưa khớp" in form["reason"].value()
    assert "Thiếu nguồn" in form["reason"].value()
    assert factories.reread(report).state == "in_review"


def test_the_next_report_is_the_next_unit_that_waits_and_then_the_first(client, cast):
    first, second = sorted(
        (factories.in_review(cast, "CA"), factories.submitted(cast, "MTTQ")), key=lambda each: each.unit.order
    )
    client.force_login(cast.coordinator)
    for here, there in ((first, second), (second, first)):
        answer = client.get(reverse("unit_report_next", args=[here.pk]))
        assert answer["Location"] == reverse("unit_report", args=[there.pk])


def test_where_no_other_waits_the_grid_comes_next(client, cast):
    report = factories.in_review(cast)
    client.force_login(cast.coordinator)
    answer = client.get(reverse("unit_report_next", args=[report.pk]))
    assert answer["Location"].startswith(reverse("period", args=[factories.MONTH]))
