"""What the head reads of each figure before it is submitted."""

from decimal import Decimal

from tests import factories
from tests.workflows import arrange
from workflows.unit_reports.entries import actions as entries


def lines(client, report):
    return client.get(f"/reports/unit/{report.pk}/check/").context["lines"]


def change(cast, report, entry, value, **more):
    typed = arrange.CONTENT | {"indicators": {entry.pk: {"value": Decimal(value), **more}}}
    return factories.reread(entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **typed))


def plain_entry(report):
    return report.indicator_entries.exclude(indicator__aggregation="ratio").order_by("indicator__number").first()


def line_of(client, report, entry):
    return next(line for line in lines(client, report).indicators if line.row.entry.pk == entry.pk)


def test_each_figure_says_who_typed_it_and_why(client, cast):
    report = factories.fill(factories.unit_report(cast), cast)
    entry = plain_entry(report)
    report = change(cast, report, entry, 41, explanation="Theo đợt ra quân", note="Tính đến 30/10")
    client.force_login(cast["CA:unit_head"])
    line = line_of(client, report, entry)
    assert line.typist.name == str(cast["CA:drafter"])
    assert line.reasons == ["Theo đợt ra quân", "Tính đến 30/10"]


def test_what_changed_since_the_head_looked_stands_at_its_figure(client, cast):
    report = factories.fill(factories.unit_report(cast), cast)
    entry = plain_entry(report)
    client.force_login(cast["CA:unit_head"])
    assert line_of(client, report, entry).news == []
    report = change(cast, report, entry, 41)
    (news,) = line_of(client, report, entry).news
    assert news["new"] == "41"


def test_what_changed_since_the_return_stands_at_its_figure(client, cast):
    report = arrange.returned(cast)
    entry = plain_entry(report)
    report = change(cast, report, entry, 41)
    client.force_login(cast["CA:unit_head"])
    (was,) = line_of(client, report, entry).was
    assert (was["new"], entry.value) != (was["old"], Decimal(41))
    assert "Đã sửa từ khi trả lại" in client.get(f"/reports/unit/{report.pk}/check/").content.decode()


def test_every_entry_of_the_report_is_read(client, cast):
    report = factories.fill(factories.unit_report(cast), cast)
    client.force_login(cast["CA:unit_head"])
    shown = lines(client, report)
    assert len(shown.indicators) == report.indicator_entries.count()
    assert len(shown.assignments) == report.assignment_entries.count()
    assert [str(line.text) for line in shown.texts] == [report.results]
