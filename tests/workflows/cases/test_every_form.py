"""Every page and form, by whoever sees it: no form is answered by a fault of ours, and no page writes as it is read."""

import copy
import itertools
import logging
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from approvals.clock import at
from tests import factories
from tests.people import instant
from tests.workflows import items
from tests.workflows.crawling import Form, Page, addresses_of, pages
from tests.workflows.reading import awaiting
from units import grants
from workflows.demo.cast import Cast
from workflows.models import UnitReport, WardReport
from workflows.prose import actions as prose

WHO = ("coordinator", "CA:drafter", "CA:unit_head", "approver", "clerk", "admin")
SINGLE = 2  # fields that are sent alone, and left out alone
SPOILT = 4  # fields that hold something hostile, one at a time
HOSTILE = ("", "\0", "x" * 6000, "-1", "9" * 40, "1e400", "NaN", "٣", "0001-01-01", "9999-12-31", "i1_", "\ud7ff")
ASKED = (  # what addresses may ask for
    *("q", "ward", "version", "unit", "old", "new", "report", "state", "mark", "kind", "page", "before", "since"),
    *("seen", "v", "next", "sha256", "of", "year", "person", "action", "subject"),
)
WRITES = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM) \"?(?!django_session)")


def installation(cast: Cast) -> None:
    """A ward with something in every state."""
    with at(instant("2026-10-06 09:00")):
        factories.consolidated(cast, "2026-09")
    with at(instant("2026-11-06 09:00")):
        awaiting(cast)
    factories.unit_report(cast, "CA", "2026-11")
    factories.in_review(cast, "VHXH", "2026-11")
    factories.submitted(cast, "VP", "2026-11")
    items.answered(cast)
    items.merged(cast, "CA", "VP")
    prose.change_templates(cast.monthly, by=cast.coordinator, seen=0, texts={"results": "Kỳ [kỳ]"})


@pytest.fixture
def as_in_demo_mode(settings, on_day, kept, quick_printer) -> None:
    """Nobody has a password, and refusals are not logged: there are many."""
    settings.DEMO = True
    on_day("2026-12-03 09:00")
    before = logging.root.manager.disable
    logging.disable(logging.ERROR)
    yield
    logging.disable(before)


@dataclass
class Walk:
    """The pages that somebody reaches, with who read them, and the statements that wrote while rights are read once."""

    pages: list[tuple[str, Page]] = field(default_factory=list)
    written: set[str] = field(default_factory=set)

    def watch(self, execute: Callable[..., Any], sql: str, *details: Any) -> Any:
        if WRITES.match(sql) and grants._read.get() is not None:
            self.written.add(sql[:80])
        return execute(sql, *details)


_walks: list[Walk] = []  # one: the tests of this file start from the same rows, at the same time


def walk(cast: Cast) -> Walk:
    """Made by the first test that asks for it; each page takes part of a second."""
    if not _walks:
        made, known, posted = Walk(), set[str](), set[str]()
        with connection.execute_wrapper(made.watch):
            for who in WHO:
                found = pages(signed_in(cast, who), known, posted, starts())
                made.pages += [(who, page) for page in found]
        _walks.append(made)
    return _walks[0]


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who, None) or cast[who])
    return client


def starts() -> list[str]:
    """The desk, and the pages of each report that `installation` has brought to a state, linked or not."""
    written = UnitReport.objects.filter(period__code="2026-11", unit__code__in=("CA", "VHXH", "VP"))
    of_units = addresses_of(("unit_report",), written.values_list("pk", flat=True))
    of_wards = addresses_of(("ward_report", "narrative"), WardReport.objects.values_list("pk", flat=True))
    return ["/", *of_units, *of_wards]


def ways(form: Form) -> Iterator[dict[str, list[str]]]:
    """Subsets of the form's fields, then all of them with something hostile in one; the same at each run.

    On SQLite all fields alone: what misses one is answered before a database is asked, and PostgreSQL's run shows it.
    """
    chance, names = random.Random(form.view), list(form.fields)
    alone = chance.sample(names, min(len(names), SINGLE))
    subsets = [set(names), set[str](), *({name} for name in alone), *(set(names) - {name} for name in alone)]
    if len(names) <= SINGLE:
        subsets = [set(each) for size in range(len(names) + 1) for each in itertools.combinations(names, size)]
    if connection.vendor == "sqlite":
        subsets = [set(names)]
    yield from ({name: form.fields[name] for name in names if name in subset} for subset in subsets)
    bad = list(itertools.product(names, HOSTILE))
    for name, value in chance.sample(bad, min(len(bad), SPOILT)):
        yield form.fields | {name: [value]}


def fault_of(client: Client, form: Form, fields: dict[str, list[str]]) -> str:
    """What went wrong: nothing, as a rule. What it changed in the database is undone, and so is signing out."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        try:
            response = (client.post if form.method == "post" else client.get)(form.address, fields)
            fault = "" if response.status_code < 500 else str(response.status_code)
            if response.headers.get("Location", "").startswith(reverse("account_login") + "?"):
                fault = "it was sent by nobody"
        except Exception as error:
            fault = repr(error)
        transaction.set_rollback(True)
    client.cookies = cookies
    return fault


INSTALLATION = pytest.mark.starts_from(installation, on="2026-12-03 09:00")


@INSTALLATION
def test_no_form_is_answered_by_a_fault_of_ours(cast, as_in_demo_mode):
    tried: set[Any] = set()
    asked, faults = set[str](), set[str]()
    clients = {who: signed_in(cast, who) for who in WHO}
    for who, page in walk(cast).pages:
        client = clients[who]
        for form in (form for form in page.forms if form.kind not in tried and form.view):
            tried.add(form.kind)
            for fields in ways(form):
                if fault := fault_of(client, form, fields):
                    spoilt = {name: value[0][:20] for name, value in fields.items() if value != form.fields[name]}
                    faults.add(f"{form.method} {form.address} {spoilt or list(fields)[:4]}: {fault}")
        if page.view not in asked:
            asked.add(page.view)
            for value in ("\0", "-1", "9" * 40):
                if fault := fault_of(client, Form("get", page.address), {name: [value] for name in ASKED}):
                    faults.add(f"{page.address} asked for {value!r}: {fault}")
    assert sorted(faults) == [], "\n".join(sorted(faults))
    assert len({kind[1] for kind in tried}) > 40


@INSTALLATION
def test_a_page_that_is_asked_for_writes_nothing_while_rights_are_read_once(cast, as_in_demo_mode):
    found = walk(cast)
    assert found.written == set()
    assert "unit_report_check" in {page.view for _who, page in found.pages}


@INSTALLATION
def test_who_has_signed_out_sends_the_next_form_as_themselves(cast, as_in_demo_mode):
    client = signed_in(cast, "coordinator")
    assert fault_of(client, Form("post", reverse("account_logout")), {}) == ""
    assert client.get("/").status_code == 200
