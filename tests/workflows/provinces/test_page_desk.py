"""What arrived waits on the desk of who may answer it, and the province's page stands in the menu."""

import pytest
from django.urls import reverse

from approvals.models import OutboxMessage, Sender
from approvals.outbox import queue as outbox
from approvals.receiving import actions as receiving
from tests.people import instant
from tests.workflows import arrange as ward_arrange
from tests.workflows.provinces.arrange import delivered, report_of
from units.models import Notice
from workflows.boards.desk import desk_of
from workflows.models import UnitReport, WardReport

TODAY = "2026-11-08 09:00"
pytestmark = pytest.mark.starts_from(ward_arrange.issued, on=TODAY)


def asked_of(person) -> list:
    return [task.report for task in desk_of(person).tasks if task.ask.page == "arrival"]


def test_a_document_waits_with_clerk_and_coordinator_until_it_is_answered(client, cast, start, province):
    arrival = delivered(cast, start)
    assert asked_of(province.clerk) == [arrival]
    assert asked_of(province.coordinator) == []  # the report that it brought is on their desk
    assert report_of(province) in [task.report for task in desk_of(province.coordinator).tasks]
    assert asked_of(cast.clerk) == asked_of(province.people["auditor"]) == []
    client.force_login(province.clerk)
    assert reverse("arrival", args=[arrival.pk]) in client.get(reverse("desk")).content.decode()
    receiving.receive(arrival, by=province.clerk)
    assert asked_of(province.clerk) == []


def told_of(arrival) -> set[str]:
    """Who has a notice of the arrival, once its mails are addressed."""
    for message in OutboxMessage.objects.filter(topic="mail", scope=arrival.scope, done_at=None):
        outbox.work_at_once(message.key)
    notices = Notice.objects.filter(path=reverse("arrival", args=[arrival.pk]), text__startswith="Văn bản đã đến: ")
    return set(notices.values_list("person__username", flat=True))


@pytest.mark.parametrize("is_report", [True, False])
def test_who_answers_a_document_is_told_that_it_arrived(cast, start, province, is_report):
    """Not twice: the report that it brought is told to the office by itself."""
    arrival = delivered(cast, start)
    if not is_report:
        UnitReport.objects.filter(arrival=arrival).update(arrival=None)
    assert told_of(arrival) == {province.clerk.username, *([] if is_report else [province.coordinator.username])}


def test_one_without_a_period_waits_with_the_coordinator_too(cast, start, province):
    arrival = delivered(cast, start)
    report = report_of(province)
    type(report).objects.filter(pk=report.pk).update(arrival=None)
    assert asked_of(province.coordinator) == [arrival]


def test_the_menu_has_the_desk_of_the_province_at_a_province_alone(client, cast, start, province):
    def navigation(person) -> list[str]:
        client.force_login(person)
        return [place.url for place in client.get(reverse("desk")).context["navigation"]]

    assert reverse("province") in navigation(province.coordinator)
    assert reverse("province") not in navigation(cast.coordinator)


def test_the_file_of_a_document_stands_before_its_checks(client, cast, start, province):
    arrival = delivered(cast, start)
    client.force_login(province.clerk)
    page = client.get(reverse("arrival", args=[arrival.pk])).content.decode()
    assert 0 < page.index(reverse("arrival_file", args=[arrival.pk, 0])) < page.index('<details class="section"')


def test_nothing_is_missed_of_months_before_a_ward_was_paired(client, cast, province):
    Sender.objects.update(paired_at=instant("2026-09-20 09:00"))
    client.force_login(province.clerk)
    cells = [words for _url, words in client.get(reverse("province")).context["lines"][0].cells]
    assert (cells[:8], cells[8]) == ([""] * 8, "Chưa gửi")


def test_the_report_of_the_province_goes_to_whom_its_plan_names(client, cast, start, province):
    client.force_login(province.coordinator)
    page = client.get(reverse("desk")).content.decode()
    assert ("hạn gửi Bộ Khoa học và Công nghệ" in page, "hạn gửi tỉnh" in page) == (True, False)
    row = WardReport.objects.get(ward=province.unit)
    WardReport.objects.filter(pk=row.pk).update(state="issued")
    client.force_login(province.clerk)
    page = client.get(reverse("ward_report", args=[row.pk])).content.decode()
    assert "Gửi Bộ Khoa học và Công nghệ" in page
