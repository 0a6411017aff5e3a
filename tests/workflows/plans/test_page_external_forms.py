from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.register import actions as register
from tests.units.workbook.mapping_workbooks import read, sample
from tests.workflows import arrange, mapped
from units.mappings import actions
from units.models import IndicatorMapping
from workflows.models import IndicatorFigure

READERS = ["VHXH:coordinator", "BCĐ:approver", "VP:clerk", "MX:auditor", "MX:admin"]
OTHERS = ["CA:drafter", "CA:unit_head"]


TODAY = "2026-11-06 09:00"


def approved_and_mapped(cast):
    """The report, and the form 766 that it fills."""
    return arrange.approved(cast), mapped.form(cast)


MAPPED = pytest.mark.starts_from(mapped.form, on=TODAY)
FILLED = pytest.mark.starts_from(approved_and_mapped, on=TODAY)


@pytest.fixture(autouse=True)
def november(on_day):
    on_day(TODAY)


def get(client, person, name: str, *args, **query):
    client.force_login(person, backend="units.backends.GrantBackend")
    return client.get(reverse(name, args=args), query)


@MAPPED
@pytest.mark.parametrize("who", READERS)
def test_who_reads_the_ward_s_reports_sees_its_forms(client, cast, start, who):
    form = start
    answer = get(client, cast[who], "external_forms")
    assert [each.code for each in answer.context["forms"]] == ["766", "PARINDEX", "NQ57"]
    assert get(client, cast[who], "external_form", form.pk).status_code == 200


@FILLED
@pytest.mark.parametrize("who", OTHERS)
def test_whoever_reads_only_a_unit_s_reports_finds_no_forms(client, cast, start, who):
    _report, form = start
    for name, args in (
        ("external_forms", ()),
        ("external_form", (form.pk,)),
        ("external_form_workbook", (form.pk,)),
        ("mapping_differences", (form.mapping_id,)),
    ):
        assert get(client, cast[who], name, *args).status_code == 404


def owned(cast):
    """The report, and the form 766, for which the police answers."""
    content = read(sample())
    forms = (replace(content.forms[0], owner="CA"), *content.forms[1:])
    mapping = actions.import_mapping(replace(content, forms=forms), by=cast.coordinator, ward=cast.ward).mapping
    return arrange.approved(cast), mapping.forms.get(code="766")


@pytest.mark.starts_from(owned, on=TODAY)
def test_the_unit_that_owns_a_form_opens_it_and_no_other(client, cast, start):
    report, form = start
    IndicatorFigure.objects.filter(report=report).update(value=3)
    other = form.mapping.forms.get(code="PARINDEX")
    for who, expected in (("CA:drafter", 200), ("CA:unit_head", 200), ("VP:drafter", 404), ("VHXH:coordinator", 200)):
        assert get(client, cast[who], "external_form", form.pk).status_code == expected
        assert get(client, cast[who], "external_form_workbook", form.pk).status_code == expected
    assert get(client, cast["CA:drafter"], "external_form", other.pk).status_code == 404
    listed = get(client, cast["CA:drafter"], "external_forms")
    assert [each.code for each in listed.context["forms"]] == ["766"]
    page = get(client, cast["CA:drafter"], "external_form", form.pk)
    assert page.context["spared"] == sum(row.figure is not None for row in page.context["lines"]) > 0
    assert f"{page.context['spared']} lần" in page.content.decode()


@MAPPED
def test_a_mapping_whose_owner_is_no_unit_of_the_ward_is_refused(cast, start):
    content = read(sample())
    forms = (replace(content.forms[0], owner="Sở khác"), *content.forms[1:])
    with pytest.raises(NotPossible, match="Sở khác"):
        actions.import_mapping(replace(content, forms=forms), by=cast.coordinator, ward=cast.ward)


