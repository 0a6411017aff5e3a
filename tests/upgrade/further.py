"""Run by `make` with the code and in the database of the release: a second ward whose reports stop in every state.

Reports of one route stand at steps that were copied before it changed, one of them decided by half of those who have
to; a unit's report is returned in part; and a row of every topic of the outbox waits. Writes into the folder that is
named: papers.tar.xz (the PDFs of reports that are on their way) and known.json.xz (who may do what, report by report;
and what mails, the outbox, viewflow and Celery call by name).
"""

import json
import lzma
import os
import sys
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate, repeat
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from approvals import files, outbox, register  # noqa: E402
from approvals.clock import at, now  # noqa: E402
from approvals.models import Document, Rendition, Signature  # noqa: E402
from units import actions as unit_actions  # noqa: E402
from units.models import Authority, Office, Person, Unit  # noqa: E402
from units.workbook import read_plan  # noqa: E402
from workflows import actions, rules, standing  # noqa: E402
from workflows.demo import keys  # noqa: E402
from workflows.demo.cast import SAMPLE, SINCE, Cast, authorise, gather  # noqa: E402
from workflows.demo.steps import Hands  # noqa: E402
from workflows.models import Evidence, Route, Step, UnitReport, WardReport  # noqa: E402

WRITING = ("CA", "VHXH")  # the units that report; the others need not


def appoint(unit: Unit, office: str, name: str) -> Person:
    person = unit_actions.add_person(unit.ward or unit, by=None, username=f"nt-{name}", name=f"Nông Tiến, {name}")
    unit_actions.start_membership(person, by=None, unit=unit, office=office, starts_at=SINCE)
    return person


def settle() -> tuple[Cast, Person, Person]:
    """The ward, the head of its board, and whoever approves in its office."""
    with SAMPLE.open("rb") as file:
        content = replace(read_plan(file), ward_name="Nông Tiến")
    plan = unit_actions.import_plan(content, by=None).plan
    actions.set_up(plan, content.schedule)
    units = {unit.code: unit for unit in plan.ward.members.all()}
    for code in WRITING:
        for office in (Office.DRAFTER, Office.UNIT_HEAD):
            appoint(units[code], office, f"{code}-{office}".lower())
    appoint(units["VHXH"], Office.COORDINATOR, "coordinator")
    appoint(units["VP"], Office.CLERK, "clerk")
    appoint(plan.ward, Office.AUDITOR, "auditor")
    appoint(plan.ward, Office.ADMIN, "admin")
    appoint(units[actions.BOARD], Office.APPROVER, "deputy")
    cast = gather(plan.ward)
    authorise(cast.approver, plan)
    keys.give(cast)
    head = appoint(units[actions.BOARD], Office.APPROVER, "head")
    told = {"authority": Authority.HEAD, "title": "Trưởng Ban Chỉ đạo", "post": "Chủ tịch UBND phường"}
    unit_actions.set_authority(head.memberships.get(), by=None, **told)
    return cast, head, appoint(units["VP"], Office.APPROVER, "office")


class Month(Hands):
    """A month of the second ward."""

    def __init__(self, cast: Cast, code: str) -> None:
        super().__init__(cast, actions.open_period(cast.monthly, code))

    def waive_all_but(self, codes: Iterable[str]) -> None:
        for report in self.period.unit_reports.exclude(unit__code__in=codes).with_names():
            actions.waive(report, by=self.cast.coordinator, reason="Không phát sinh nhiệm vụ")

    def consolidated(self) -> "Month":
        self.waive_all_but(WRITING)
        for code in WRITING:
            self.write(code)
            self.submit(code)
            self.take(code)
            self.accept(code)
        self.consolidate()
        return self

    def sent(self) -> "Month":
        self.consolidated().send_for_approval()
        return self

    def decide(self, person: Person) -> WardReport:
        report = self.ward_report()
        return actions.approve(report, by=person, seen=standing.pdf_to_sign(report).get())

    def signed(self) -> "Month":
        self.sent().approve()
        return self

    def dispatched(self) -> "Month":
        self.signed().issue()
        self.dispatch()
        return self


def by_the_first_route(cast: Cast) -> None:
    for code in ("2026-01", "2026-02", "2026-11"):
        Month(cast, code).dispatched()
    recall(cast, "2026-01")
    Month(cast, "2026-03").signed().issue()
    Month(cast, "2026-04").signed().issue()
    Month(cast, "2026-05").signed()
    Month(cast, "2026-06").sent().decide(cast.approver)


def by_the_second(cast: Cast, head: Person, office: Person) -> None:
    """Half of those who decide the last step have."""
    route, units = Route.objects.get(kind=cast.monthly), cast.units
    step = route.steps.get()
    shape = {"title": step.title, "unit": step.unit, "office": step.office, "allowance": step.allowance}
    actions.change_step(step, by=cast.admin, **shape | {"need": "all"})
    first = {"title": "Văn phòng", "unit": units["VP"], "office": Office.APPROVER, "need": "any", "allowance": 1}
    actions.move_step(actions.add_step(route, by=cast.admin, **first), by=cast.admin, up=True)
    half = Month(cast, "2026-07").sent()
    half.decide(office)
    half.decide(head)


