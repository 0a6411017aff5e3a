"""What the desk says of opinions: until when one is asked of somebody, and to how many nobody has replied."""

import pytest
from django.urls import reverse

from approvals.models import Decision
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.submissions import arrange as documents
from workflows.boards.desk import desk_of
from workflows.routes.underway import opinions
from workflows.ward_reports import actions as ward_reports

from .asked import POLICE, ask_two_units, opine


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def report(cast):
    ask_two_units(cast)
    return arrange.awaiting(cast)


def line(person, case, page):
    """The line of the person's desk about the case that leads to this page."""
    address = case.get_absolute_url() + page
    return next((task for task in desk_of(person).tasks if (task.report, task.url) == (case, address)), None)


def reply_to_all(case, by):
    for given in Decision.objects.filter(verdict__in=Decision.OPINIONS):
        opinions.reply(reread(case), given, by=by, adopted=True, text="")


def test_an_opinion_is_due_when_its_step_is(cast, report):
    due = report.steps.get(title=POLICE).due_at
    assert due != report.period.ward_due_at
    assert line(cast["CA:unit_head"], report, "opinion/").due.at == due


def test_an_opinion_on_a_document_is_due_when_its_step_is(cast):
    documents.ask_for_opinions(cast, "VP")
    case = documents.awaiting(cast)
    due = case.steps.get(verb="opinion").due_at
    assert line(cast["VP:unit_head"], case, "opinion/").due.at == due


def test_the_coordinator_is_asked_to_reply_to_opinions_with_remarks_until_all_have_one(client, cast, report):
    assert line(cast.coordinator, report, "#opinions") is None
    opine(report, cast["CA:unit_head"], "disagree", "Số liệu chưa đúng.")
    opine(report, cast["VP:unit_head"], "agree_if", "Bổ sung số liệu.")
    assert line(cast.coordinator, report, "#opinions").ask.sentence == "Trả lời ý kiến: 2 ý kiến chưa trả lời"
    client.force_login(cast.coordinator)
    assert f'href="{report.get_absolute_url()}#opinions"' in client.get(reverse("desk")).content.decode()
    assert line(cast.approver, report, "#opinions") is None
    reply_to_all(report, cast.coordinator)
    assert line(cast.coordinator, report, "#opinions") is None


def test_simple_agreement_asks_for_no_reply(cast, report):
    opine(report, cast["CA:unit_head"])
    assert line(cast.coordinator, report, "#opinions") is None


def test_an_opinion_stays_to_be_replied_to_once_the_report_is_open_again(cast, report):
    opine(report, cast["CA:unit_head"], "agree_if", "Bổ sung số liệu.")
    ward_reports.reopen(reread(report), by=cast.coordinator, reason="Tiếp thu ý kiến")
    assert line(cast.coordinator, report, "#opinions")


def test_the_drafter_of_a_document_is_asked_to_reply(cast):
    documents.ask_for_opinions(cast, "VP")
    case = documents.awaiting(cast)
    opine(case, cast["VP:unit_head"], "disagree", "Chưa rõ nguồn kinh phí.")
    assert line(cast["CA:drafter"], case, "#opinions").ask.sentence == "Trả lời ý kiến: 1 ý kiến chưa trả lời"
    assert line(cast.coordinator, case, "#opinions") is None
    reply_to_all(case, cast["CA:drafter"])
    assert line(cast["CA:drafter"], case, "#opinions") is None


@pytest.mark.parametrize("who", ["CA:unit_head", "CA:drafter", "VHXH:coordinator", "BCĐ:approver"])
def test_opinions_cost_the_desk_no_statement(client, cast, report, who, django_assert_max_num_queries):
    opine(report, cast["CA:unit_head"], "disagree", "Số liệu chưa đúng.")
    client.force_login(cast[who])
    with django_assert_max_num_queries(11):
        client.get(reverse("desk"))
