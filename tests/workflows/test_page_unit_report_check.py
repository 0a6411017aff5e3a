from tests import factories
from workflows.models import UnitReport


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


def test_drafter_reads_who_must_submit(client, cast):
    report = factories.fill(factories.unit_report(cast), cast)
    client.force_login(cast["CA:drafter"])
    page = client.get(address(report)).content.decode()
    assert "Nộp báo cáo</button>" not in page
    assert "Công an, thủ trưởng đơn vị" in page


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
    client.force_login(cast["CA:unit_head"])
    response = client.get(address(report))
    assert response.status_code == 409
    assert "Công an, thủ trưởng đơn vị" in response.content.decode()


def test_check_costs_at_most_twelve_queries(client, cast, django_assert_max_num_queries):
    report = factories.unit_report(cast)
    client.force_login(cast["CA:unit_head"])
    with django_assert_max_num_queries(12):
        client.get(address(report))
