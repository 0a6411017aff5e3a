"""A form that creates something, sent twice, is carried out once; the second arrival gets the first one's answer."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse

from approvals.clock import now
from approvals.models import AnsweredForm, TrailEvent
from approvals.pages import once
from approvals.pages.once import FIELD
from tests import factories
from tests.people import instant
from tests.workflows import arrange, items
from units.models import Charge, Office, Person, Unit
from workflows.models import CaseMessage, Difficulty, DifficultyKind, EntryComment, Step, UnitReport

TOKEN = re.compile(rf'name="{FIELD}" value="([^"]+)"')


def token_of(client, address):
    return TOKEN.search(client.get(address).content.decode()).group(1)


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def raising(cast):
    kind = cast.ward.difficulty_kinds.get(name="Nhân lực").pk
    typed = {"text": "Thiếu người.", "kind": kind, "to": "leaders"}
    return "CA:drafter", reverse("difficulty_raise"), typed, Difficulty.objects


def raising_beside(cast):
    report = arrange.draft(cast)
    kind = cast.ward.difficulty_kinds.get(name="Nhân lực").pk
    typed = {"difficulty-text": "Thiếu người.", "difficulty-kind": kind, "difficulty-to": "leaders"}
    typed |= {"seen": report.version}
    return "CA:drafter", reverse("unit_report_write", args=[report.pk]), typed, Difficulty.objects


def discussing(cast):
    item = items.raised(cast)
    address = reverse("difficulty_discuss", args=[item.pk])
    return "CA:drafter", address, {"text": "Bao giờ có?"}, TrailEvent.objects.filter(action="discuss_difficulty")


def commenting(cast):
    report = factories.in_review(cast)
    address = reverse("unit_report_part", args=[report.pk, "8"])
    return "VHXH:coordinator", address, {"text": "Vì sao giảm?"}, EntryComment.objects


def adding_a_kind(cast):
    return "MX:admin", reverse("difficulty_kinds", args=[cast.ward.pk]), {"name": "Nhà xe"}, DifficultyKind.objects


def adding_a_unit(cast):
    typed = {"code": "MOI", "name": "Đơn vị mới", "short_name": "Mới", "order": "90"}
    return "MX:admin", reverse("unit_add"), typed, Unit.objects


def adding_a_person(cast):
    typed = {"username": "moi", "name": "Người mới", "unit": cast.units["CA"].pk, "office": Office.DRAFTER}
    return (
        "MX:admin",
        reverse("person_add"),
        typed | {"email": "moi@example.org", "starts_on": "2026-11-01", "last_day": ""},
        Person.objects,
    )


def adding_a_step(cast):
    step = {"title": "Thẩm định", "unit": cast.units["BCĐ"].pk, "office": "approver", "verb": "approve"}
    step |= {"need": "any", "quorum": "1", "allowance": "1", "seen": "1"}
    return "MX:admin", reverse("step_add", args=[cast.monthly.route.pk]), step, Step.objects


def putting_somebody_in_charge(cast):
    typed = {"leader": cast.approver.pk, "unit": cast.units["CA"].pk, "field": "", "starts_on": "2026-11-06"}
    return "MX:admin", reverse("charge_start", args=[cast.ward.pk]), typed, Charge.objects


def writing_beside_a_case(cast):
    address = reverse("case_discussion", args=["unitreport", factories.in_review(cast).pk])
    return "VHXH:coordinator", address, {"text": "Vì sao giảm?"}, CaseMessage.objects


CREATING = [
    writing_beside_a_case,
    putting_somebody_in_charge,
    raising,
    raising_beside,
    discussing,
    commenting,
    adding_a_kind,
    adding_a_unit,
    adding_a_person,
    adding_a_step,
]


@pytest.mark.parametrize("arranged", CREATING)
def test_a_form_that_is_sent_twice_creates_once(cast, client, arranged):
    who, address, typed, rows = arranged(cast)
    client.force_login(cast[who])
    typed |= {FIELD: token_of(client, address)}
    before = rows.count()
    first, second = client.post(address, typed), client.post(address, typed)
    assert rows.all().count() == before + 1
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert said(second)


@pytest.mark.parametrize("second", ["check", "", "raise"])
def test_a_difficulty_beside_the_report_is_raised_once_whichever_buttons_are_pressed(cast, client, second):
    who, address, typed, rows = raising_beside(cast)
    client.force_login(cast[who])
    typed |= {FIELD: token_of(client, address)}
    client.post(address, typed | {"next": "raise"})
    answer = client.post(address, typed | {"next": second, "results": "Đã làm thêm."})
    assert (answer.status_code, rows.count()) == (302, 1)
    seen = UnitReport.objects.get(unit=cast.units["CA"]).version
    client.post(address, typed | {"next": second, "seen": seen, "difficulty-text": "Thiếu máy."})
    assert rows.count() == 2


def test_what_stands_in_two_versions_carries_the_token_of_the_difficulty_beside_it(cast, client):
    who, address, typed, rows = raising_beside(cast)
    client.force_login(cast[who])
    typed |= {FIELD: token_of(client, address), "results": "Bản một."}
    client.post(address, typed | {"next": "raise"})
    stale = client.post(address, typed | {"next": "check", "results": "Bản hai."})
    assert stale.status_code == 409
    chosen = dict(stale.context["carried"]) | {"seen": stale.context["report"].version, "pick-results": "mine"}
    assert client.post(address, chosen | {FIELD: "another"}).status_code == 302
    assert rows.count() == 1


def test_other_words_from_the_same_page_are_another_form(cast, client):
    who, address, typed, _rows = raising(cast)
    client.force_login(cast[who])
    typed |= {FIELD: token_of(client, address)}
    client.post(address, typed)
    client.post(address, typed | {"text": "Thiếu máy."})
    assert set(Difficulty.objects.values_list("text", flat=True)) == {"Thiếu người.", "Thiếu máy."}


def test_a_form_that_was_refused_may_be_sent_again(cast, client):
    who, address, typed, _rows = raising(cast)
    client.force_login(cast[who])
    kind = DifficultyKind.objects.get(pk=typed["kind"])
    DifficultyKind.objects.filter(pk=kind.pk).update(retired_at=now())
    typed |= {FIELD: token_of(client, address)}
    assert client.post(address, typed).status_code >= 400
    DifficultyKind.objects.filter(pk=kind.pk).update(retired_at=None)
    assert client.post(address, typed).status_code == 302
    assert Difficulty.objects.count() == 1


def test_nobody_gets_the_answer_to_another_ones_form(cast, client):
    who, address, typed, _rows = raising(cast)
    client.force_login(cast[who])
    typed |= {FIELD: token_of(client, address)}
    client.post(address, typed)
    client.force_login(cast["VP:drafter"])
    client.post(address, typed)
    assert Difficulty.objects.count() == 2


def test_answers_are_forgotten_after_a_day(cast, client, on_day):
    on_day("2026-11-03 09:00")
    who, address, typed, _rows = raising(cast)
    client.force_login(cast[who])
    client.post(address, typed | {FIELD: token_of(client, address)})
    AnsweredForm.objects.update(at=instant("2026-11-02 08:59"))
    once.forget()
    assert not AnsweredForm.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_raise_one_difficulty(cast):
    who, address, typed, _rows = raising(cast)
    clients = [Client(), Client()]
    for each in clients:
        each.force_login(cast[who])
    typed |= {FIELD: token_of(clients[0], address)}
    together = Barrier(len(clients))

    def click(client):
        try:
            together.wait(timeout=20)
            return client.post(address, typed)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        first, second = pool.map(click, clients)
    assert Difficulty.objects.count() == 1
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]


def shown_alone(cast):
    """Pages whose form needs more to be sent than is arranged here."""
    report, membership = arrange.draft(cast), arrange.head_of_the_board(cast).memberships.get()
    items.raised(cast)
    return {
        "MX:admin": [
            reverse("membership_start", args=[cast["CA:drafter"].pk]),
            reverse("membership_delegate", args=[membership.pk]),
            reverse("unit_key", args=[cast.ward.pk]),
        ],
        "BCĐ:approver": [reverse("person_key", args=[cast["BCĐ:approver"].pk])],
        "CA:unit_head": [reverse("unit_report_to_drafter", args=[report.pk])],
        "VHXH:coordinator": [reverse("unit_report_on_behalf", args=[report.pk]), reverse("difficulties_merge")],
    }


def test_every_other_form_that_creates_something_has_a_token(cast, client):
    for who, addresses in shown_alone(cast).items():
        client.force_login(cast[who])
        for address in addresses:
            assert resolve(address.split("?")[0]).func.answers_once
            assert token_of(client, address)
