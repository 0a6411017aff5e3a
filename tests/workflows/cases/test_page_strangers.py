"""Whoever may not see something reads at each of its addresses that there is nothing, before anything else is asked."""

import json
import re
from datetime import date

import pytest
from django.urls import URLPattern, get_resolver, reverse

from approvals.channels import actions as channels
from approvals.clock import now
from approvals.models import (
    Arrival,
    Channel,
    Dispatch,
    DispatchLine,
    Document,
    Dossier,
    Incident,
    Recipient,
    Sender,
    TrailEvent,
)
from approvals.outbox import queue as outbox
from tests.people import instant
from tests.workflows import arrange, mapped
from tests.workflows.submissions import arrange as documents
from units.absences import actions as absences
from units.charges import actions as charges
from units.models import (
    Absence,
    AccessToken,
    Charge,
    ExternalForm,
    IndicatorMapping,
    Membership,
    Notice,
    Person,
    Plan,
    Unit,
)
from units.notices import actions as notices
from units.offices import actions as offices
from units.people import actions as people
from units.tokens import actions as tokens
from units.tree import actions as tree
from workflows.api.views import document
from workflows.models import (
    Attachment,
    Difficulty,
    DifficultyKind,
    Evidence,
    FigureSource,
    ReportingPeriod,
    ReportKind,
    Route,
    Step,
    Submission,
    UnitReport,
    WardReport,
)
from workflows.sources import actions as sources

TODAY = "2026-11-06 09:00"
# The rows behind an address, by how it begins; the longer beginning goes first.
ROWS = {
    "reports/unit/": UnitReport,
    "reports/ward/": WardReport,
    "submissions/": Submission,
    "attachments/": Attachment,
    "report-kinds/": ReportKind,
    "reporting-periods/": ReportingPeriod,
    "difficulties/": Difficulty,
    "difficulty-kinds/": DifficultyKind,
    "evidence/": Evidence,
    "plan/forms/versions/": IndicatorMapping,
    "plan/": Plan,
    "cases/": WardReport,
    "plan/forms/": ExternalForm,
    "routes/": Route,
    "steps/": Step,
    "units/": Unit,
    "people/": Person,
    "people/me/tokens/": AccessToken,
    "people/me/sources/": FigureSource,
    "memberships/": Membership,
    "absences/": Absence,
    "charges/": Charge,
    "trail/": TrailEvent,
    "incidents/": Incident,
    "notices/": Notice,
    "documents/": Document,
    "dispatches/": Dispatch,
    "dispatches/lines/": DispatchLine,
    "dossiers/": Dossier,
    "province/": Unit,
    "province/documents/": Arrival,
    "province/senders/": Sender,
    "channels/": Channel,
    "channels/recipients/": Recipient,
}
WORDS = {
    "kind": "wardreport",
    "part": "results",
    "entry": 1,
    "number": 1,
    "decision": 1,
    "step": 1,
    "attachment": 1,
    "hook": 1,
    "message": 1,
    "link": 1,
    "rung": 1,
    "form": 1,
    "answer": 1,
    "restatement": 1,
    "file": 1,
    "place": 0,
    "sha256": "0" * 64,
    "year": 2027,
    "day": date(2027, 1, 1),
}


def all_there_is(cast):
    report = arrange.dispatched(cast)
    document = documents.issued(cast)
    Attachment.objects.create(
        report=document, by=document.drafted_by, at=now(), name="x", sha256="0", kind="pdf", scan="clean"
    )
    mapped.form(cast)
    unit, by = cast.units["CA"], cast["CA:drafter"]
    kind = cast.ward.difficulty_kinds.first()
    born = {"raised_by": by, "raised_at": now(), "state_since": now(), "state": "open"}
    Difficulty.objects.create(kind=kind, text="Thiếu người", to="ward", unit=unit, ward=cast.ward, **born)
    own = UnitReport.objects.filter(unit=unit).first()
    Evidence.objects.create(report=own, part="results", by=by, at=now(), name="x", link="https://example.vn/x")
    term = {"starts_at": now(), "ends_at": instant("2027-01-01 00:00")}
    absences.start_absence(cast["CA:drafter"], by=None, substitute=cast["CA:unit_head"], **term)
    charges.start_charge(cast.ward, by=None, leader=cast.approver, field="Hạ tầng số", starts_at=now())
    recipient = channels.add_recipient(cast.ward.pk, by=cast.admin, name="Sở Nội vụ")
    channels.add_channel(recipient, "mail", by=cast.admin, values={"to": "a@b.vn"})
    DispatchLine.objects.create(dispatch=Dispatch.objects.get(), at=now(), what="sent", file="0" * 64)
    Dossier.objects.create(scope=cast.ward.pk, year=2026, asked_by=cast.clerk, asked_at=now(), made_at=now())
    sender = Sender.objects.create(scope=cast.ward.pk, name="Phường Mỹ Lâm", organ_id="H60.77")
    came = {"identity": "x", "code": "01/BC", "issued_on": date(2026, 11, 6), "arrived_at": now()}
    Arrival.objects.create(sender=sender, scope=cast.ward.pk, abstract="x", **came)
    outbox.fail("mail", "mail-strangers", "Hỏng", scope=cast.ward.pk)
    tokens.make_token(cast.clerk, name="x", scope="read")
    sources.add_source(unit, by=by, name="Quản lý hành chính")
    told = notices.notice(cast.clerk, "strangers", scope=cast.ward.pk, text="Nhắc", path="/", mail=False)
    notices.put_all([told])
    return report


