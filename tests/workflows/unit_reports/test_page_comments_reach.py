"""What office and unit say about an entry reaches the other side's pages, and leaves the ticks of a return."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import reread
from tests.pages import forms_of
from tests.workflows import arrange
from workflows.boards.desk import desk_of
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.comments import actions as comments
from workflows.ward_reports import actions as ward_reports

ASKED = "Vì sao giảm so với tháng trước?"
SAID = "Do thiết bị hỏng trong hai tuần."
WAITS = "Chờ đơn vị trả lời"


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def report(cast):
    return factories.in_review(cast)


def ask(cast, report, part="8"):
    return comments.comment(report, by=cast.coordinator, part=part, text=ASKED)


def read(client, person, name, report, *others, **query):
    client.force_login(person)
    return client.get(reverse(name, args=[report.pk, *others]), query)


def html(*asked, **query):
    return read(*asked, **query).content.decode()


def give_back(cast, report):
    return reread(unit_reports.return_for_revision(report, by=cast.coordinator, reason="Xem lại"))


def anew(cast, report):
    """Handed in again after a return."""
    report = factories.explain(report, cast)
    report = reread(unit_reports.submit(report, by=cast["CA:unit_head"], seen=report.version))
    return reread(unit_reports.take(report, by=cast.coordinator))


# The unit's desk


def test_a_question_stands_on_the_drafters_desk_and_asks_for_an_answer(client, cast, report):
    ask(cast, report)
    tasks = desk_of(cast["CA:drafter"]).tasks
    assert [(task.mine, task.question, task.url) for task in tasks] == [
        (True, ASKED, reverse("unit_report", args=[report.pk]))
    ]
    assert ASKED in html(client, cast["CA:drafter"], "unit_report", report)
    client.force_login(cast["CA:drafter"])
    assert ASKED in client.get(reverse("desk")).content.decode()


def test_a_question_about_an_accepted_report_comes_to_the_desk_too(cast, report):
    accepted = reread(unit_reports.accept(report, by=cast.coordinator, seen=report.version))
    assert not desk_of(cast["CA:drafter"]).tasks
    ask(cast, accepted)
    assert [task.question for task in desk_of(cast["CA:drafter"]).tasks] == [ASKED]


def test_a_question_stands_with_a_returned_report_on_the_desk(cast, report):
    ask(cast, report)
    give_back(cast, report)
    (task,) = desk_of(cast["CA:drafter"]).tasks
    assert (task.reason, task.question) == ("Xem lại", ASKED)


def test_what_is_answered_asks_no_more(cast, report):
    comments.answer(ask(cast, report), by=cast["CA:drafter"], text=SAID)
    assert [(task.mine, task.question) for task in desk_of(cast["CA:drafter"]).tasks] == [(False, "")]


def test_nobody_of_another_unit_is_asked(cast, report):
    ask(cast, report)
    assert not any(task.question for task in desk_of(cast["VP:drafter"]).tasks)


# Where the unit writes


@pytest.mark.parametrize("part", ["8", "T4", "results", "difficulties"])
def test_a_question_stands_beside_its_field_where_the_unit_writes(client, cast, report, part):
    ask(cast, report, part)
    page = html(client, cast["CA:drafter"], "unit_report_write", give_back(cast, report))
    assert ASKED in page
    assert f'href="{reverse("unit_report_part", args=[report.pk, part])}"' in page


def test_a_question_is_in_the_row_of_its_indicator(client, cast, report):
    ask(cast, report)
    page = html(client, cast["CA:drafter"], "unit_report_write", give_back(cast, report))
    entry = report.indicator_entries.get(indicator__number=8)
    row = page[page.index(f'<tr id="i{entry.pk}"') :]
    assert ASKED in row[: row.index("</tr>")]


def test_question_and_answer_stand_on_the_panel(client, cast, report):
    comments.answer(ask(cast, report), by=cast["CA:drafter"], text=SAID)
    entry = report.indicator_entries.get(indicator__number=8)
    page = html(client, cast["CA:drafter"], "indicator_panel", report, entry.pk)
    assert page.index(ASKED) < page.index(SAID)
    other = report.indicator_entries.get(indicator__number=9)
    assert ASKED not in html(client, cast["CA:drafter"], "indicator_panel", report, other.pk)


def test_the_question_about_an_assignment_stands_on_its_panel(client, cast, report):
    ask(cast, report, "T4")
    entry = report.assignment_entries.get(assignment__number=4)
    assert ASKED in html(client, cast["CA:drafter"], "assignment_panel", report, entry.pk)


# The office


def test_the_answer_reaches_the_offices_page_and_desk(client, cast, report):
    comments.answer(ask(cast, report), by=cast["CA:drafter"], text=SAID)
    page = html(client, cast.coordinator, "unit_report", report)
    assert "Đơn vị đã trả lời về các mục sau" in page
    assert SAID in page
    assert WAITS not in page
    assert [task.answer for task in desk_of(cast.coordinator).tasks if task.report.pk == report.pk] == [SAID]


def test_a_report_that_is_handed_in_again_no_longer_waits_for_an_answer(client, cast, report, on_day):
    ask(cast, report)
    on_day("2026-11-06 10:00")
    assert WAITS in html(client, cast.coordinator, "unit_report", report)
    again = anew(cast, give_back(cast, report))
    page = html(client, cast.coordinator, "unit_report", again)
    assert "Đơn vị đã nộp lại báo cáo" in page
    assert WAITS not in page
    assert [task.question for task in desk_of(cast["CA:drafter"]).tasks] == [""]


def test_a_consolidated_report_no_longer_waits_for_an_answer(client, cast, report):
    ask(cast, report)
    unit_reports.accept(report, by=cast.coordinator, seen=report.version)
    arrange.waive_others(cast, "CA")
    ward_reports.consolidate(factories.ward_report(cast), by=cast.coordinator)
    page = html(client, cast.coordinator, "unit_report", report)
    assert "Không có trả lời" in page
    assert WAITS not in page


# The ticks of a return


def ticked(answer):
    ticks = next(form for form in forms_of(answer) if form.get("id") == "ticks")
    return ticks["fields"]["part"]


def test_a_comment_is_typed_in_the_form_that_holds_the_ticks(client, cast, report):
    """What is sent without a script takes the ticks along."""
    page = html(client, cast.coordinator, "unit_report", report)
    form, typed = page.index('<form id="ticks"'), page.index('name="comment-8"')
    assert form < typed < page.index("</form>", form)
    opened = page[form : page.index(">", form)]
    assert f'action="{reverse("unit_report_comments", args=[report.pk])}"' in opened
    assert 'method="post"' in opened


def test_the_ticks_come_back_after_a_comment(client, cast, report):
    client.force_login(cast.coordinator)
    address = reverse("unit_report_part", args=[report.pk, "8"]) + "?part=8&part=T4"
    sent = client.post(address, {"text": ASKED})
    assert (
        sent["Location"]
        == reverse("unit_report", args=[report.pk]) + "?part=8&part=T4#" + sent["Location"].split("#")[1]
    )
    assert ticked(client.get(sent["Location"])) == ["8", "T4"]


def test_the_ticks_come_back_without_a_comment(client, cast, report):
    page = html(client, cast.coordinator, "unit_report_part", report, "8", part=["8", "T4"])
    assert f'href="{reverse("unit_report", args=[report.pk])}?part=8&amp;part=T4"' in page


def test_the_ticks_come_back_from_the_page_of_the_return(client, cast, report):
    page = html(client, cast.coordinator, "unit_report_return", report, part=["8", "T4"])
    assert f'href="{reverse("unit_report", args=[report.pk])}?part=8&amp;part=T4"' in page


def test_nothing_is_ticked_at_first(client, cast, report):
    assert ticked(read(client, cast.coordinator, "unit_report", report)) == []
