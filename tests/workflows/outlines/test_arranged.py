"""Standing sections are left out and put in order by the outline; pages, consolidation and document follow."""

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.models import TrailEvent
from tests import factories
from tests.factories import reread
from tests.workflows import arrange as others
from tests.workflows.excel import downloaded
from tests.workflows.outlines import arrange
from workflows.documents.content import canonical, restored
from workflows.documents.data import figures_csv
from workflows.documents.pages.layout import lay_out
from workflows.documents.pdf.render import render_html
from workflows.documents.source import content_of, with_source
from workflows.documents.word.writer import render_docx
from workflows.models import WardReport
from workflows.outlines import actions as outlines
from workflows.ward_reports import actions as ward_reports

SECTION = {"indicators": 1, "assignments": 2, "results": 3, "difficulties": 4, "proposals": 5, "directions": 6}


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-03 09:00")


def leave_out(cast, *contents):
    for content in contents:
        seen = arrange.seen(cast)
        outlines.switch_section(cast.monthly, SECTION[content], by=cast.admin, seen=seen, left_out=True)


def move(cast, number, times, *, up=True):
    for _time in range(times):
        outlines.move_section(cast.monthly, number, by=cast.admin, seen=arrange.seen(cast), up=up)


def arrangement(cast):
    return outlines.current(cast.monthly).arrangement


def content(report):
    return content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)


def consolidated(cast):
    return content(arrange.consolidated(cast, CA=({"value": 7},)))


def sign_in(client, person):
    client.force_login(person, backend="units.backends.GrantBackend")


def anchors(words, *names):
    return sorted(names, key=lambda name: words.index(f'id="{name}"'))


def test_an_outline_that_nobody_arranged_says_nothing_of_order(cast):
    arrange.with_fields(cast)
    assert arrangement(cast) == []
    assert factories.open_month(cast).parts(["S7"]) == [
        *("indicators", "assignments", "S7", "results", "difficulties", "proposals", "directions")
    ]


def test_moved_back_it_is_as_it_always_was(cast):
    move(cast, SECTION["results"], 1)
    assert arrangement(cast)[:3] == ["indicators", "results", "assignments"]
    move(cast, SECTION["results"], 1, up=False)
    assert arrangement(cast) == []


def test_an_open_period_keeps_its_order(cast):
    september = factories.open_month(cast, "2026-09")
    leave_out(cast, "proposals")
    assert (september.texts, factories.open_month(cast).texts) == (
        ("results", "difficulties", "proposals", "directions"),
        ("results", "difficulties", "directions"),
    )


def test_the_last_section_is_not_left_out(cast):
    leave_out(cast, *list(SECTION)[1:])
    with pytest.raises(NotPossible, match="ít nhất một mục"):
        leave_out(cast, "indicators")
    assert arrangement(cast) == ["indicators"]


def test_the_trail_tells_what_was_left_out_and_moved(cast):
    leave_out(cast, "proposals")
    move(cast, SECTION["directions"], 1)
    left_out, moved = TrailEvent.objects.filter(action__in=("switch_section", "move_section")).order_by("pk")
    assert left_out.changes == {"Đề xuất, kiến nghị": ["có trong báo cáo", "bỏ khỏi báo cáo"]}
    assert moved.changes == {"Phương hướng kỳ tới": [6, 5]}


def test_the_administrator_arranges_it_on_the_page(client, cast):
    arrange.with_fields(cast)
    sign_in(client, cast.admin)
    client.post(reverse("section_switch", args=[cast.monthly.pk, 5]), {"left_out": "1", "seen": arrange.seen(cast)})
    client.post(reverse("section_move", args=[cast.monthly.pk, 7]), {"up": "1", "seen": arrange.seen(cast)})
    assert arrangement(cast) == ["indicators", "assignments", "results", "difficulties", "S7", "directions"]
    words = client.get(reverse("outline", args=[cast.monthly.pk])).content.decode()
    assert anchors(words, "section-6", "section-7", "section-1") == ["section-1", "section-7", "section-6"]
    stale = client.post(reverse("section_move", args=[cast.monthly.pk, 7]), {"up": "1", "seen": 1})
    assert stale.status_code == 409


def test_the_unit_types_what_the_outline_asks_for_in_its_order(client, cast):
    arrange.with_fields(cast)
    leave_out(cast, "assignments", "proposals")
    move(cast, 7, 6)
    report = factories.unit_report(cast)
    sign_in(client, cast["CA:drafter"])
    words = client.get(reverse("unit_report_write", args=[report.pk])).content.decode()
    assert anchors(words, "indicators", "section-7") == ["section-7", "indicators"]
    assert ('id="assignments"' in words, "part-proposals" in words, report.assignment_entries.exists()) == (
        *(False, False, False),
    )
    typed = {"seen": report.version, "proposals": "Không ai hỏi", "results": "Đã làm"}
    client.post(reverse("unit_report_write", args=[report.pk]), typed)
    assert (reread(report).proposals, reread(report).results) == ("", "Đã làm")
    assert downloaded(client, reread(report)).sheetnames[0] == "Chỉ tiêu"


