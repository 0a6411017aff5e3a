"""Another installation as a process of its own, on the database that DATABASE_URL names: it serves the product on a
port of loopback (the argument, 0 for any), prints it, and does what the lines on its standard input ask, as a person at
its pages would: a JSON object each, answered by one.
"""

import json
import sys
import threading
from datetime import datetime
from typing import Any
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django

django.setup()

from approvals.models import Arrival, OutboxMessage, ReportRequest, Sender  # noqa: E402
from approvals.outbox import queue as outbox  # noqa: E402
from approvals.receiving import actions, keys, pairing  # noqa: E402
from deploy.wsgi import application  # noqa: E402
from units import grants  # noqa: E402
from units.models import Membership, Office, Person, Unit  # noqa: E402

OWN = "H60.05"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_what: Any) -> None:
        """Nothing."""


def settle() -> None:
    """The province, its administrator and whoever receives for it; once."""
    if Unit.objects.filter(code="TINH").exists():
        return
    unit = Unit.objects.create(code="TINH", name="Sở Khoa học và Công nghệ", short_name="Sở")
    for name, office in (("quan-tri", Office.ADMIN), ("tiep-nhan", Office.COORDINATOR)):
        person = Person.objects.create(username=name, name=name)
        group = grants.group_of(unit, office)
        at = "2026-01-01T00:00:00+07:00"
        Membership.objects.create(person=person, unit=unit, office=office, group=group, starts_at=at)


def invite(organ_id: str) -> dict[str, Any]:
    by, unit = Person.objects.get(username="quan-tri"), Unit.objects.get(code="TINH")
    told = {"organ": OWN, "name": "Phường Minh Xuân", "organ_id": organ_id, "due_day": 10}
    row, code = pairing.invite(unit.pk, by=by, **told)
    return {"code": code, "own": keys.fingerprint(keys.of_scope(unit.pk, OWN).certificate), "sender": row.pk}


def senders() -> list[dict[str, Any]]:
    return [{"peer": keys.fingerprint(row.certificate) if row.certificate else ""} for row in Sender.objects.all()]


def arrivals() -> list[dict[str, Any]]:
    while OutboxMessage.objects.filter(topic="arrived", done_at=None).exists():
        outbox.drain()
    names = ("pk", "code", "state", "period", "verdict", "identity", "replaces", "files")
    return list(Arrival.objects.order_by("pk").values(*names))


def answer(pk: int, **told: str) -> dict[str, Any]:
    act = actions.refuse if "reason" in told else actions.receive
    row = act(Arrival.objects.get(pk=pk), by=Person.objects.get(username="tiep-nhan"), **told)
    return {"state": row.state}


def ask(title: str, due_at: str) -> dict[str, Any]:
    told = {"title": title, "brief": "Báo cáo hiện trạng", "due_at": datetime.fromisoformat(due_at)}
    actions.ask(Sender.objects.all(), identity=uuid4(), **told)
    return {}


def change(reason: str, due_at: str = "") -> dict[str, Any]:
    row = ReportRequest.objects.get()
    told = {"reason": reason} | ({"due_at": datetime.fromisoformat(due_at)} if due_at else {})
    (actions.move_request if due_at else actions.withdraw)(row.sender.scope, row.identity, **told)
    return {}


def requested() -> list[bool]:
    """Of each request whether its sender has it."""
    return [row.taken_at is not None for row in ReportRequest.objects.order_by("pk")]


ASKED = {
    "ask": ask,
    "change": change,
    "requested": requested,
    "invite": invite,
    "senders": senders,
    "arrivals": arrivals,
    "answer": answer,
}


def main(port: str) -> None:
    settle()
    server = make_server("127.0.0.1", int(port), application, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(ASKED[asked.pop("do")](**asked)), flush=True)


main(*sys.argv[1:])
