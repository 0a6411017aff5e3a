"""The trail's pages: who sees what, filters, an event with its neighbours, the check, the export."""

from unicodedata import normalize

import pytest
from django.db import connection
from django.urls import reverse

from approvals.models import TrailEvent
from approvals.pages.tables import harmless
from approvals.statements import update
from approvals.trail import append_only
from approvals.trail import chain as trail
from approvals.trail.querysets import visible_events
from approvals.trail.views import ROWS
from tests import factories
from units.models import Unit


@pytest.fixture
def report(cast, on_day):
    on_day("2026-11-03 09:00")
    return factories.accepted(cast)


@pytest.fixture
def auditor(client, cast):
    client.force_login(cast.auditor)
    return client


def events_of(report) -> list[TrailEvent]:
    return list(TrailEvent.objects.filter(subject_kind="unitreport", subject_id=report.pk).order_by("seq"))


def add_events(unit: Unit, number: int, **details) -> None:
    for _number in range(number):
        trail.record(unit, "change_unit", by=None, scope=unit.pk, **details)
    update(Unit, {"trail_seq": unit.trail_seq, "trail_head": unit.trail_head}, {"id": unit.pk})


def shown(response) -> list[TrailEvent]:
    return response.context["events"]


def test_an_auditor_reads_sentences_of_the_whole_ward(auditor, report, cast):
    page = auditor.get("/trail/")
    assert f"{cast.coordinator} tiếp nhận báo cáo tháng" in page.content.decode()
    assert {event.scope for event in shown(page)} > {cast.ward.pk, report.unit_id}


def test_the_newest_event_stands_first(auditor, report):
    found = [event.pk for event in shown(auditor.get("/trail/"))]
    assert found == sorted(found, reverse=True)


def test_a_drafter_sees_only_events_of_the_own_unit(client, report, cast):
    client.force_login(cast["VHXH:drafter"])
    assert {event.scope for event in shown(client.get("/trail/"))} == {cast.units["VHXH"].pk}


def test_another_units_event_is_not_found(client, report, cast):
    client.force_login(cast["VHXH:drafter"])
    assert client.get(reverse("trail_event", args=[events_of(report)[0].pk])).status_code == 404


def test_the_trail_of_another_ward_stays_hidden(auditor, cast):
    other = Unit.objects.create(code="KHAC", name="Phường khác", short_name="Khác")
    add_events(other, 1)
    assert not visible_events(cast.auditor).filter(scope=other.pk).exists()


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get("/trail/").status_code == 302


def test_text_is_found_in_the_name_of_the_subject_the_person_and_the_reason(auditor, cast):
    add_events(cast.units["CA"], 1, reason="Đủ số liệu tháng này")
    found = shown(auditor.get("/trail/", {"text": "đủ số liệu"}))
    assert [event.reason for event in found] == ["Đủ số liệu tháng này"]
    assert shown(auditor.get("/trail/", {"text": cast.units["CA"].name}))


def test_decomposed_letters_find_composed_ones(auditor, cast):
    add_events(cast.units["CA"], 1, reason="Đủ số liệu")
    assert len(shown(auditor.get("/trail/", {"text": normalize("NFD", "số liệu")}))) == 1


@pytest.mark.parametrize("asked", ["tiếp nhận báo cáo", "TIEP NHAN", "cán bộ tổng hợp tiếp nhận", "can bo  tiep nhan"])
def test_the_words_that_a_line_shows_are_found(auditor, report, asked):
    assert "accept" in {event.action for event in shown(auditor.get("/trail/", {"text": asked}))}


def test_each_word_has_to_be_on_the_line(auditor, report):
    assert not shown(auditor.get("/trail/", {"text": "tiếp nhận khủng long"}))


def test_for_whom_somebody_decided_is_found(auditor, cast):
    trail.record(cast.ward, "approve", by=None, scope=cast.ward.pk, changes={"acts_for": [None, "Trưởng Ban Chỉ đạo"]})
    assert len(shown(auditor.get("/trail/", {"text": "truong ban chi dao"}))) == 1


def test_an_action_is_sought(auditor, report):
    assert {event.action for event in shown(auditor.get("/trail/", {"action": "accept"}))} == {"accept"}


def test_a_person_is_sought(auditor, report, cast):
    found = shown(auditor.get("/trail/", {"person": str(cast.coordinator)}))
    assert {event.actor_name for event in found} == {str(cast.coordinator)}


def test_days_are_days_in_vietnam_both_included(auditor, cast, on_day):
    for instant in ("2026-05-04 23:59", "2026-05-05 00:00", "2026-05-05 23:59", "2026-05-06 00:00"):
        on_day(instant)
        add_events(cast.units["CA"], 1, reason=instant)
    found = shown(auditor.get("/trail/", {"since": "2026-05-05", "until": "05/05/2026"}))
    assert [event.reason for event in found] == ["2026-05-05 23:59", "2026-05-05 00:00"]


def test_a_day_that_cannot_be_read_is_explained_and_the_rest_still_filters(auditor, report):
    page = auditor.get("/trail/", {"since": "hôm kia", "action": "accept"})
    assert page.context["form"].errors.keys() == {"since"}
    assert {event.action for event in shown(page)} == {"accept"}


def test_one_subject_is_sought(auditor, report):
    found = shown(auditor.get("/trail/", {"subject": f"unitreport:{report.pk}"}))
    assert found == events_of(report)[::-1]


