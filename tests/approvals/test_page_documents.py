from datetime import date

import pytest
from django.urls import reverse

from approvals.clock import now
from approvals.models import Dispatch, Document, OutboxMessage
from approvals.views.documents import PAGE
from tests import factories
from workflows import actions
from workflows.documents import handlers


@pytest.fixture(autouse=True)
def early_november(on_day, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    on_day("2026-11-06 09:00")


@pytest.fixture
def enter(cast):
    """Enter a line of the register by hand: nothing of a report stands behind it."""

    def make(number, *, year=2026, abstract="Kết quả thực hiện Kế hoạch", scope=None):
        return Document.objects.create(
            subject_kind="letter",
            subject_id=number + year * 1000,
            scope=scope or cast.ward.pk,
            number=number,
            symbol="BC-BCĐ",
            year=year,
            issued_on=date(year, 11, 6),
            abstract=abstract,
            period=f"{year}-10",
            signer="Vũ Xuân Quỳnh",
            issued_by=cast.clerk,
            state=Document.State.ISSUED,
        )

    return make


def listed(client, person, **query):
    client.force_login(person)
    response = client.get(reverse("documents"), query)
    assert response.status_code == 200
    return [document.code for document in response.context["page"]]


def test_the_register_is_listed_newest_first(client, cast, enter):
    enter(1, year=2025), enter(1), enter(2)
    assert listed(client, cast.auditor) == ["02/BC-BCĐ", "01/BC-BCĐ", "01/BC-BCĐ"]


def test_it_is_filtered_by_year(client, cast, enter):
    enter(7, year=2025), enter(1)
    assert listed(client, cast.auditor, year="2025") == ["07/BC-BCĐ"]


@pytest.mark.parametrize("query", ["05", "05/BC-BCĐ", "quý III", "2026-10 Quỳnh"])
def test_it_is_searched_by_number_abstract_period_and_signer(client, cast, enter, query):
    enter(4, year=2025, abstract="Kết quả thực hiện")
    enter(5, abstract="Báo cáo quý III")
    assert listed(client, cast.auditor, q=query) == ["05/BC-BCĐ"]


def test_a_search_without_a_hit_says_so(client, cast, enter):
    enter(1)
    assert listed(client, cast.auditor, q="không có") == []


@pytest.mark.parametrize("query", [{"year": "abc"}, {"year": "99999999999999999999"}, {"q": "9" * 30}, {"page": "x"}])
def test_odd_queries_do_no_harm(client, cast, enter, query):
    enter(1)
    listed(client, cast.auditor, **query)


def test_a_long_register_has_pages(client, cast, enter):
    for number in range(1, PAGE + 2):
        enter(number)
    assert listed(client, cast.auditor, page="2") == ["01/BC-BCĐ"]


def test_an_empty_register_says_what_comes_first(client, cast):
    client.force_login(cast.auditor)
    page = client.get(reverse("documents")).content.decode()
    assert 'class="empty"' in page


def test_another_wards_documents_are_not_seen(client, cast, enter):
    other = enter(1, scope=cast.ward.pk + 100_000)
    assert listed(client, cast.auditor) == []
    for name in ("document", "document_pdf"):
        assert client.get(reverse(name, args=[other.pk])).status_code == 404


def test_the_register_takes_few_queries(client, cast, enter, django_assert_max_num_queries):
    for number in range(1, 20):
        document = enter(number)
        document.dispatches.create(recipient="Sở", requested_at=now(), requested_by=cast.clerk)
    client.force_login(cast.auditor)
    with django_assert_max_num_queries(10):
        client.get(reverse("documents"))


@pytest.fixture
def issued(cast):
    report = factories.issued(cast)
    handlers.render(OutboxMessage.objects.get(topic="render", payload__ward_report=report.pk, payload__final=True))
    return report


@pytest.fixture
def document(issued):
    return Document.objects.get(subject_id=issued.pk)


def test_a_document_opens_with_its_pages_and_files(client, cast, document):
    client.force_login(cast.auditor)
    page = client.get(reverse("document", args=[document.pk])).content.decode()
    assert "01/BC-BCĐ" in page
    assert reverse("document_page", args=[document.pk, 1]) in page
    assert reverse("document_pdf", args=[document.pk]) in page


def test_its_pdf_and_pages_are_served(client, cast, document):
    client.force_login(cast.auditor)
    pdf = client.get(reverse("document_pdf", args=[document.pk]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert pdf["Content-Disposition"].startswith("inline; filename")
    picture = client.get(reverse("document_page", args=[document.pk, 1]))
    assert (picture["Content-Type"], picture["X-Content-Type-Options"]) == ("image/png", "nosniff")


def test_a_document_whose_file_is_not_made_yet_says_so(client, cast):
    factories.issued(cast)
    document = Document.objects.get()
    client.force_login(cast.auditor)
    assert (
        reverse("document_pdf", args=[document.pk])
        not in client.get(reverse("document", args=[document.pk])).content.decode()
    )
    assert client.get(reverse("document_pdf", args=[document.pk])).status_code == 404


def test_the_dispatch_line_follows_the_way_of_the_document(client, cast, issued, document):
    actions.dispatch(issued, by=cast.clerk)
    client.force_login(cast.auditor)
    address = reverse("document", args=[document.pk])
    assert "Đang gửi" in client.get(address).content.decode()
    Dispatch.objects.update(written_at=now())
    assert "Đã gửi, chưa có phản hồi" in client.get(address).content.decode()
    actions.record_receipt(factories.reread(issued), by=cast.clerk, received=True, reference="512/SKHCN", reason="")
    page = client.get(address).content.decode()
    assert "Tỉnh đã tiếp nhận" in page
    assert "512/SKHCN" in page


def test_a_document_takes_few_queries(client, cast, document, django_assert_max_num_queries):
    client.force_login(cast.auditor)
    with django_assert_max_num_queries(10):
        client.get(reverse("document", args=[document.pk]))


def test_the_units_of_the_ward_read_what_was_issued(client, cast, document):
    assert listed(client, cast["CA:drafter"]) == [document.code]
