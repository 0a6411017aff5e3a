"""A province asks wards by an outline: each asks its units by it, and what these reported comes back put together."""

import json
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from approvals.channels import answers, letters
from approvals.channels.seam import Asked, Way
from approvals.edxml import signatures, writing
from approvals.errors import NotPossible
from approvals.models import Channel, MessageKey, OutboxMessage, ReportRequest, Sender
from approvals.receiving import actions as receiving
from approvals.receiving import keys
from approvals.receiving import requests as asking
from tests.factories import reread, shown
from tests.people import instant
from tests.workflows.provinces.arrange import delivered, province_above, report_of, work_off
from workflows.models import FieldFigure, ReportingPeriod, UnitReport, WardReport
from workflows.outlines import actions as outlines
from workflows.outlines.transfer import files
from workflows.periods import requests, superior
from workflows.signoff.approval import actions as approval
from workflows.signoff.issuing import actions as issuing
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.province import sharing

DUE = instant("2026-11-15 00:00")
FIELDS = [
    {"label": "Số hộ nghèo", "type": "number", "measure": "hộ", "summing": "sum"},
    {"label": "Hồ sơ đúng hạn", "type": "percent", "summing": "ratio"},
    {"label": "Ngày họp cuối", "type": "date", "summing": "most"},
    {"label": "Ý kiến", "type": "text", "summing": "list", "required": False},
    {"label": "Tổ chưa có mạng", "type": "table", "summing": "list", "columns": [{"title": "Tổ"}, {"title": "Lý do"}]},
]
TYPED = {
    "CA": [
        {"value": Decimal(12)},
        {"numerator": Decimal(3), "denominator": Decimal(4)},
        {"day": date(2026, 11, 3)},
        {"words": "Cần máy"},
        {"rows": [["Tổ 1", "Xa"]]},
    ],
    "VHXH": [
        {"value": Decimal(30)},
        {"numerator": Decimal(5), "denominator": Decimal(16)},
        {"day": date(2026, 11, 5)},
        {"words": "Cần người"},
        {"rows": [["Tổ 2", "Sâu"]]},
    ],
}


def outline(*fields) -> bytes:
    section = {"content": "fields", "title": "An sinh", "fields": list(fields)}
    return json.dumps({"format": 1, "ward": "X", "kind": "x", "version": 1, "sections": [section]}).encode()


@pytest.fixture
def province(cast, on_day):
    on_day("2026-11-08 09:00")
    return province_above(cast)


@pytest.fixture
def asked(province) -> ReportingPeriod:
    told = {"title": "Rà soát an sinh", "brief": "Theo đề cương", "unit_due_at": DUE}
    told |= {"ward_due_at": DUE + timedelta(days=3), "units": [province.member]}
    shape = files.read(outline(*FIELDS))
    period = requests.ask_for_report(province.unit, by=province.coordinator, asks=shape, **told)
    work_off()
    return period


def own_of(cast, period) -> ReportingPeriod:
    return ReportingPeriod.objects.get(ward=cast.ward, request=period.request)


def answered(cast, period) -> WardReport:
    """Two units of the ward report, the others need not; it is consolidated, signed and issued."""
    for report in UnitReport.objects.with_names().filter(period=own_of(cast, period)):
        code = report.unit.code
        if code not in TYPED:
            unit_reports.waive(report, by=cast.coordinator, reason="Không liên quan")
            continue
        told = report.field_values.order_by("field__order")
        given = {value.pk: typed for value, typed in zip(told, TYPED[code], strict=True)}
        saved = {"indicators": {}, "assignments": {}, "narrative": {}, "fields": given}
        report = entries.save_draft(report, by=cast[f"{code}:drafter"], seen=report.version, **saved)
        report = unit_reports.submit(reread(report), by=cast[f"{code}:unit_head"], seen=report.version)
        report = unit_reports.take(reread(report), by=cast.coordinator)
        unit_reports.accept(reread(report), by=cast.coordinator, seen=report.version)
    own = WardReport.objects.with_names().get(period=own_of(cast, period))
    own = ward_reports.consolidate(own, by=cast.coordinator)
    own = reread(ward_reports.send_for_approval(reread(own), by=cast.coordinator))
    own = reread(approval.approve(own, by=cast.approver, seen=shown(own)))
    return reread(issuing.issue(own, by=cast.clerk))


def told_of(report):
    values = report.field_values.order_by("field__order")
    return [[getattr(value, name) for name in value.COLUMNS[value.field.type]] for value in values]


