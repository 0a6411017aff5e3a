"""Every page and form, by whoever sees it: no form is answered by a fault of ours, and no page writes as it is read."""

import itertools
import logging
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

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


def read_by_all(cast: Cast) -> Iterator[tuple[Client, Page]]:
    """The pages that somebody reaches, each view's for the first who does, with their client."""
    known: set[str] = set()
    for who in WHO:
        client = Client()
        client.force_login(getattr(cast, who, None) or cast[who])
        yield from ((client, page) for page in pages(client, known, starts()))


def starts() -> list[str]:
    """The desk, and the pages of each report and kind, linked or not."""
    units = UnitReport.objects.filter(period__code="2026-11").values_list("pk", flat=True)[:5]
    of_units = addresses_of(("unit_report",), units)
    of_wards = addresses_of(("ward_report", "narrative"), WardReport.objects.values_list("pk", flat=True))
    return ["/", *of_units, *of_wards]


def ways(form: Form) -> Iterator[dict[str, list[str]]]:
    """Subsets of the form's fields, then all of them with something hostile in one; the same at each run."""
    chance, names = random.Random(form.view), list(form.fields)
    alone = chance.sample(names, min(len(names), SINGLE))
    subsets = [set(names), set[str](), *({name} for name in alone), *(set(names) - {name} for name in alone)]
    if len(names) <= SINGLE:
        subsets = [set(each) for size in range(len(names) + 1) for each in itertools.combinations(names, size)]
    yield from ({name: form.fields[name] for name in names if name in subset} for subset in subsets)
    bad = list(itertools.product(names, HOSTILE))
    for name, value in chance.sample(bad, min(len(bad), SPOILT)):
        yield form.fields | {name: [value]}


def fault_of(client: Client, form: Form, fields: dict[str, list[str]]) -> str:
    """What went wrong: nothing, as a rule. What it changed in the database is undone."""
    with transaction.atomic():
        try:
            response = (client.post if form.method == "post" else client.get)(form.address, fields)
            fault = "" if response.status_code < 500 else str(response.status_code)
        except Exception as error:
            fault = repr(error)
        transaction.set_rollback(True)
    return fault


INSTALLATION = pytest.mark.starts_from(installation, on="2026-12-03 09:00")


@INSTALLATION
def test_no_form_is_answered_by_a_fault_of_ours(cast, as_in_demo_mode):
    tried: set[Any] = set()
    asked, faults = set[str](), set[str]()
    for client, page in read_by_all(cast):
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
    written = set()

    def watch(execute: Callable[..., Any], sql: str, *details: Any) -> Any:
        if WRITES.match(sql) and grants._read.get() is not None:
            written.add(sql[:80])
        return execute(sql, *details)

    with connection.execute_wrapper(watch):
        names = {page.view for _client, page in read_by_all(cast)}
    assert written == set()
    assert "unit_report_check" in names