def by_the_third(cast: Cast) -> None:
    route = Route.objects.get(kind=cast.monthly)
    first = route.steps.get(unit__code="VP")
    shape = {"title": "Chánh Văn phòng", "unit": first.unit, "office": first.office, "need": "any", "allowance": 2}
    actions.change_step(first, by=cast.admin, **shape)
    Month(cast, "2026-08").sent()
    returned = Month(cast, "2026-09").sent()
    report = returned.ward_report()
    seen, office = standing.pdf_to_sign(report).get(), Person.objects.get(username="nt-office")
    actions.send_back(report, by=office, seen=seen, reason="Thiếu số liệu")


def open_months(cast: Cast) -> None:
    """Today's route; and units' reports in every state, one returned in part."""
    actions.retire_step(Step.objects.get(route__kind=cast.monthly, unit__code="VP"), by=cast.admin)
    month = Month(cast, "2026-10")
    month.write("CA")
    month.submit("CA")
    month.take("CA")
    report = month.unit_report("CA")
    part = str(report.indicator_entries.select_related("indicator")[0].indicator.number)
    actions.return_for_revision(report, by=cast.coordinator, reason="Sai số", parts={part: "Xem lại"})
    month.write("VHXH")
    month.submit("VHXH")


def of_month(cast: Cast, code: str) -> WardReport:
    return WardReport.objects.with_names().get(period__code=code, ward=cast.ward)


def recall(cast: Cast, code: str) -> None:
    line = Document.objects.get(subject_kind="wardreport", subject_id=of_month(cast, code).pk)
    register.recall(line, by=cast.clerk, reason="Nhầm số liệu")


def leave_waiting(cast: Cast) -> None:
    """A row of every topic."""
    refusal = {"received": False, "reference": "16/TB", "reason": "Thiếu biểu"}
    actions.record_receipt(of_month(cast, "2026-02"), by=cast.clerk, **refusal)
    recall(cast, "2026-11")
    actions.dispatch(of_month(cast, "2026-03"), by=cast.clerk)
    last = Month(cast, "2026-12").consolidated()
    last.look_again()
    actions.send_for_approval(last.ward_report(), by=cast.coordinator)
    signed, sealed = of_month(cast, "2026-06"), of_month(cast, "2026-05")
    outbox.put("sign", f"sign-{signed.pk}", scope=cast.ward.pk, ward_report=signed.pk, person=cast.approver.pk)
    outbox.put("issue", f"issue-{sealed.pk}", scope=cast.ward.pk, ward_report=sealed.pk, person=cast.clerk.pk)
    evidence = Evidence.objects.filter(report__ward=cast.ward).first()
    for topic in ("scan", "bytes"):
        outbox.put(topic, f"{topic}-{evidence.pk}", scope=evidence.report.unit_id, evidence=evidence.pk)


def play() -> None:
    """Each part at a moment of its own, in whole seconds: JSON keeps no more than milliseconds of it."""
    moments = accumulate(repeat(timedelta(minutes=5)), initial=now().replace(microsecond=0) - timedelta(hours=1))
    with at(next(moments)):
        cast, head, office = settle()
    with at(next(moments)):
        by_the_first_route(cast)
    with at(next(moments)):
        by_the_second(cast, head, office)
    with at(next(moments)):
        by_the_third(cast)
    with at(next(moments)):
        open_months(cast)
        outbox.drain()
    with at(next(moments)):
        leave_waiting(cast)


def rights() -> dict[str, dict[str, list[str]]]:
    """What each person may do with each report, as its page offers it."""
    people = list(Person.objects.filter(is_active=True))
    found: dict[str, dict[str, list[str]]] = {}
    for model in (UnitReport, WardReport):
        for report in model.objects.with_names():
            told = {person.username: sorted(rules.open_to(person, report)) for person in people}
            found[f"{model._meta.model_name} {report.pk}"] = {name: may for name, may in told.items() if may}
    return found


def names() -> dict[str, list[str]]:
    """What is called by name from outside the code, or from rows."""
    addresses = sorted(_addresses(get_resolver(), ""))
    tasks = sorted(each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values())
    actions_known = sorted({*rules.UNIT_RIGHTS, *rules.WARD_RIGHTS})
    topics = sorted(settings.APPROVALS_HANDLERS)
    return {"addresses": addresses, "tasks": tasks, "topics": topics, "actions": actions_known}


def _addresses(resolver: Any, before: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from _addresses(each, route)
        else:
            yield f"{each.name} {route}"


def keep_papers(made: Path) -> None:
    """The files of reports that are on their way, signed ones too."""
    on_their_way = WardReport.objects.filter(ward__code="NONGTIEN").exclude(
        state__in=("received", "refused", "recalled")
    )
    of_reports = {"subject_kind": "wardreport", "subject_id__in": list(on_their_way.values_list("pk", flat=True))}
    rendered = Rendition.objects.filter(**of_reports).order_by("pk").values_list("sha256", flat=True)
    signed = Signature.objects.filter(**of_reports).order_by("pk").values_list("after", flat=True)
    with tarfile.open(made / "papers.tar.xz", "w:xz") as archive:
        for sha256 in dict.fromkeys([*rendered, *signed]):
            archive.add(files.pdf_path(sha256), f"{sha256}.pdf")


def keep_what_is_known(made: Path) -> None:
    known = {"rights": rights(), **names()}
    told = json.dumps(known, ensure_ascii=False, indent=0, sort_keys=True).encode()
    (made / "known.json.xz").write_bytes(lzma.compress(told, preset=9))


if __name__ == "__main__":
    play()
    keep_papers(Path(sys.argv[1]))
    keep_what_is_known(Path(sys.argv[1]))