def test_a_text_that_is_left_out_is_not_carried_over(cast):
    report = others.draft(cast, code="2026-09")
    type(report).objects.filter(pk=report.pk).update(proposals="Xin máy tính", submitted_at="2026-10-01T00:00Z")
    leave_out(cast, "proposals")
    assert factories.unit_report(cast).proposals == ""


def test_the_office_reads_it_in_this_order(client, cast):
    arrange.with_fields(cast)
    move(cast, SECTION["directions"], 5)
    report = factories.unit_report(cast)
    sign_in(client, cast.coordinator)
    words = client.get(reverse("unit_report", args=[report.pk])).content.decode()
    assert anchors(words, "indicators", "part-directions") == ["part-directions", "indicators"]


def test_the_document_follows_and_counts_its_annexes_anew(cast):
    arrange.with_fields(cast)
    leave_out(cast, "assignments", "difficulties")
    move(cast, 7, 6)
    move(cast, SECTION["directions"], 2)
    made = consolidated(cast)
    laid = lay_out(made)
    assert [(annex.key, annex.numeral) for annex in laid.annexes] == [
        ("table-1", "Phụ lục I"),
        ("indicators", "Phụ lục II"),
    ]
    keys = [section.key for section in made.sections]
    assert [key for key in keys if key in ("results", "difficulties", "directions", "proposals")] == [
        *("results", "directions", "proposals")
    ]
    said = [paragraph for section in made.sections for paragraph in section.paragraphs]
    assert "Kết quả chi tiết từng chỉ tiêu tại Phụ lục II kèm theo." in said
    assert "Các nội dung khác tại Phụ lục I kèm theo." in said
    assert restored(canonical(made)) == made


def test_every_form_of_the_document_has_the_same_order(cast):
    arrange.with_fields(cast)
    leave_out(cast, "assignments")
    move(cast, 7, 6)
    made = consolidated(cast)
    html = render_html(made)
    assert html.index("Phụ lục I<") < html.index("Phụ lục II<")
    assert anchors(html, "document-indicators", "document-table-1") == ["document-table-1", "document-indicators"]
    assert "document-assignments" not in html
    lines = figures_csv(made).decode("utf-8-sig").splitlines()
    assert (lines[1].split(";")[:4], lines[2].split(";")[0]) == (["I", "1", "An sinh xã hội", "Số hộ nghèo"], "II")
    assert render_docx(made)


def test_without_results_the_turnout_refers_to_the_annexes(cast):
    leave_out(cast, "results", "proposals", "directions", "difficulties")
    made = content(others.consolidated(cast))
    assert {section.key for section in made.sections} <= {"leadership", "turnout", "assessment"}
    (turnout,) = [section for section in made.sections if section.key == "turnout"]
    assert turnout.paragraphs[-1] == "Kết quả chi tiết từng chỉ tiêu, nhiệm vụ tại Phụ lục I và Phụ lục II kèm theo."


def test_the_coordinator_writes_the_parts_that_are_asked_for(client, cast):
    leave_out(cast, "proposals")
    report = others.consolidated(cast)
    assert (report.proposals, report.drafted["proposals"]) == ("", "")
    sign_in(client, cast.coordinator)
    words = client.get(reverse("ward_report_edit", args=[report.pk])).content.decode()
    assert ('name="proposals"' in words, 'name="directions"' in words) == (False, True)
    typed = {"seen": report.edits, "proposals": "Không ai hỏi", "directions": "Việc mới"}
    client.post(reverse("ward_report_edit", args=[report.pk]), typed)
    assert (reread(report).proposals, reread(report).directions) == ("", "Việc mới")


def test_without_anything_of_the_plan_it_is_a_report_in_words(cast):
    leave_out(cast, "indicators", "assignments")
    period = factories.open_month(cast)
    assert (period.on_plan, period.asked) == (False, ("results", "difficulties", "proposals", "directions"))


def test_the_digest_of_a_report_in_the_usual_order_is_what_it_was(cast):
    report = others.consolidated(cast)
    before = (ward_reports.digest_of(report), canonical(content(report)))
    assert b"annexes" not in before[1]
    assert "Phụ lục I và Phụ lục II kèm theo" in before[1].decode()