@FILLED
def test_a_form_shows_value_source_and_light(client, cast, start):
    report, form = start
    words = get(client, cast.auditor, "external_form", form.pk).content.decode()
    assert reverse("ward_report_figure", args=[report.pk, 1]) in words
    assert "%→tỷ lệ" in words
    assert "light-" in words


@FILLED
def test_a_number_that_is_only_kept_is_not_cited(client, cast, start):
    report, form = start
    register.reserve(report, by=cast.clerk, scope=cast.ward.pk, symbol="BC-BCĐ", abstract="", period="", signer="")
    answer = get(client, cast.clerk, "external_form_workbook", form.pk)
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))["Biểu"]
    assert any(str(row[0]).endswith("phiên bản 1 (đã ký duyệt)") for row in sheet.iter_rows(values_only=True))


@FILLED
def test_a_report_that_does_not_fill_the_form_answers_404(client, cast, start):
    approved, form = start
    assert get(client, cast.auditor, "external_form", form.pk, report=approved.pk).status_code == 200
    for report in ("999999", "x"):
        assert get(client, cast.auditor, "external_form", form.pk, report=report).status_code == 404
        assert get(client, cast.auditor, "external_form_workbook", form.pk, report=report).status_code == 404


def test_only_who_may_import_is_offered_to(client, cast):
    assert get(client, cast.coordinator, "external_forms").context["may_import"]
    assert not get(client, cast.auditor, "external_forms").context["may_import"]


def test_the_plan_leads_to_the_forms_for_those_who_see_them(client, cast):
    assert reverse("external_forms") in get(client, cast.auditor, "plan").content.decode()
    assert reverse("external_forms") not in get(client, cast["CA:drafter"], "plan").content.decode()


def test_without_forms_the_page_says_what_to_do(client, cast):
    assert "Chưa có biểu nào" in get(client, cast.auditor, "external_forms").content.decode()


def test_before_any_approval_a_form_says_so_and_offers_no_file(client, cast):
    arrange.awaiting(cast)
    form = mapped.form(cast)
    words = get(client, cast.coordinator, "external_form", form.pk).content.decode()
    assert "Chưa có báo cáo nào theo kế hoạch này được ký duyệt" in words
    assert "form.xlsx" not in words
    assert get(client, cast.coordinator, "external_form_workbook", form.pk).status_code == 409


def test_the_file_is_an_excel_workbook_with_the_report_s_number(client, cast):
    arrange.issued(cast)
    answer = get(client, cast.clerk, "external_form_workbook", mapped.form(cast).pk)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="766-2026-10.xlsx"'
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))["Biểu"]
    assert any("số 01/BC-BCĐ (đã ban hành)" in str(row[0]) for row in sheet.iter_rows(values_only=True))


def test_an_older_version_says_so_and_what_changed_since_is_shown(client, cast):
    old = mapped.form(cast)
    mapped.form(cast, mapped.line("1", 9))
    new = IndicatorMapping.objects.get(version=2)
    assert "Đây không phải phiên bản mới nhất" in get(client, cast.auditor, "external_form", old.pk).content.decode()
    rows = get(client, cast.auditor, "mapping_differences", new.pk).context["rows"]
    assert ("gone", "form", "NQ57") in [(row.change, row.part, row.key) for row in rows]
    assert get(client, cast.auditor, "mapping_differences", old.mapping_id).status_code == 404
    assert get(client, cast.auditor, "external_forms", version=old.mapping_id).context["mapping"].version == 1


def test_pages_take_ten_queries_at_most(client, cast, django_assert_max_num_queries):
    arrange.issued(cast)
    form = mapped.form(cast)
    mapped.form(cast, mapped.line("1", 9))
    for name, args in (
        ("external_forms", ()),
        ("external_form", (form.pk,)),
        ("external_form_workbook", (form.pk,)),
        ("mapping_differences", (IndicatorMapping.objects.get(version=2).pk,)),
    ):
        client.force_login(cast.coordinator, backend="units.backends.GrantBackend")
        with django_assert_max_num_queries(10):
            client.get(reverse(name, args=args))
