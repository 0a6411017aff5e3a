"""Figures that a system leaves as files in its folder."""

import os
from decimal import Decimal

import pytest

from approvals.errors import NotPossible
from approvals.models import Incident, TrailEvent
from tests import factories
from units.models import Membership
from units.offices import actions as offices
from workflows.models import FigureDelivery, IndicatorEntry
from workflows.sources import actions, folders
from workflows.unit_reports import actions as unit_reports
from workflows.unit_reports.entries import actions as entries

from .conftest import csv_of, left

pytestmark = pytest.mark.starts_from(factories.unit_report, on="2026-11-28 09:00")


def plain_entry(report) -> IndicatorEntry:
    """One that is a number of its own, blank."""
    return report.indicator_entries.select_related("indicator").exclude(indicator__aggregation="ratio").first()


def ratio_entry(report) -> IndicatorEntry:
    return report.indicator_entries.select_related("indicator").filter(indicator__aggregation="ratio").first()


def read() -> FigureDelivery:
    folders.read_all()
    return FigureDelivery.objects.latest("pk")


def test_a_file_is_taken_into_the_draft_and_marked_with_its_source(report, source, cast):
    entry = plain_entry(report)
    path = left(source, "thang11.csv", csv_of(entry.indicator.number, "12,5", report.period.code))
    delivery = read()
    entry.refresh_from_db()
    assert (delivery.taken, delivery.changed, delivery.report_id) == (True, 1, report.pk)
    assert (entry.value, entry.sent_by[:18]) == (Decimal("12.5"), "Quản lý hành chính")
    assert factories.reread(report).state == "draft"
    event = TrailEvent.objects.filter(subject_kind="unitreport", subject_id=report.pk).latest("seq")
    assert (event.action, event.actor) == ("take_in_figures", cast["CA:drafter"])
    assert {"thang11.csv", delivery.sha256} <= set(event.reason.replace("SHA-256 ", "").split("; "))
    assert (path.exists(), len(list((path.parent / "taken").iterdir()))) == (False, 2)


def test_the_same_file_twice_changes_nothing_the_second_time(report, source):
    text = csv_of(plain_entry(report).indicator.number, "12", report.period.code)
    for name in ("a.csv", "b.csv"):
        left(source, name, text)
        folders.read_all()
    assert FigureDelivery.objects.count() == 1
    assert TrailEvent.objects.filter(action="take_in_figures").count() == 1
    assert not list(folders.folder_of(source).glob("*.csv"))


def test_what_a_person_typed_stays_and_is_told(report, source, cast):
    entry = plain_entry(report)
    typed = {entry.pk: {"value": Decimal(7)}}
    entries.save_draft(
        report, by=cast["CA:drafter"], seen=report.version, indicators=typed, assignments={}, narrative={}
    )
    left(source, "a.csv", csv_of(entry.indicator.number, "9", report.period.code))
    delivery = read()
    entry.refresh_from_db()
    assert (delivery.taken, delivery.changed, entry.value) == (True, 0, Decimal(7))
    assert "7" in delivery.sentences[0]


def test_a_person_who_types_another_figure_takes_the_mark_away(report, source, cast):
    entry = plain_entry(report)
    left(source, "a.csv", csv_of(entry.indicator.number, "9", report.period.code))
    read()
    typed = {entry.pk: {"value": Decimal(8)}}
    row = factories.reread(report)
    entries.save_draft(row, by=cast["CA:drafter"], seen=row.version, indicators=typed, assignments={}, narrative={})
    entry.refresh_from_db()
    assert entry.sent_by == ""


def test_nothing_is_written_over_a_report_that_was_submitted(report, source, cast):
    filled = factories.fill(report, cast)
    unit_reports.submit(filled, by=cast["CA:unit_head"], seen=filled.version)
    entry = plain_entry(report)
    left(source, "a.csv", csv_of(entry.indicator.number, "9", report.period.code))
    delivery = read()
    assert (delivery.taken, IndicatorEntry.objects.get(pk=entry.pk).value) == (False, Decimal(entry.value or 0) or 50)
    assert Incident.objects.filter(state="open", scope=report.unit_id).count() == 1
    said = next((folders.folder_of(source) / "refused").glob("*.txt")).read_text()
    assert delivery.sentences[0] in said


