"""The words of the ward report and the figures they quote: red sentences, looking again, drafting anew, templates."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.errors import NotPossible
from tests.factories import reread
from tests.workflows import arrange
from tests.workflows.corrections import correct, override
from tests.workflows.traces import event_of, events, newest, tells, undone
from workflows.documents.source import content_of, with_source
from workflows.models import NarrativeTemplate, WardReport
from workflows.prose import actions as prose_actions
from workflows.prose import drafts as prose
from workflows.pure.wording import references
from workflows.ward_reports import actions as ward_reports
from workflows.ward_reports.correction import actions as correction

QUOTE = "Đã cấp {{chỉ tiêu 9: trong kỳ}}."


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day("2026-11-06 09:00")


@pytest.fixture
def report(cast):
    return arrange.consolidated(cast)


@pytest.fixture
def quoting(cast, report):
    """Somebody quotes a figure; it then changes by an adjustment."""
    edit(cast, report, QUOTE)
    override(cast, reread(report))
    return reread(report)


def edit(cast, report, text):
    narrative = {"results": text, "assessment": ""}
    return prose_actions.edit_narrative(report, by=cast.coordinator, seen=report.edits, narrative=narrative)


def red(report):
    return prose.stale(report, prose.words_of(prose.figures_of(report)))


def look(report, by):
    sentence = red(report)[0]
    return prose_actions.look_again(report, by=by, key=sentence.key, reads=references.key_of(sentence.now))


def results(report):
    content = content_of(with_source(WardReport.objects.filter(pk=report.pk)).get(), final=False)
    return next(section.paragraphs for section in content.sections if section.key == "results")


def test_the_draft_quotes_its_figures_and_nothing_is_red(report):
    assert "{{chỉ tiêu 9: kết quả}}" in report.assessment
    assert red(report) == []


def test_the_document_holds_the_figures_in_words(cast, report):
    measure = report.figures.get(indicator__number=9).indicator.measure
    edit(cast, report, QUOTE)
    assert f"Đã cấp 50 {measure}." in results(report)
    assert not any("{{" in line for line in results(report))


def test_a_reference_to_nothing_is_refused_and_named(cast, report):
    with pytest.raises(NotPossible, match="chỉ tiêu 99"):
        edit(cast, report, "Đã cấp {{chỉ tiêu 99: lũy kế}}.")
    assert reread(report).edits == 0


def test_a_sentence_turns_red_when_its_figure_changes(quoting):
    assert [(each.part, each.was.split(" ")[2], each.now.split(" ")[2]) for each in red(quoting)] == [
        ("results", "50", "77")
    ]


def test_a_red_sentence_stops_the_sending_until_somebody_has_looked(cast, quoting):
    with pytest.raises(NotPossible):
        ward_reports.send_for_approval(quoting, by=cast.coordinator)
    looked = look(quoting, cast.coordinator)
    assert red(looked) == []
    assert ward_reports.send_for_approval(reread(quoting), by=cast.coordinator).state == "awaiting_approval"


def test_looking_stands_in_the_trail_with_both_readings(cast, quoting):
    sentence = red(quoting)[0]
    looked = look(quoting, cast.coordinator)
    assert newest(looked) == event_of(cast.coordinator, "look_again")
    assert events(looked)[-1].changes == {"results": [sentence.was, sentence.now]}


def test_who_looked_is_an_author(cast, quoting):
    colleague = arrange.newcomer(cast, "vhxh-2", cast.units["VHXH"], "coordinator")
    look(quoting, colleague)
    assert colleague in quoting.authors.all()


def test_one_cannot_have_looked_at_what_has_changed_again(cast, quoting):
    sentence = red(quoting)[0]
    override(cast, quoting, value="78")
    with pytest.raises(NotPossible):
        prose_actions.look_again(quoting, by=cast.coordinator, key=sentence.key, reads=references.key_of(sentence.now))
    assert red(reread(quoting))


@pytest.mark.parametrize("who", ["CA:unit_head", "BCĐ:approver", "VP:clerk", "MX:admin"])
def test_nobody_else_looks_or_drafts(cast, quoting, who):
    with pytest.raises(PermissionDenied):
        look(quoting, cast[who])
    with pytest.raises(PermissionDenied):
        prose_actions.redraft(quoting, by=cast[who])


def test_a_look_that_was_rolled_back_leaves_nothing(cast, quoting):
    with undone():
        look(quoting, cast.coordinator)
    assert red(reread(quoting))


def test_editing_another_sentence_leaves_the_red_one_red(cast, quoting):
    edited = edit(cast, quoting, f"{QUOTE}\nMột câu khác.")
    assert len(red(edited)) == 1


def test_writing_the_sentence_anew_is_looking_at_it(cast, quoting):
    assert red(edit(cast, quoting, "Tổng số {{chỉ tiêu 9: trong kỳ}}.")) == []


def test_taking_in_a_correction_turns_the_sentences_red(cast, report):
    taken = correction.refresh_figures(correct(cast, report, "60"), by=cast.coordinator)
    assert all("60" in each.now for each in red(taken) if each.part == "results" and "Số" in each.now[:4])
    assert red(taken)


def test_what_was_sent_is_looked_at_no_more(cast, report):
    sent = ward_reports.send_for_approval(report, by=cast.coordinator)
    with pytest.raises(NotPossible):
        prose_actions.look_again(sent, by=cast.coordinator, key="0" * 16, reads="0" * 16)
    with pytest.raises(NotPossible):
        prose_actions.redraft(sent, by=cast.coordinator)


def test_drafting_anew_keeps_what_a_person_wrote(cast, report):
    edit(cast, report, report.results + "\nLời của cán bộ tổng hợp.")
    template(cast, "Mẫu mới trong [kỳ].")
    again = prose_actions.redraft(reread(report), by=cast.coordinator)
    assert again.results == "Mẫu mới trong tháng 10 năm 2026.\nLời của cán bộ tổng hợp."
    assert again.drafted["results"] == "Mẫu mới trong tháng 10 năm 2026."
    assert newest(again) == event_of(cast.coordinator, "redraft")


def test_a_stale_editor_is_refused_after_a_new_draft(cast, report):
    template(cast, "Mẫu mới.")
    prose_actions.redraft(report, by=cast.coordinator)
    with pytest.raises(NotPossible) as refused:
        edit(cast, report, "Bản cũ")
    assert tells(refused, cast.coordinator, "2026-11-06 09:00")


def template(cast, text, by=None, seen=0):
    prose_actions.change_templates(cast.monthly, by=by or cast.coordinator, seen=seen, texts={"results": text})


def test_the_wards_templates_draft_its_reports(cast):
    template(cast, "Kỳ này là [kỳ], đỏ: [chỉ tiêu đỏ].")
    report = arrange.consolidated(cast)
    assert report.results == "Kỳ này là tháng 10 năm 2026, đỏ: {{số chỉ tiêu: đỏ}}."
    assert "tập trung chỉ đạo" in report.directions


def test_an_empty_template_is_the_products_own_again(cast):
    template(cast, "Mẫu của phường.")
    template(cast, "", seen=1)
    assert "đạt và vượt tiến độ" in arrange.consolidated(cast).results


def test_a_template_stands_in_the_trail(cast):
    template(cast, "Mẫu của phường.")
    kept = NarrativeTemplate.objects.get()
    assert newest(kept) == event_of(cast.coordinator, "change_template")
    assert events(kept)[-1].changes == {"text": ["", "Mẫu của phường."]}


def test_an_unchanged_template_writes_nothing(cast):
    template(cast, "Mẫu của phường.")
    template(cast, "Mẫu của phường.", seen=1)
    assert prose.edits_of(prose.templates_of(cast.monthly.pk)) == 1


def test_a_template_that_cannot_be_read_is_refused(cast):
    with pytest.raises(NotPossible, match="lạ"):
        template(cast, "[lạ]")


def test_a_newer_change_of_templates_is_not_overwritten(cast):
    template(cast, "Một.")
    with pytest.raises(NotPossible):
        template(cast, "Hai.")
    assert prose.own_templates(cast.monthly.pk) == {"results": "Một."}


@pytest.mark.parametrize("who", ["CA:unit_head", "BCĐ:approver", "VP:clerk", "MX:admin"])
def test_nobody_else_changes_templates(cast, who):
    with pytest.raises(PermissionDenied):
        template(cast, "Mẫu.", by=cast[who])


def test_the_wards_templates_cost_consolidation_no_query_more(cast, statements):
    template(cast, "Mẫu của phường trong [kỳ].")
    report = arrange.ready(cast)
    with statements() as counted:
        ward_reports.consolidate(report, by=cast.coordinator)
    assert len(counted) == 13, counted.sql