def test_nothing_found_says_what_to_do(auditor, report):
    assert "Hãy bỏ bớt điều kiện" in auditor.get("/trail/", {"text": "không có thật"}).content.decode()


def test_older_events_stand_on_the_next_page_without_gap_or_double(auditor, cast):
    add_events(cast.units["CA"], ROWS + 10)
    sought, seen, before = f"unit:{cast.units['CA'].pk}", [], ""
    while before is not None:
        page = auditor.get("/trail/", {"subject": sought, "before": before})
        seen += [event.seq for event in shown(page)]
        before = page.context["older"]
    assert seen == list(range(cast.units["CA"].trail_seq, 0, -1))


def test_events_written_later_of_earlier_times_stand_where_they_belong(auditor, cast, on_day):
    for instant in ("2026-05-05 09:00", "2026-03-01 09:00", "2026-04-01 09:00"):
        on_day(instant)
        add_events(cast.units["CA"], 1, reason=instant)
    found = shown(auditor.get("/trail/", {"subject": f"unit:{cast.units['CA'].pk}", "since": "2026-02-01"}))
    assert [event.reason for event in found] == ["2026-05-05 09:00", "2026-04-01 09:00", "2026-03-01 09:00"]


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "", "2026-05-05/1", "2026-05-05T09:00+07:00/x"])
def test_a_senseless_place_shows_the_newest(auditor, report, before):
    assert shown(auditor.get("/trail/", {"before": before}))


def test_the_page_costs_at_most_ten_queries(auditor, cast, django_assert_max_num_queries):
    add_events(cast.units["CA"], ROWS)
    with django_assert_max_num_queries(10):
        auditor.get("/trail/", {"text": "công an", "action": "change_unit", "since": "2026-01-01"})


def test_an_event_shows_old_and_new_hash_and_neighbours(auditor, cast, django_assert_max_num_queries):
    add_events(cast.units["CA"], 3, changes={"name": ["Công an", "Công an phường"]})
    event = TrailEvent.objects.filter(subject_kind="unit", subject_id=cast.units["CA"].pk).order_by("-seq")[1]
    with django_assert_max_num_queries(10):
        page = auditor.get(reverse("trail_event", args=[event.pk]))
    text = page.content.decode()
    assert "<del>Công an</del>" in text
    assert "<ins>Công an phường</ins>" in text
    assert event.hash in text
    assert event.previous in text
    assert (page.context["previous"].seq, page.context["following"].seq) == (event.seq - 1, event.seq + 1)


def test_states_stand_in_words(auditor, report):
    page = auditor.get(reverse("trail_event", args=[events_of(report)[-1].pk])).content.decode()
    assert "Đang thẩm định → Đã tiếp nhận" in page


def test_a_whole_chain_is_said_to_be_whole(auditor, report):
    page = auditor.post(reverse("trail_event", args=[events_of(report)[0].pk])).content.decode()
    assert "Chuỗi nhật ký toàn vẹn" in page


def test_a_changed_event_is_found_from_any_event_of_the_chain(auditor, report):
    append_only.disarm(connection)
    first, second, *_rest = events_of(report)
    TrailEvent.objects.filter(pk=second.pk).update(actor_name="Người khác")
    page = auditor.post(reverse("trail_event", args=[first.pk])).content.decode()
    assert "không toàn vẹn" in page
    assert f"unitreport {report.pk} #2" in page


def test_a_chain_whose_end_was_cut_off_is_found(auditor, report):
    append_only.disarm(connection)
    *_rest, last = events_of(report)
    TrailEvent.objects.filter(pk=last.pk).delete()
    page = auditor.post(reverse("trail_event", args=[events_of(report)[0].pk])).content.decode()
    assert f"sau dòng thứ {last.seq - 1}" in page


def test_the_check_writes_nothing(auditor, report):
    before = TrailEvent.objects.count()
    auditor.post(reverse("trail_event", args=[events_of(report)[0].pk]))
    assert TrailEvent.objects.count() == before


def exported(client, **sought) -> list[str]:
    response = client.get(reverse("trail_export"), sought)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="nhat-ky-')
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


def test_the_export_holds_what_the_filters_show(auditor, report):
    lines = exported(auditor, subject=f"unitreport:{report.pk}")
    assert len(lines) == 1 + len(events_of(report))
    assert "Tiếp nhận" in lines[1]
    assert "03/11/2026 09:00:00" in lines[1]


def test_the_export_holds_only_what_the_person_may_see(client, report, cast):
    client.force_login(cast["VHXH:drafter"])
    assert len(exported(client, subject=f"unitreport:{report.pk}")) == 1


def test_a_formula_in_a_reason_is_exported_as_text(auditor, cast):
    add_events(cast.units["CA"], 1, reason='=HYPERLINK("http://x.invalid")')
    assert """"'=HYPERLINK(""" in exported(auditor, text="HYPERLINK")[1]


def test_signs_that_nobody_sees_leave_the_export(auditor, cast):
    add_events(cast.units["CA"], 1, reason="Số liệu\u202e đã\x1b kiểm tra\u200b")
    (line,) = exported(auditor, text="Số liệu")[1:]
    assert "Số liệu đã kiểm tra" in line


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1"])
def test_what_a_spreadsheet_would_compute_is_defused(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "5", "Lý do = thiếu", "05/11/2026"])
def test_plain_text_is_left_as_it_is(cell):
    assert harmless(cell) == cell
