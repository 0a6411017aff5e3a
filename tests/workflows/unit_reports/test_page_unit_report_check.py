from decimal import Decimal

from approvals.clock import now
from tests import factories
from tests.workflows import arrange
from units.offices import actions as offices
from workflows.models import UnitReport
from workflows.unit_reports.entries import actions as entries


def address(report: UnitReport, page: str = "check") -> str:
    return f"/reports/unit/{report.pk}/{page}/"


def test_check_lists_what_is_blank(client, cast):
    report = factories.unit_report(cast)
    client.force_login(cast["CA:unit_head"])
    page = client.get(address(report)).content.decode()
    for entry in report.indicator_entries.select_related("indicator"):
        assert f"#i{entry.pk}" in page


def test_check_lists_findings(client, cast):
    factories.submitted(cast, code="2026-09")
    report = factories.fill(factories.unit_report(cast), cast, value="40")
    client.force_login(cast["CA:unit_head"])
    response = client.get(address(report))
    assert response.context["entries"].found
    assert "Kém hơn kỳ trước" in response.content.decode()


def test_head_submits_from_the_check(client, cast):
    report = factories.fill(factories.unit_report(cast), cast)
    client.force_login(cast["CA:unit_head"])
    page = client.get(address(report)).content.decode()
    assert page.count('btn btn-primary"') == 1
    assert f'name="seen" value="{report.version}"' in page
    client.post(address(report, "submit"), {"seen": report.version})
    assert factories.reread(report).state == "submitted"


def test_the_head_reads_the_figures_that_are_submitted_and_the_changed_ones_first(client, cast):
    factories.submitted(cast, code="2026-09")
    report = factories.unit_report(cast)
    entry = report.indicator_entries.select_related("indicator").order_by("indicator__number").last()
    factories.fill(report, cast)
    changed = {"indicators": {entry.pk: {"value": Decimal(77)}}}
    report = factories.reread(report)
    entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **(arrange.CONTENT | changed))
    client.force_login(cast["CA:unit_head"])
    page = client.get(address(report)).content.decode()
    figures = page[page.index("Số liệu sẽ nộp") :]
    assert figures.index(str(entry.indicator)) < figures.index("<strong>50")
    assert "<strong>77" in figures
    assert f'href="/reports/unit/{report.pk}/">Xem báo cáo</a>' in figures


def test_the_drafter_who_submits_nothing_is_not_shown_them_again(client, cast):
    report = factories.fill(factories.unit_report(cast), cast)
    client.force_login(cast["CA:drafter"])
    assert "Số liệu sẽ nộp" not in client.get(address(report)).content.decode()


def test_drafter_reads_who_must_submit(client, cast):
    report = factories.fill(factories.unit_report(cast), cast)
    client.force_login(cast["CA:drafter"])
    page = client.get(address(report)).content.decode()
    assert "Nộp báo cáo</button>" not in page
    assert "Thủ trưởng đơn vị (Công an, thủ trưởng đơn vị) nộp báo cáo" in page


def test_drafter_cannot_submit(client, cast):
    report = factories.fill(factories.unit_report(cast), cast)
    client.force_login(cast["CA:drafter"])
    assert client.post(address(report, "submit"), {"seen": report.version}).status_code == 403
    assert factories.reread(report).state == "draft"


def test_version_changed_since_it_was_read_is_not_submitted(client, cast):
    report = factories.fill(factories.unit_report(cast), cast)
    client.force_login(cast["CA:unit_head"])
    assert client.post(address(report, "submit"), {"seen": report.version - 1}).status_code == 409
    assert factories.reread(report).state == "draft"


def test_submitting_without_a_version_is_refused(client, cast):
    report = factories.fill(factories.unit_report(cast), cast)
    client.force_login(cast["CA:unit_head"])
    assert client.post(address(report, "submit")).status_code == 409
    assert factories.reread(report).state == "draft"


def test_check_of_what_is_submitted_says_who_handled_it(client, cast):
    report = factories.submitted(cast)
    client.force_login(cast["CA:drafter"])
    response = client.get(address(report))
    assert response.status_code == 409
    assert "Công an, thủ trưởng đơn vị" in response.content.decode()


def test_check_costs_at_most_twelve_queries(client, cast, django_assert_max_num_queries):
    report = factories.unit_report(cast)
    client.force_login(cast["CA:unit_head"])
    with django_assert_max_num_queries(12):
        client.get(address(report))
    with django_assert_max_num_queries(10):  # how far it was read comes with its events
        client.get(address(report))


