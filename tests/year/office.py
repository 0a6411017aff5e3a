"""What the people of one ward do in a year, each by the product's own pages and actions, as the clock stands."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from django.urls import reverse

from approvals.clock import at, now
from approvals.outbox import queue as outbox
from tests.factories import reread, shown
from tests.pages import forms_of
from tests.people import instant
from units.models import Aggregation, Membership, Office, Person, Unit
from workflows import tasks
from workflows.models import CalendarDay, ReportingPeriod, ReportKind, UnitReport, Verb, WardReport
from workflows.prose import actions as prose_actions
from workflows.prose import drafts as prose
from workflows.pure.wording.references import key_of
from workflows.signoff.approval import actions as approval
from workflows.signoff.examining import actions as examining
from workflows.signoff.issuing import actions as issuing
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.unit_reports.findings import entries_of
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import actions as province

from .papers import ANNEX, FRONT

LEVEL = 7  # what a unit tells at a point of time before it tells something else
KEPT = ("django_migrations", "django_content_type", "auth_permission")


class Post(EmailBackend):
    """A mail server that knows every address but one that was mistyped."""

    def send_messages(self, messages: list[Any]) -> int:
        wrong = [to for mail in messages for to in mail.to if not to.endswith("@example.vn")]
        if wrong:
            raise SMTPRecipientsRefused(dict.fromkeys(wrong, (550, b"no such user")))
        return super().send_messages(messages)


def empty() -> None:
    """The database as `migrate` leaves it: nobody, no ward, the nation's calendar."""
    nation = list(CalendarDay.objects.filter(ward=None).values())
    tables = [name for name in connection.introspection.django_table_names(only_existing=True) if name not in KEPT]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables, allow_cascade=True):
            cursor.execute(statement)
    CalendarDay.objects.bulk_create(CalendarDay(**values) for values in nation)


@contextmanager
def on(day: str, hour: str = "09:00") -> Iterator[None]:
    """The clock stands at this hour in Vietnam, and has done what was due until then."""
    with at(instant(f"{day} {hour}")):
        tick()
        yield


def beat() -> None:
    """What beat asks for each minute."""
    tasks.open_periods()
    tasks.pass_in_silence()
    tasks.accept_due()
    tasks.remind()
    tasks.let_go()


def tick() -> None:
    """That, and what a worker does then."""
    beat()
    outbox.drain()


def person(username: str) -> Person:
    return Person.objects.get(username=username)


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def kind(name: str) -> ReportKind:
    return ReportKind.objects.get(name=name)


class Browser:
    """Somebody's browser: pages are opened, their forms are filled in as a person would and sent."""

    def __init__(self, username: str = "") -> None:
        self.client = Client()
        if username:
            self.client.force_login(person(username), backend="units.backends.GrantBackend")

    def read(self, address: str) -> str:
        """What the page says; None of these answers is a fault."""
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    def send(self, address: str, **typed: Any) -> Any:
        """Open the page, fill in its main form and send it. Returns the page that it leads to."""
        page = self.client.get(address)
        form = next(
            form for form in reversed(forms_of(page)) if form.get("method", "").lower() == "post" and _fits(form, typed)
        )
        answer = self.client.post(form["target"].split("#")[0], form["fields"] | typed, follow=True)
        assert answer.status_code == 200, (address, answer.status_code, _faults(answer))
        return answer


def _fits(form: dict[str, Any], typed: dict[str, Any]) -> bool:
    return not re.search("logout|language", form["target"]) and all(name in form["fields"] for name in typed)


def _faults(answer: Any) -> list[str]:
    words = answer.content.decode()
    return re.findall(r"(?:error-summary|errorlist)[^>]*>(.*?)</(?:div|ul)>", words, re.DOTALL) or [words[:2000]]


def paste(browser: Browser, page: str, table: str) -> None:
    """A table is pasted, and its rows are taken as they are shown."""
    rows = browser.send(wards_page(page), table=table)
    browser.send(rows.request["PATH_INFO"])


def import_annex(browser: Browser, year: str = "2027") -> None:
    """The annex as it lies in Word is pasted, what it leaves open is added, and the plan is taken in."""
    rows = browser.send(reverse("plan_annex"), table=ANNEX.replace("2027", year))
    front = {f"front-{name}": value.replace("2027", year) for name, value in FRONT.items()}
    kinds = {f"{row}-aggregation": "tổng" for row in range(8)}
    kinds |= {"1-aggregation": "tổng (thời điểm)", "2-aggregation": "tử số/mẫu số"}
    typed = kinds | {"8-product": "Báo cáo", "9-product": "Danh sách"} | front
    checked = browser.send(rows.request["PATH_INFO"], **typed)
    confirm = reverse("plan_import_confirm", args=[checked.context["sha256"]])
    assert browser.client.post(confirm).status_code == 302


def printed_address() -> str:
    """The address that an empty installation prints."""
    out = StringIO()
    call_command("set_up_address", stdout=out, verbosity=0)
    return re.search(r"http://[^/]+(\S+)", out.getvalue())[1]


