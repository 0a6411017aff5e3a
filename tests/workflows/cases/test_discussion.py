"""Trao đổi: whoever may read a case writes beside it, whatever its type; it stays, and it decides nothing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from approvals.errors import AlreadyDone, NotPossible
from approvals.models import OutboxMessage
from tests import factories
from tests.casetype.test_fourth_type import errand  # noqa: F401
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.submissions import arrange as documents
from tests.workflows.traces import events
from workflows.cases import mails
from workflows.cases.discussion import actions as discussion
from workflows.cases.discussion.reading import count_of, discussion_of
from workflows.models import CaseMessage, MessageStrike

TEXT = "Anh kiểm tra giúp số tiền ở mục 2."


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-06 09:00")


def page(client, person, name, *args):
    client.force_login(person, backend="units.backends.GrantBackend")
    return client.get(reverse(name, args=args))


def test_whoever_reads_the_case_writes_beside_it_and_the_trail_knows_the_words(cast):
    case = documents.awaiting(cast)
    message = discussion.write(case, by=cast.auditor, text=f" {TEXT} ")
    assert (message.text, message.person) == (TEXT, cast.auditor)
    event = events(reread(case))[-1]
    assert (event.action, event.actor, event.source) == ("discuss", cast.auditor, "")
    assert list(event.changes) == ["message"]


def test_whoever_may_not_read_it_does_not(cast):
    with pytest.raises(PermissionDenied):
        discussion.write(documents.draft(cast), by=cast["VP:unit_head"], text=TEXT)
    assert not CaseMessage.objects.exists()


@pytest.mark.parametrize("text", ["", " \n ", "a" * (discussion.LONGEST + 1)])
def test_nothing_and_too_much_is_refused(cast, text):
    with pytest.raises(NotPossible):
        discussion.write(documents.draft(cast), by=cast["CA:drafter"], text=text)


def test_it_stands_beside_every_type_of_case(cast, errand):  # noqa: F811
    beside = [(factories.accepted(cast), cast["CA:drafter"]), (errand, cast.auditor)]
    for case, reader in beside:
        discussion.write(case, by=reader, text=TEXT)
        assert count_of(reread(case)) == 1
        assert events(reread(case))[-1].action == "discuss"


def test_it_changes_nothing_that_is_approved(cast):
    case = documents.awaiting(cast)
    before = (case.content, case.state, case.state_since, set(case.authors.all()))
    discussion.write(case, by=cast.approver, text=TEXT)
    after = reread(case)
    assert (after.content, after.state, after.state_since, set(after.authors.all())) == before
    factories.approval.approve(after, by=cast.approver, seen=factories.shown(after))
    assert reread(case).state == "approved"


def test_the_database_refuses_to_change_or_delete_a_message(cast, restored_triggers):
    message = discussion.write(documents.draft(cast), by=cast["CA:drafter"], text=TEXT)
    for spoil in (lambda rows: rows.update(text="Khác"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil(CaseMessage.objects.filter(pk=message.pk))


@pytest.fixture
def restored_triggers():
    """Those that a flush of an SQLite test database needs laid down."""
    from importlib import import_module

    from django.db import connection

    migration = import_module("workflows.migrations.0018_discussions")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table, refusal in migration.TABLES.items():
                cursor.execute(migration.ARM["sqlite"][1].format(table=table, refusal=refusal))


def test_its_writer_strikes_it_once_and_it_stays_readable(client, cast):
    case = documents.draft(cast)
    message = discussion.write(case, by=cast["CA:drafter"], text=TEXT)
    discussion.strike(message, case, by=cast["CA:drafter"])
    with pytest.raises(AlreadyDone):
        discussion.strike(message, case, by=cast["CA:drafter"])
    assert events(reread(case))[-1].action == "strike_message"
    html = page(client, cast["CA:unit_head"], "case_discussion", "submission", case.pk).content.decode()
    assert f"<s>{TEXT}</s>" in html
    assert "Người viết đã gạch bỏ" in html


def test_nobody_strikes_what_another_wrote(cast):
    case = documents.draft(cast)
    message = discussion.write(case, by=cast["CA:drafter"], text=TEXT)
    with pytest.raises(PermissionDenied):
        discussion.strike(message, case, by=cast["CA:unit_head"])
    assert not MessageStrike.objects.exists()


def test_units_that_are_named_are_told_where_they_may_read_it(cast):
    case = documents.draft(cast)
    discussion.write(case, by=cast["CA:drafter"], text=TEXT, units=[cast.units["CA"]])
    told = OutboxMessage.objects.get(topic="mail", payload__event="mentioned").payload
    assert set(mails.recipients(told)) == {cast["CA:unit_head"]}
    with pytest.raises(NotPossible, match=cast.units["VHXH"].short_name):
        discussion.write(case, by=cast["CA:drafter"], text=TEXT, units=[cast.units["VHXH"]])
    assert count_of(case) == 1


def test_a_struck_message_is_mailed_to_nobody(cast):
    case = documents.draft(cast)
    message = discussion.write(case, by=cast["CA:drafter"], text=TEXT, units=[cast.units["CA"]])
    discussion.strike(message, case, by=cast["CA:drafter"])
    assert mails.recipients(OutboxMessage.objects.get(payload__event="mentioned").payload) == []


def test_what_others_wrote_is_unread_until_its_page_was_opened(client, cast):
    case = documents.draft(cast)
    discussion.write(case, by=cast["CA:drafter"], text=TEXT)
    head = cast["CA:unit_head"]
    assert [discussion_of(case, person).unread for person in (head, cast["CA:drafter"])] == [1, 0]
    assert "1 tin chưa đọc" in page(client, head, "submission", case.pk).content.decode()
    page(client, head, "case_discussion", "submission", case.pk)
    assert discussion_of(case, head).unread == 0


def test_what_is_written_stands_on_the_page_of_the_case_and_is_counted_on_its_slip(client, cast):
    report = arrange.awaiting(cast)
    discussion.write(report, by=cast.coordinator, text=TEXT)
    assert TEXT in page(client, cast.approver, "ward_report", report.pk).content.decode()
    slip = page(client, cast.approver, "case_slip", "wardreport", report.pk).content.decode()
    assert "1 tin" in slip
    assert TEXT not in slip


def test_it_is_written_at_its_page(client, cast):
    case = documents.draft(cast)
    client.force_login(cast["CA:unit_head"])
    answer = client.post(reverse("case_discussion", args=["submission", case.pk]), {"text": TEXT})
    assert (answer.status_code, count_of(case)) == (302, 1)
    refused = client.post(reverse("case_discussion", args=["submission", case.pk]), {"text": " "})
    assert (refused.status_code, count_of(case)) == (422, 1)


def test_reading_it_costs_one_query(cast, django_assert_num_queries):
    case = documents.draft(cast)
    for _each in range(5):
        discussion.write(case, by=cast["CA:drafter"], text=TEXT)
    with django_assert_num_queries(1):
        assert len(discussion_of(case, cast["CA:unit_head"]).messages) == 5