def test_drafter_of_a_report_that_is_ready_is_led_on(client, cast):
    report = factories.fill(factories.unit_report(cast), cast)
    client.force_login(cast["CA:drafter"])
    page = client.get(address(report)).content.decode()
    assert "Báo cáo đã sẵn sàng để nộp" in page
    assert "Đã soạn xong</button>" in page
    client.post(address(report, "finished"), {"seen": report.version})
    page = client.get(address(report)).content.decode()
    assert '<a class="btn btn-primary" href="/">Về Việc của tôi</a>' in page


def test_drafter_of_a_report_that_asks_for_reasons_writes_on(client, cast):
    report = factories.unit_report(cast)
    client.force_login(cast["CA:drafter"])
    page = client.get(address(report)).content.decode()
    assert "Báo cáo đã sẵn sàng để nộp" not in page
    assert f'<a class="btn btn-primary" href="{address(report, "write")}">' in page


def test_a_page_that_refuses_leads_to_the_report(client, cast):
    report = factories.submitted(cast)
    client.force_login(cast["CA:drafter"])
    for page in ("check", "write"):
        answer = client.get(address(report, page), headers={"Referer": f"http://testserver{address(report, 'submit')}"})
        assert answer.status_code == 409
        assert f'<a class="btn btn-primary" href="/reports/unit/{report.pk}/">' in answer.content.decode()


def test_a_refused_submission_leads_back_to_where_it_was_sent_from(client, cast):
    report = factories.submitted(cast)
    client.force_login(arrange.newcomer(cast, "second", cast.units["CA"], "unit_head"))
    sent_from = f"http://testserver{address(report)}"
    answer = client.post(address(report, "submit"), {"seen": report.version}, headers={"Referer": sent_from})
    assert f'<a class="btn btn-primary" href="{sent_from}">' in answer.content.decode()


def test_a_blank_with_its_reason_is_not_called_filled_in(client, cast):
    report = factories.explain(factories.unit_report(cast), cast)
    client.force_login(cast["CA:drafter"])
    page = client.get(address(report, "write")).content.decode()
    assert "mục còn để trống đều có lý do" in page
    assert ">Đã đủ số liệu và kết quả.<" not in page


def test_who_does_not_submit_is_told_of_checking_alone_and_who_submits_it(client, cast):
    report = factories.unit_report(cast)
    client.force_login(cast["CA:drafter"])
    for name in ("write", "check"):
        assert "Kiểm tra và nộp" not in client.get(address(report, name)).content.decode()
    page = client.get(address(report)).content.decode()
    assert "Khi đã nêu đủ lý do, báo cáo sẵn sàng để nộp: thủ trưởng đơn vị (Công an, thủ trưởng đơn vị)" in page
    assert "không tự nộp được" not in page


def test_a_drafter_who_is_the_head_too_checks_and_submits(client, cast):
    report = factories.unit_report(cast)
    both = arrange.newcomer(cast, "both", report.unit, "drafter")
    offices.start_membership(both, by=None, unit=report.unit, office="unit_head", starts_at=now())
    client.force_login(both)
    assert ">Kiểm tra và nộp</button>" in client.get(address(report, "write")).content.decode()


def test_parts_without_text_count_among_what_is_left_blank(client, cast):
    report = factories.fill(factories.unit_report(cast), cast)
    UnitReport.objects.filter(pk=report.pk).update(results="", proposals="", directions="")
    client.force_login(cast["CA:unit_head"])
    page = client.get(address(report)).context
    assert page["unwritten"]
    assert page["blank"] == len(page["entries"].blanks) + len(page["unwritten"])
    text = client.get(address(report)).text
    assert f'Còn để trống <span class="count">{page["blank"]}</span>' in text


def test_a_sentence_that_quotes_a_figure_as_it_was_is_told(client, cast):
    report = factories.fill(factories.unit_report(cast), cast, value="57")
    entry = report.indicator_entries.get(indicator__number=8)
    ratio = {"value": Decimal(7105), "numerator": Decimal(7105), "denominator": Decimal(18640)}
    typed = {"results": "Đã kích hoạt 7.105/18.640 công dân; tiếp nhận 57 hồ sơ trong 02 đợt ngày 12/10."}
    content = {"indicators": {entry.pk: ratio}, "assignments": {}, "narrative": typed}
    report = entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content)
    client.force_login(cast["CA:drafter"])
    assert client.get(address(report)).context["strays"] == []
    content = {"indicators": {entry.pk: ratio | {"numerator": Decimal(7150)}}, "assignments": {}, "narrative": {}}
    entries.save_draft(report, by=cast["CA:drafter"], seen=report.version, **content)
    for who in ("drafter", "unit_head"):
        client.force_login(cast[f"CA:{who}"])
        response = client.get(address(report))
        assert [stray.number for stray in response.context["strays"]] == ["7.105/18.640"]
        assert "<strong>7.105/18.640</strong>: Đã kích hoạt" in response.content.decode()