def test_the_units_of_the_ward_are_asked_by_it(cast, asked):
    own = own_of(cast, asked)
    (section,) = own.outline.sections.filter(is_left_out=False)
    assert (section.title, [field.label for field in outlines.fields_of(own.outline)]) == (
        "An sinh",
        [field["label"] for field in FIELDS],
    )
    assert (own.outline.of_request, own.outline.kind.ward, own.asked) == (True, cast.ward, ())
    assert all(report.field_values.count() == 5 for report in own.unit_reports.all())


def test_what_they_told_arrives_put_together_and_is_put_together_again(cast, province, asked):
    arrival = delivered(cast, answered(cast, asked))
    report = report_of(province, asked.code)
    assert (report.state, arrival.faults) == ("submitted", [])
    assert told_of(report) == [
        [Decimal(42)],
        [Decimal(8), Decimal(20)],
        [date(2026, 11, 5)],
        ["Phòng Văn hóa - Xã hội phường: Cần người\nCông an phường: Cần máy"],
        [[["Tổ 2", "Sâu"], ["Tổ 1", "Xa"]]],
    ]
    receiving.receive(arrival, by=province.coordinator)
    work_off()
    whole = WardReport.objects.with_names().get(period=asked)
    ward_reports.consolidate(whole, by=province.coordinator)
    found = FieldFigure.objects.filter(report=whole).order_by("field__order")
    assert [figure.value for figure in found][:2] == [Decimal(42), Decimal(40)]


def test_what_the_ward_does_not_tell_is_blank_with_a_reason(cast, province, asked, monkeypatch):
    as_it_is = sharing.facts_of
    strange = {"ngay": "2026-02-31", "dong": [["một ô"]]}

    def facts_of(report, **told):
        found = as_it_is(report, **told)
        found["truong"] = [
            row | {name: strange[name] for name in strange.keys() & row.keys()} for row in found["truong"][1:]
        ]
        return found

    monkeypatch.setattr(sharing, "facts_of", facts_of)
    delivered(cast, answered(cast, asked))
    report = report_of(province, asked.code)
    assert [bool(value.explanation) for value in report.field_values.order_by("field__order")] == [
        *(True, False, True, False, True)
    ]
    assert (report.state, told_of(report)[0]) == ("submitted", [None])


def asked_by_message(cast, outline: str) -> Asked:
    """As another installation reads the message that asks by it, and takes it in."""
    sender = Sender.objects.get(origin=cast.ward.pk)
    own = MessageKey.objects.get(scope=sender.scope)
    told = {"title": "Rà soát", "brief": "Theo đề cương", "due_at": DUE, "outline": outline}
    row = ReportRequest(pk=1, sender=sender, identity=UUID(int=1), token=UUID(int=2), at=DUE, **told)
    pair = keys.opened(own)
    message = writing.text(signatures.sign(writing.letter(asking.letter_of(row, own)), pair.key, pair.certificate))
    asked = letters.answer(Way("", "", {"peer": own.certificate}, {}), message, token="x")
    answers.take_in(asked, Channel.objects.get(kind=Channel.Kind.HERE))
    return asked


def test_an_outline_with_a_sign_that_no_column_takes_holds_up_nothing(cast, province):
    """What cannot be kept would be asked for again and again, and nothing behind it."""
    asked_by_message(cast, "{\0}")
    assert "\0" not in OutboxMessage.objects.get(topic="asked").payload["outline"]


def test_another_installation_reads_it_in_the_message(cast, province):
    """The file goes along with the message that asks, and opens the period there as here."""
    asked = asked_by_message(cast, outline(*FIELDS).decode())
    assert (asked.title, asked.outline) == ("Rà soát", outline(*FIELDS).decode())
    work_off()
    assert [field.label for field in outlines.fields_of(ReportingPeriod.objects.get(ward=cast.ward).outline)] == [
        field["label"] for field in FIELDS
    ]


def test_a_message_that_asks_by_none_or_by_a_strange_one(cast, province):
    """An outline that cannot be read is an incident that says so; nothing is opened by half."""
    told = {"ward": cast.ward.pk, "identity": str(UUID(int=3)), "title": "Rà soát", "brief": "x", "on_plan": False}
    told |= {"due_on": "2026-11-20"}
    with pytest.raises(NotPossible, match="đề cương"):
        superior.open_asked(OutboxMessage(payload=told | {"outline": "{}"}))
    assert not ReportingPeriod.objects.filter(ward=cast.ward).exists()
    superior.open_asked(OutboxMessage(payload=told))  # of an earlier release
    assert not outlines.fields_of(ReportingPeriod.objects.get(ward=cast.ward).outline)
