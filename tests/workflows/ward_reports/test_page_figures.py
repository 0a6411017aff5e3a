"""The pages around the ward report's figures: makings, adjustments, corrections, red sentences, drafts, templates."""

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import reread, shown
from tests.workflows import arrange
from tests.workflows.corrections import correct, give_back, override
from workflows.models import UnitReport
from workflows.prose import actions as prose_actions
from workflows.prose import drafts as prose
from workflows.pure.wording import references
from workflows.pure.wording.defaults import TEMPLATES
from workflows.signoff.approval import actions as approval
from workflows.ward_reports import actions as ward_reports

QUERIES = 10
QUOTE = "Đã cấp {{chỉ tiêu 9: trong kỳ}}."


TODAY = "2026-11-06 09:00"
pytestmark = pytest.mark.starts_from(arrange.consolidated, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


@pytest.fixture
def report(start):
    return start


@pytest.fixture
def get(client, cast):
    def fetch(name, *arguments, who=None, status=200, **options):
        client.force_login(who or cast.coordinator)
        response = client.get(reverse(name, args=arguments), **options)
        assert response.status_code == status
        return response.content.decode()

    return fetch


@pytest.fixture
def post(client, cast):
    def send(name, *arguments, who=None, **posted):
        client.force_login(who or cast.coordinator)
        return client.post(reverse(name, args=arguments), posted)

    return send


def test_figures_in_tables_and_prose_open_to_their_makings(report, get):
    page = get("ward_report", report.pk)
    address = reverse("ward_report_figure", args=[report.pk, 9])
    prose_part, annex = page.split("Phụ lục I<br>")
    assert f'href="{address}"' in prose_part
    assert annex.count(f'href="{address}"') == 2
    assert "{{chỉ tiêu" not in page


def test_what_units_typed_is_escaped_beside_a_chip(cast, report, get):
    text = "<b>Đậm</b> {{chỉ tiêu 9: trong kỳ}}"
    prose_actions.edit_narrative(report, by=cast.coordinator, seen=0, narrative={"results": text})
    page = get("ward_report", report.pk)
    assert "&lt;b&gt;Đậm&lt;/b&gt;" in page
    assert "<b>Đậm" not in page


def test_the_makings_are_a_page_of_their_own_and_a_panel_beside_the_report(cast, report, get):
    page = get("ward_report_figure", report.pk, 9)
    panel = get("ward_report_figure", report.pk, 9, headers={"HX-Request": "true"})
    for text in (page, panel):
        assert cast.units["CA"].name in text
        assert cast.coordinator.name in text
    assert "<html" in page
    assert "<html" not in panel


def test_a_waived_unit_need_not_report_and_a_silent_one_has_not(cast, report, get):
    page = get("ward_report_figure", report.pk, 9)
    assert ("Không phải báo cáo" in page, "Chưa báo cáo" in page) == (True, False)
    UnitReport.objects.filter(state="waived").update(state="submitted")
    assert "Chưa báo cáo" in get("ward_report_figure", report.pk, 9)


def test_makings_that_are_not_there_or_not_yours_are_not_found(cast, report, get):
    get("ward_report_figure", report.pk, 99, status=404)
    get("ward_report_figure", 10**20, 9, status=404)
    get("ward_report_figure", report.pk, 9, who=cast["CA:drafter"], status=404)
    get("ward_report_figures", report.pk, who=cast["CA:drafter"], status=404)


def test_an_auditor_reads_the_makings_and_adjusts_nothing(cast, report, get):
    page = get("ward_report_figure", report.pk, 9, who=cast.auditor)
    assert "btn btn-primary" not in page
    get("ward_report_figure_adjust", report.pk, 9, who=cast.auditor, status=403)


def test_an_adjustment_asks_for_figure_and_reason_and_keeps_what_was_typed(report, post):
    response = post("ward_report_figure_adjust", report.pk, 9, value="7x", reason="Theo báo cáo tỉnh")
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="7x"' in page
    assert "Theo báo cáo tỉnh" in page
    assert post("ward_report_figure_adjust", report.pk, 9, value="77", reason=" ").status_code == 422
    assert (
        post("ward_report_figure_adjust", report.pk, 8, numerator="1", denominator="0", reason="x").status_code == 422
    )


def test_both_figures_are_shown_in_table_makings_and_list(report, get, post):
    post("ward_report_figure_adjust", report.pk, 9, value="1.077,5", reason="Theo báo cáo tỉnh")
    assert "số điều chỉnh, số tổng hợp: 50" in get("ward_report", report.pk)
    for page in (get("ward_report_figure", report.pk, 9), get("ward_report_figures", report.pk)):
        assert "1.077,5" in page
        assert "50 " in page


def test_the_adjustment_is_taken_back(cast, report, get, post):
    override(cast, report)
    assert post("ward_report_figure_restore", report.pk, 9).status_code == 302
    assert "số điều chỉnh" not in get("ward_report", report.pk)


def test_a_sent_report_is_not_adjusted(cast, report, post, get):
    ward_reports.send_for_approval(report, by=cast.coordinator)
    assert post("ward_report_figure_restore", report.pk, 9).status_code == 409
    get("ward_report_figure_adjust", report.pk, 9, status=409)


def test_returning_asks_for_a_reason(cast, report, post):
    unit = factories.unit_report(cast)
    assert post("unit_report_return_consolidated", unit.pk, who=cast.auditor, reason="x").status_code == 403
    assert post("unit_report_return_consolidated", unit.pk, reason=" ").status_code == 422
    assert post("unit_report_return_consolidated", unit.pk, reason="Đếm thiếu").status_code == 302
    assert reread(unit).state == "returned"
    assert post("unit_report_return_consolidated", unit.pk, reason="Lần nữa").status_code == 409


def test_while_a_unit_corrects_nothing_can_be_sent(cast, report, get):
    give_back(cast, report)
    page = get("ward_report", report.pk)
    assert cast.units["CA"].name in page
    assert reverse("ward_report_send", args=[report.pk]) not in page
    assert reverse("ward_report_refresh", args=[report.pk]) not in page


def test_what_would_change_is_shown_and_taken_in_with_the_one_primary_button(cast, report, get, post):
    page = get("ward_report", correct(cast, report, "60").pk)
    assert page.count("btn btn-primary") == 1
    assert reverse("ward_report_refresh", args=[report.pk]) in page
    assert "<del>50 " in page
    assert "<ins>60 " in page
    assert post("ward_report_refresh", report.pk).status_code == 302
    assert post("ward_report_refresh", report.pk).status_code == 409


def quoting(cast, report):
    narrative = {"results": QUOTE, "assessment": ""}
    prose_actions.edit_narrative(report, by=cast.coordinator, seen=report.edits, narrative=narrative)
    override(cast, reread(report))
    return reread(report)


def test_a_red_sentence_is_marked_and_holds_up_the_sending_until_it_was_looked_at(cast, report, get, post):
    quoting(cast, report)
    page = get("ward_report", report.pk)
    assert 'class="sentence-red"' in page
    assert reverse("ward_report_send", args=[report.pk]) not in page
    red = prose.stale(reread(report), prose.words_of(prose.figures_of(report)))[0]
    post("ward_report_look", report.pk, key=red.key, reads=references.key_of(red.now))
    page = get("ward_report", report.pk)
    assert "sentence-red" not in page
    assert reverse("ward_report_send", args=[report.pk]) in page


def test_a_look_that_says_nothing_is_refused(report, post):
    assert post("ward_report_look", report.pk).status_code == 409


def test_the_list_beside_the_text_shows_what_to_type(report, get):
    page = get("ward_report_edit", report.pk)
    assert "<code>{{chỉ tiêu 9: lũy kế}}</code>" in page
    assert 'data-insert="{{chỉ tiêu 9: lũy kế}}"' in page


def test_a_reference_to_nothing_is_named_at_its_field_and_the_text_is_kept(report, post):
    words = dict.fromkeys(("difficulties", "proposals", "directions"), "Không")
    response = post("ward_report_edit", report.pk, seen=0, results="Đạt {{chỉ tiêu 99: lũy kế}} hồ sơ", **words)
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("{{chỉ tiêu 99: lũy kế}}") == 4  # summary, field, text, and what a save is compared with
    assert reread(report).edits == 0


def test_a_number_typed_by_hand_is_hinted_at_and_saved(cast, report, post, get):
    words = dict.fromkeys(("difficulties", "proposals", "directions"), "Không")
    override(cast, report, value="1234")
    assert post("ward_report_edit", report.pk, seen=0, results="Đã cấp 1.234 tài khoản", **words).status_code == 302
    assert "<li>1.234: <code>{{chỉ tiêu 9: lũy kế}}</code></li>" in get("ward_report_edit", report.pk)


def test_words_written_by_hand_stand_beside_the_draft_which_can_be_taken(cast, report, get, post):
    first = report.results.splitlines()[0]
    text = report.results.replace(first, "Câu viết lại.")
    prose_actions.edit_narrative(report, by=cast.coordinator, seen=0, narrative={"results": text})
    page = get("ward_report_redraft", report.pk)
    assert "Câu viết lại." in page
    assert "{{" not in page.split("<main")[1]
    assert post("ward_report_take_draft", report.pk, part="results", place=0, seen=0).status_code == 409
    assert post("ward_report_take_draft", report.pk, part="results", place=9, seen=1).status_code == 409
    assert post("ward_report_take_draft", report.pk, part="results", place=0, seen=1).status_code == 302
    assert reread(report).results == report.results


def test_the_text_is_drafted_anew(cast, report, post):
    prose_actions.change_templates(cast.monthly, by=cast.coordinator, seen=0, texts={"results": "Mẫu mới."})
    assert post("ward_report_draft_anew", report.pk).status_code == 302
    assert reread(report).results == "Mẫu mới."


def texts(**changed):
    return {"seen": "0"} | dict.fromkeys(TEMPLATES, "") | {"results": "[kỳ]"} | changed


def test_templates_are_shown_with_a_preview_of_the_newest_period(cast, report, get):
    page = get("narrative_templates", cast.monthly.pk)
    assert "@mỗi chỉ tiêu đỏ:" in page
    assert "Trong tháng 10 năm 2026, " in page


def test_a_preview_saves_nothing_and_keeps_what_was_typed(cast, report, post):
    response = post("narrative_templates", cast.monthly.pk, preview="1", **texts(results="Kỳ [kỳ]!"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Kỳ [kỳ]!" in page
    assert "Kỳ tháng 10 năm 2026!" in page
    assert not prose.own_templates(cast.monthly.pk)


def test_a_preview_shows_after_templates_were_saved_once(cast, report, post):
    post("narrative_templates", cast.monthly.pk, **texts())
    assert (
        "Kỳ tháng 10"
        in post("narrative_preview", cast.monthly.pk, **texts(seen="1", results="Kỳ [kỳ]")).content.decode()
    )


def test_the_live_preview_says_what_is_wrong(cast, report, post):
    assert "lạ" in post("narrative_preview", cast.monthly.pk, **texts(results="[lạ]")).content.decode()
    assert "tháng 10 năm 2026" in post("narrative_preview", cast.monthly.pk, **texts()).content.decode()


def test_a_template_that_cannot_be_read_is_named_and_kept(cast, post):
    response = post("narrative_templates", cast.monthly.pk, **texts(results="[lạ]"))
    assert response.status_code == 422
    assert "[lạ]" in response.content.decode()


def test_templates_are_saved(cast, post):
    assert post("narrative_templates", cast.monthly.pk, **texts()).status_code == 302
    assert prose.own_templates(cast.monthly.pk) == {"results": "[kỳ]"}
    response = post("narrative_templates", cast.monthly.pk, **texts(results="Khác"))
    assert response.status_code == 409
    assert "Khác" in response.content.decode()


@pytest.mark.parametrize("part", TEMPLATES)
def test_the_ward_s_own_template_of_every_part_is_saved_and_previewed(cast, report, get, post, part):
    own = texts(**({"results": ""} | {part: "Lời của phường, [kỳ]."}))
    shown = post("narrative_preview", cast.monthly.pk, **own).content.decode()
    assert "Lời của phường, tháng 10 năm 2026." in shown
    assert post("narrative_templates", cast.monthly.pk, **own).status_code == 302
    assert prose.own_templates(cast.monthly.pk) == {part: "Lời của phường, [kỳ]."}
    assert "Lời của phường, [kỳ]." in get("narrative_templates", cast.monthly.pk)


def test_templates_are_for_the_coordinator(cast, get):
    get("narrative_templates", cast.monthly.pk, who=cast.auditor, status=403)
    get("narrative_templates", cast.monthly.pk, who=cast["CA:drafter"], status=404)


def test_the_pages_take_few_queries(client, cast, report, statements):
    quoting(cast, report)
    correct(cast, reread(report), "60")
    client.force_login(cast.coordinator)
    of_report = ("ward_report", "ward_report_figures", "ward_report_edit", "ward_report_redraft")
    addresses = [
        *(reverse(name, args=[report.pk]) for name in of_report),
        reverse("ward_report_figure", args=[report.pk, 9]),
        reverse("ward_report_figure_adjust", args=[report.pk, 9]),
        reverse("narrative_templates", args=[cast.monthly.pk]),
    ]
    spent = {}
    for address in addresses:
        with statements() as counted:
            assert client.get(address).status_code == 200
        spent[address] = len(counted)
    assert max(spent.values()) <= QUERIES, spent


@pytest.mark.starts_from(arrange.issued, on=TODAY)
def test_units_that_read_the_issued_report_are_led_to_no_makings(cast, report, get):
    assert reverse("ward_report_figures", args=[report.pk]) not in get("ward_report", report.pk, who=cast["CA:drafter"])
    get("ward_report_figures", report.pk, who=cast["CA:drafter"], status=404)


@pytest.mark.starts_from(arrange.awaiting, on=TODAY)
def test_a_consolidated_unit_report_offers_its_return_until_the_ward_report_is_approved(cast, report, get):
    unit = factories.unit_report(cast)
    address = reverse("unit_report_return_consolidated", args=[unit.pk])
    assert address in get("unit_report", unit.pk)
    approval.approve(report, by=cast.approver, seen=shown(report))
    assert address not in get("unit_report", unit.pk)