def period(code: str, name: str = "Báo cáo tháng") -> ReportingPeriod:
    return ReportingPeriod.objects.standing().get(kind__name=name, code=code)


def report(code: str, of: str, name: str = "Báo cáo tháng") -> UnitReport:
    return reread(period(code, name).unit_reports.get(unit__code=of))


def whole(of: ReportingPeriod) -> WardReport:
    """The newest version of what the ward reports."""
    return WardReport.objects.with_names().get(period=of, replaced_by=None)


def write(row: UnitReport, value: int = 10, level: int | None = None) -> UnitReport:
    """The drafter fills in every part, and gives a reason where a check asks for one. What is told at a point of time
    stays as it was carried over where there is no `level`; nothing was before January's.
    """
    entries_of_row = list(row.indicator_entries.select_related("indicator"))
    levels = {entry.pk: level or entry.value or LEVEL for entry in entries_of_row if entry.indicator.is_level}
    indicators = {
        entry.pk: {"numerator": Decimal(19), "denominator": Decimal(20)}
        if entry.indicator.aggregation == Aggregation.RATIO
        else {"value": Decimal(levels.get(entry.pk, value))}
        for entry in entries_of_row
    }
    tasks_done = {entry.pk: {"status": "in_progress", "result": "Đang làm"} for entry in row.assignment_entries.all()}
    texts = {"results": f"{row.unit.short_name} làm theo kế hoạch."}
    saved = reread(_save(row, indicators, tasks_done, texts))
    asked = entries_of(saved)
    why = {"explanation": "Đã kiểm tra lại"}
    return reread(
        _save(
            saved,
            {each.entry.pk: why for each in asked.indicators if each.unanswered},
            {each.entry.pk: why for each in asked.assignments if each.unanswered},
            {},
        )
    )


def _save(row: UnitReport, indicators: Any, assignments: Any, narrative: dict[str, str]) -> UnitReport:
    told = {"indicators": indicators, "assignments": assignments, "narrative": narrative}
    return entries.save_draft(row, by=holder(row.unit.code, Office.DRAFTER), seen=row.version, **told)


def hand_in(row: UnitReport, value: int = 10, level: int | None = None) -> UnitReport:
    row = write(row, value, level)
    return reread(unit_reports.submit(row, by=holder(row.unit.code, Office.UNIT_HEAD), seen=row.version))


def accept(row: UnitReport, by: str = "binh") -> UnitReport:
    row = reread(unit_reports.take(row, by=person(by)))
    return reread(unit_reports.accept(row, by=person(by), seen=row.version))


def holder(code: str, office: str) -> Person:
    return Membership.objects.at(now()).get(unit__code=code, office=office).person


def all_hand_in(of: ReportingPeriod, but: tuple[str, ...] = (), value: int = 10) -> None:
    """Every unit hands its report in and the office accepts it, but those that have done so."""
    for row in of.unit_reports.filter(state__in=["draft", "returned"]).exclude(unit__code__in=but).with_names():
        accept(hand_in(row, value))


def send_up(of: ReportingPeriod) -> WardReport:
    """The office consolidates the accepted reports and sends them for approval."""
    row = whole(of)
    if row.consolidated_at is None:
        row = reread(ward_reports.consolidate(row, by=person("binh")))
    for red in prose.stale(row, prose.words_of(prose.figures_of(row))):
        prose_actions.look_again(row, by=person("binh"), key=red.key, reads=key_of(red.now))
    row = reread(ward_reports.send_for_approval(row, by=person("binh")))
    outbox.drain()
    return row


def approve(row: WardReport, by: str = "ky") -> WardReport:
    """Who signs reads the pages and approves; where the route asks for it, the clerk has examined them first."""
    if row.steps.filter(verb=Verb.EXAMINE, decided_at=None).exists():
        row = reread(examining.examine(row, by=person("thu"), seen=shown(row)))
    return reread(approval.approve(row, by=person(by), seen=shown(row)))


def issue(row: WardReport) -> WardReport:
    return reread(issuing.issue(row, by=person("thu")))


def send_out(row: WardReport, *, received: bool = True, reason: str = "") -> WardReport:
    """The clerk sends it to the province and notes the answer."""
    row = reread(province.dispatch(row, by=person("thu")))
    outbox.drain()
    row = reread(province.record_receipt(row, by=person("thu"), received=received, reference="15/TB", reason=reason))
    outbox.drain()
    return row


def a_month(code: str, name: str = "Báo cáo tháng", value: int = 10) -> WardReport:
    """A month as it should be: everybody in time, up to the province."""
    of = period(code, name)
    all_hand_in(of, value=value)
    return send_out(issue(approve(send_up(of))))


def later(**time: float) -> Any:
    """The clock, so much later."""
    return at(now() + timedelta(**time))


def wards_page(name: str) -> str:
    return reverse(name, args=[Unit.objects.get(ward=None).pk])
