"""A province at work: 124 wards of 20 units on the web server of the service profile, database and clients on the same
cores. Drafters open, save ten times and check; coordinators read their desk, their grid and a report.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import aiohttp
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from tests.bench import databases, history, world
from units.models import Office, Person, Plan
from workflows.models import UnitReport
from workflows.periods import actions as periods

from .measure import Row, at_most, percentile
from .memory import free_port, wait_for

CODE = "2026-12"
TOKEN = "a" * 32  # of CSRF: the cookie and the header say the same
# People at once, the mean pause of each between two requests in seconds, the p95 to be reached in ms.
LOADS = ((16, 0, 300), (32, 0, 600), (1500, 20, 300))
AT_LEAST = 110  # requests a second of 16 people
WARMING = 5  # seconds that are not counted


@dataclass
class Worker:
    """Somebody who works: a drafter with the fields of their report, or a coordinator, who has none."""

    session: str
    report: int
    period: str
    seen: int = 0
    fields: list[str] = field(default_factory=list)


@dataclass
class Answers:
    """Milliseconds of each answer by what was asked, and how many were anything but 200."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def all(self) -> list[float]:
        return [each for times in self.times.values() for each in times]

    def beside(self) -> str:
        kinds = (f"{kind} {percentile(times, 0.5):.0f}" for kind, times in sorted(self.times.items()))
        refused = ", ".join(f"{count} {why}" for why, count in self.refused.items())
        return f"medians {', '.join(kinds)} ms" + (f"; NOT 200: {refused}" if refused else "")


def rows(wards: int, units: int, seconds: int) -> Iterator[Row]:
    databases.use("province")
    workers = _province(wards, units)
    database = settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"]}
    connection.close()
    with _served(database) as address:
        asyncio.run(_work(address, workers, 16, 0, WARMING))
        for people, pause, most in LOADS:
            began = time.monotonic()
            answers = asyncio.run(_work(address, workers, people, pause, seconds))
            rate = len(answers.all) / (time.monotonic() - began)
            name = f"province, {people} people" + (f" with {pause} s between requests" if pause else "")
            if (people, pause) == LOADS[0][:2]:
                yield Row(f"{name}: requests a second", f"{rate:.0f}", f">= {AT_LEAST}", rate >= AT_LEAST)
            yield at_most(f"{name}: p95", percentile(answers.all, 0.95), most, " ms", answers.beside())


def _province(wards: int, units: int) -> list[Worker]:
    """Ten finished months, November and December open, and everybody signed in."""
    built = world.build(wards, units)
    history.fill(built)
    for ward in built[1:]:
        world.fill_plan(Plan.objects.get(ward=ward.unit, year=2026), ward)
    for ward in built:
        periods.open_period(ward.kind, CODE)
    databases.analyze()
    found = UnitReport.objects.filter(period__code=CODE).prefetch_related("indicator_entries__indicator")
    reports = {report.unit_id: report for report in found}
    workers = []
    for ward in built:
        for unit in ward.units:
            report = reports[unit.pk]
            entries = [
                each for each in report.indicator_entries.all() if each.indicator.aggregation in ("sum", "count")
            ]
            session = _signed_in(ward.holder(Office.DRAFTER, unit.pk))
            workers.append(Worker(session, report.pk, CODE, report.version, [f"i{each.pk}_value" for each in entries]))
        workers.append(Worker(_signed_in(ward.holder(Office.COORDINATOR)), reports[ward.units[0].pk].pk, CODE))
    return workers


def _signed_in(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)


@contextmanager
def _served(database: dict) -> Iterator[str]:
    """The address of the web server as the service profile starts it."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        named = "{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
        own = {"PROFILE": "service", "DATABASE_URL": f"postgres://{named}", "DATA_DIR": folder}
        own |= {"DJANGO_SETTINGS_MODULE": "deploy.settings", "WEB_LISTEN": f"127.0.0.1:{port}"}
        own |= {"REDIS_URL": os.environ["SERVICE_REDIS"], "SIGNER": "none"}
        environment = os.environ | own
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(collect, env=environment, check=True)
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:deploy.web", "--log-level", "warning"],
            env=environment,
        )
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(timeout=60)


async def _work(address: str, workers: list[Worker], people: int, pause: float, seconds: float) -> Answers:
    """So many of the workers, chosen by chance but the same in each run, for so long."""
    answers = Answers()
    end = time.monotonic() + seconds
    chosen = random.Random(people).sample(workers, min(people, len(workers)))
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(address, connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as client:
        await asyncio.gather(*(_Hands(client, worker, answers, pause, end).work() for worker in chosen))
    return answers


class _Hands:
    """One worker's browser."""

    def __init__(
        self, client: aiohttp.ClientSession, worker: Worker, answers: Answers, pause: float, end: float
    ) -> None:
        self.client, self.worker, self.answers, self.pause, self.end = client, worker, answers, pause, end
        self.cookies = {"sessionid": worker.session, "csrftoken": TOKEN}
        # As the proxy in front of it says: over TLS.
        self.headers = {"X-CSRFToken": TOKEN, "X-Forwarded-Proto": "https", "Referer": "https://127.0.0.1/"}
        self.headers["Host"] = "127.0.0.1"

    async def work(self) -> None:
        if self.pause:  # nobody begins at the same instant
            await asyncio.sleep(random.uniform(0, self.pause))
        while time.monotonic() < self.end:
            await (self.draft() if self.worker.fields else self.coordinate())

    async def draft(self) -> None:
        report = f"/reports/unit/{self.worker.report}"
        await self.ask("desk", "/")
        await self.ask("write", f"{report}/write/")
        for _turn in range(10):
            values = {"seen": str(self.worker.seen), random.choice(self.worker.fields): str(random.randint(1, 90))}
            if answer := await self.ask("autosave", f"{report}/autosave/", values):
                self.worker.seen = json.loads(answer)["version"]
        await self.ask("check", f"{report}/check/")

    async def coordinate(self) -> None:
        await self.ask("coordinator's desk", "/")
        await self.ask("grid", f"/periods/{self.worker.period}/")
        await self.ask("report", f"/reports/unit/{self.worker.report}/")

    async def ask(self, kind: str, path: str, values: dict[str, str] | None = None) -> bytes:
        """What was answered with 200, else nothing. Asks no more once the time is over."""
        if time.monotonic() >= self.end:
            return b""
        if self.pause:
            await asyncio.sleep(random.expovariate(1 / self.pause))
        began = time.perf_counter()
        sent = self.client.request(
            "POST" if values else "GET", path, data=values, cookies=self.cookies, headers=self.headers,
            allow_redirects=False,
        )  # fmt: skip
        async with sent as response:
            body = await response.read()
        self.answers.times[kind].append((time.perf_counter() - began) * 1000)
        if response.status != 200:
            self.answers.refused[f"{kind} {response.status}"] += 1
            return b""
        return body