def test_after_a_partial_return_only_what_is_open_again_is_changed(report, source, cast):
    first, second = report.indicator_entries.select_related("indicator").exclude(indicator__aggregation="ratio")[:2]
    numbers = [first.indicator.number, second.indicator.number]
    lines = [f"{report.period.code};{number};3" for number in numbers]
    left(source, "a.csv", "\n".join(["ky;chi_tieu;gia_tri", *lines]))
    read()
    factories.explain(factories.reread(report), cast)
    row = unit_reports.submit(factories.reread(report), by=cast["CA:unit_head"], seen=factories.reread(report).version)
    unit_reports.take(row, by=cast.coordinator)
    parts = {str(numbers[0]): "Xem lại"}
    unit_reports.return_for_revision(factories.reread(report), by=cast.coordinator, reason="Xem lại", parts=parts)
    left(source, "b.csv", "\n".join(["ky;chi_tieu;gia_tri", *(line.replace(";3", ";4") for line in lines)]))
    delivery = read()
    values = [IndicatorEntry.objects.get(pk=each.pk).value for each in (first, second)]
    assert (delivery.taken, delivery.changed, values) == (True, 1, [4, 3])
    assert len(delivery.sentences) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("x;y\n1;2\n", "chi_tieu"),
        ("ky;chi_tieu;gia_tri\n2026-10;999;1\n", "999"),
        ("ky;chi_tieu;gia_tri\n2026-10;abc;1\n", "abc"),
        ("ky;chi_tieu;gia_tri\n2031-01;1;1\n", "2031-01"),
        ("ky;chi_tieu;gia_tri\n2026-10;%(number)d;nhiều\n", "nhiều"),
        ("ky;chi_tieu;gia_tri\n2026-10;%(number)d;1.234\n", "1.234"),
        ("ky;chi_tieu;gia_tri\n2026-10;%(number)d;1\n2026-09;%(number)d;1\n", "2026-09"),
        ("ky;chi_tieu;gia_tri\n2026-10;%(number)d;1\n2026-10;%(number)d;2\n", "%(number)d"),
        ("ky;chi_tieu;gia_tri;don_vi_tinh\n2026-10;%(number)d;1;tấn\n", "tấn"),
        ("ma_nguon;ky;chi_tieu;gia_tri\nkhac-1;2026-10;%(number)d;1\n", "mã"),
        (b"\xff\xfe\x00k", "UTF-8"),
        (b"PK\x03\x04rubbish", ""),
        (b"", ""),
        (b"ky;chi_tieu;gia_tri\n" + b"a" * 2_200_000, "2 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_whole_with_a_sentence(report, source, content, words):
    number = {"number": plain_entry(report).indicator.number}
    if isinstance(content, str):
        content, words = content % number, words % number
    before = list(report.indicator_entries.values_list("value", flat=True))
    path = left(source, "a.csv", content)
    delivery = read()
    assert not delivery.taken
    assert words in " ".join(delivery.sentences)
    assert list(report.indicator_entries.values_list("value", flat=True)) == before
    assert (path.exists(), len(list((path.parent / "refused").iterdir()))) == (False, 2)
    assert Incident.objects.filter(state="open").count() == 1


def test_a_good_file_closes_the_incident_and_a_bad_one_opens_another(report, source):
    number = plain_entry(report).indicator.number
    for content, is_open in (("x", 1), (csv_of(number, "1", report.period.code), 0), ("y", 1), ("z", 1)):
        left(source, "a.csv", content)
        folders.read_all()
        assert Incident.objects.filter(state="open").count() == is_open


def test_a_percentage_needs_both_its_parts(report, source):
    entry = ratio_entry(report)
    text = "ky;chi_tieu;tu_so;mau_so\n{};{};{};{}\n"
    left(source, "a.csv", text.format(report.period.code, entry.indicator.number, 90, ""))
    assert not read().taken
    left(source, "b.csv", text.format(report.period.code, entry.indicator.number, 90, 120))
    assert read().taken
    entry.refresh_from_db()
    assert (entry.numerator, entry.denominator, entry.value) == (90, 120, 75)


def test_files_that_are_still_written_and_links_are_left_alone(report, source, tmp_path):
    text = csv_of(plain_entry(report).indicator.number, "1", report.period.code)
    left(source, "a.csv", text, ago=0)
    left(source, "b.csv.part", text)
    (tmp_path / "secret.csv").write_text(text)
    os.symlink(tmp_path / "secret.csv", folders.folder_of(source) / "c.csv")
    assert folders.read_all() == 0
    assert FigureDelivery.objects.count() == 0


def test_a_system_sends_no_more_once_its_person_has_lost_the_office(report, source, cast, on_day):
    offices.end_membership(Membership.objects.get(person=cast["CA:drafter"]), by=cast.admin)
    left(source, "a.csv", csv_of(plain_entry(report).indicator.number, "1", report.period.code))
    delivery = read()
    assert (delivery.taken, str(cast["CA:drafter"]) in delivery.sentences[0]) == (False, True)


def test_a_file_that_was_taken_before_a_crash_is_only_moved_afterwards(report, source, monkeypatch):
    left(source, "a.csv", csv_of(plain_entry(report).indicator.number, "1", report.period.code))
    with monkeypatch.context() as crashed:
        crashed.setattr(folders, "_put_away", lambda *_given: None)
        folders.read_all()
    version = factories.reread(report).version
    folders.read_all()
    assert factories.reread(report).version == version
    assert FigureDelivery.objects.count() == 1
    assert not list(folders.folder_of(source).glob("*.csv"))


def test_a_value_that_comes_back_is_taken_again(report, source):
    entry = plain_entry(report)
    for place, value in enumerate(("118", "119", "118")):
        left(source, f"{place}.csv", csv_of(entry.indicator.number, value, report.period.code))
        folders.read_all()
    entry.refresh_from_db()
    assert (entry.value, FigureDelivery.objects.filter(taken=True).count()) == (Decimal(118), 3)


def test_a_name_that_is_no_utf8_is_read_and_stops_no_other_file(report, source, cast, settings):
    number, folder = plain_entry(report).indicator.number, folders.folder_of(source)
    os.rename(left(source, "x.csv", "rubbish", ago=90), os.fsencode(folder) + b"/b\xe1o c\xe1o.csv")
    left(source, "good.csv", csv_of(number, "6", report.period.code))
    assert folders.read_all() == 2
    assert set(FigureDelivery.objects.values_list("name", "taken")) == {
        ("b\ufffdo c\ufffdo.csv", False),
        ("good.csv", True),
    }
    assert len(os.listdir(os.fsencode(folder / "refused"))) == 2


def test_a_file_that_cannot_be_handled_stops_no_other(report, source, monkeypatch):
    receive = actions.receive

    def failing(source, content, **given):
        if given["name"] == "a.csv":
            raise RuntimeError("unexpected")
        return receive(source, content, **given)

    monkeypatch.setattr(actions, "receive", failing)
    left(source, "a.csv", "x", ago=90)
    left(source, "b.csv", csv_of(plain_entry(report).indicator.number, "6", report.period.code))
    assert folders.read_all() == 1
    assert FigureDelivery.objects.get().taken


@pytest.mark.parametrize("letter", ["a", "ố"])
def test_a_name_as_long_as_can_be_is_put_away_shortened(report, source, letter):
    name = (letter * 251).encode()[:251].decode(errors="ignore") + ".csv"
    path = left(source, name, csv_of(plain_entry(report).indicator.number, "x", report.period.code))
    for _look in range(3):
        folders.read_all()
    kept = [each.name for each in (path.parent / "refused").iterdir()]
    assert (FigureDelivery.objects.count(), path.exists(), len(kept)) == (1, False, 2)
    assert any(each.endswith(f"{letter}.csv") for each in kept)


def test_a_refused_file_that_cannot_be_moved_is_noted_once(report, source):
    path = left(source, "a.csv", "x")
    (path.parent / "refused").rmdir()
    (path.parent / "refused").write_text("no folder")
    for _look in range(3):
        folders.read_all()
    assert (path.exists(), FigureDelivery.objects.count()) == (True, 1)
    assert Incident.objects.filter(state="open").count() == 1


def test_one_address_is_of_one_system_and_whose_it_is_is_not_told(report, source, cast):
    given = {"by": cast["TDP:drafter"], "name": "Hệ thống khác", "senders": ["He-thong@congan.example"]}
    with pytest.raises(NotPossible) as refusal:
        actions.add_source(cast.units["TDP"], **given)
    assert "he-thong@congan.example" in refusal.value.message
    assert source.name not in refusal.value.message
    actions.stop_source(source, by=cast["CA:drafter"])
    assert actions.add_source(cast.units["TDP"], **given).senders == ["he-thong@congan.example"]


@pytest.mark.parametrize("name", [folders.TAKEN, folders.REFUSED])
def test_a_link_that_the_system_left_in_place_of_a_folder_is_not_followed(report, source, name, tmp_path):
    """Where it leads, the system itself may not write."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folders.folder_of(source) / name).rmdir()
    (folders.folder_of(source) / name).symlink_to(elsewhere)
    number = plain_entry(report).indicator.number if name == folders.TAKEN else 999
    left(source, "a.csv", csv_of(number, "12", report.period.code))
    folders.read_all()
    folders.read_all()
    assert (list(elsewhere.iterdir()), FigureDelivery.objects.count()) == ([], 1)