pytestmark = pytest.mark.starts_from(all_there_is, on=TODAY)


@pytest.fixture
def stranger(client, cast, on_day, settings):
    """The administrator of another ward, who has no password."""
    on_day(TODAY)
    settings.DEMO = False
    ward = tree.add_ward("NONGTIEN", "Phường Nông Tiến", by=None)
    person = people.add_person(ward, by=None, username="nt-admin", name="Quản trị Nông Tiến")
    since = instant("2026-01-01 00:00")
    for office in ("admin", "auditor"):
        offices.start_membership(person, by=None, unit=ward, office=office, starts_at=since)
    client.force_login(person, backend="units.backends.GrantBackend")
    return person


def addresses(patterns, before=""):
    for entry in patterns:
        at = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield at, entry.name
        else:
            yield from addresses(entry.url_patterns, at)


def named():
    """The names of the addresses of a row, with its model."""
    for at, name in addresses(get_resolver().url_patterns):
        if "<int:pk>" in at and not at.startswith("account/"):
            begins = max((each for each in ROWS if at.startswith(each)), key=len, default=None)
            assert begins, f"say in ROWS which rows {at} is about"
            yield name, ROWS[begins], {word: WORDS[word] for word in re.findall(r"<\w+:(\w+)>", at) if word != "pk"}


def test_a_stranger_finds_nothing_at_any_address(client, cast, start, stranger):
    own = {Unit: [stranger.memberships.first().unit_id], Person: [stranger.pk], Membership: stranger.memberships.all()}
    own[TrailEvent] = TrailEvent.objects.filter(scope=own[Unit][0])
    found = []
    for name, model, others in named():
        pk = model._default_manager.exclude(pk__in=own.get(model, [])).values_list("pk", flat=True).first()
        assert pk, f"arrange a row of {model.__name__}"
        address = reverse(name, kwargs={"pk": pk, **others})
        for response in (client.get(address), client.post(address, {})):
            if response.status_code not in (404, 405):
                found.append((address, response.request["REQUEST_METHOD"], response.status_code))
    assert found == [], found


OF_API = {
    "absences": Absence, "dispatches": Dispatch, "documents": Document, "evidence": Evidence, "trail": TrailEvent,
    "periods": ReportingPeriod, "sources": FigureSource, "submissions": Submission, "unit-reports": UnitReport,
    "ward-reports": WardReport,
}  # fmt: skip


FURTHER = ("/opinion", "/examination", "/evidence")  # they take more than the least content, and so are refused before


def operations(own: int):
    """Method, address and content of each operation, of rows of others where it is about one."""
    for path, methods in document()["paths"].items():
        model = OF_API.get(path.split("/")[3])
        rows = model._default_manager.order_by("pk") if model else None
        row = rows.exclude(scope=own).first() if model is TrailEvent else rows and rows.first()
        address = path.replace("{code}", row.code) if "{code}" in path else re.sub("{[^}]+}", f"{row and row.pk}", path)
        for method, operation in methods.items():
            yield method, address, _body(operation), "{" in path


def _body(operation) -> dict:
    """The least that its schema takes."""
    asked = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if not asked:
        return {}
    schema = document()["components"]["schemas"][asked["$ref"].rpartition("/")[2]]
    return {name: _least(schema["properties"][name]) for name in schema.get("required", ())}


def _least(told: dict) -> object:
    if "enum" in told or "const" in told:
        return told.get("const", (told.get("enum") or [""])[0])
    if "$ref" in told:
        return _least(document()["components"]["schemas"][told["$ref"].rpartition("/")[2]])
    if told.get("format") in ("date", "date-time"):
        return "2026-11-09" if told["format"] == "date" else "2026-11-06T08:00:00+07:00"
    return {"integer": 1, "boolean": True, "object": {}, "array": []}.get(told.get("type"), "x")


def test_a_stranger_finds_nothing_through_the_api(client, cast, start, stranger):
    """What is about one row of others is not there; what lists rows lists none of them."""
    _token, secret = tokens.make_token(stranger, name="x", scope="act")
    own = stranger.memberships.first().unit_id
    headers, found = {"Authorization": f"Bearer {secret}", "If-Match": '"1"'}, []
    for method, address, body, of_one in operations(own):
        told = {"data": json.dumps(body), "content_type": "application/json"} if method == "post" else {}
        response = getattr(client, method)(address, headers=headers, **told)
        said = response.content.decode()
        is_told = response.status_code != 404 if of_one else cast.ward.name in said or "Công an" in said
        if is_told and not (response.status_code == 422 and address.endswith(FURTHER)):
            found.append((method, address, response.status_code, said[:200]))
    assert found == [], found
