import json
from datetime import date
from io import BytesIO

import docx
import pytest
from django.urls import reverse

from approvals.clock import now
from approvals.errors import NotPossible
from approvals.models import Dispatch, Document, OutboxMessage, Rendition
from approvals.outbox import queue as outbox
from approvals.register import actions as register
from approvals.register.views import PAGE
from tests import factories
from tests.dispatching import hand_over
from workflows.ward_reports.province import actions as province

TODAY = "2026-11-06 09:00"
ISSUED = pytest.mark.starts_from(factories.issued, on=TODAY)


@pytest.fixture(autouse=True)
def early_november(on_day):
    on_day(TODAY)


@pytest.fixture
def enter(cast):
    """Enter a line of the register by hand: nothing of a report stands behind it."""

    def make(number, *, year=2026, abstract="Kết quả thực hiện Kế hoạch", scope=None, **fields):
        given = {"symbol": "BC-BCĐ", "state": Document.State.ISSUED} | fields
        return Document.objects.create(
            subject_kind="letter",
            subject_id=number + year * 1000,
            scope=scope or cast.ward.pk,
            number=number,
            year=year,
            issued_on=date(year, 11, 6),
            abstract=abstract,
            period=f"{year}-10",
            signer="Vũ Xuân Quỳnh",
            issued_by=cast.clerk,
            **given,
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
    for name in ("document", "document_pdf", "document_docx", "document_csv", "document_json"):
        assert client.get(reverse(name, args=[other.pk])).status_code == 404


def test_the_register_takes_few_queries(client, cast, enter, django_assert_max_num_queries):
    for number in range(1, 20):
        document = enter(number)
        document.dispatches.create(recipient="Sở", requested_at=now(), requested_by=cast.clerk)
    client.force_login(cast.auditor)
    with django_assert_max_num_queries(10):
        client.get(reverse("documents"))


@pytest.fixture
def issued(start):
    return start


@pytest.fixture
def document(issued):
    return Document.objects.get(subject_id=issued.pk)


@ISSUED
def test_a_document_opens_with_its_pages_and_files(client, cast, document):
    client.force_login(cast.auditor)
    page = client.get(reverse("document", args=[document.pk])).content.decode()
    assert "01/BC-BCĐ" in page
    assert reverse("document_page", args=[document.pk, 1]) in page
    assert reverse("document_pdf", args=[document.pk]) in page


@ISSUED
def test_its_pdf_and_pages_are_served(client, cast, document):
    client.force_login(cast.auditor)
    pdf = client.get(reverse("document_pdf", args=[document.pk]))
    assert b"".join(pdf.streaming_content).startswith(b"%PDF")
    assert pdf["Content-Disposition"].startswith("inline; filename")
    picture = client.get(reverse("document_page", args=[document.pk, 1]))
    assert (picture["Content-Type"], picture["X-Content-Type-Options"]) == ("image/png", "nosniff")


@ISSUED
@pytest.mark.parametrize("form", ["docx", "csv", "json"])
def test_its_word_file_and_figures_are_offered_and_served(client, cast, document, form):
    client.force_login(cast.auditor)
    link = reverse(f"document_{form}", args=[document.pk])
    assert f'href="{link}"' in client.get(reverse("document", args=[document.pk])).content.decode()
    file = client.get(link)
    assert file["Content-Disposition"].startswith("attachment; filename")
    assert b"".join(file.streaming_content)


@ISSUED
def test_the_word_file_of_an_issued_document_bears_its_number(client, cast, document):
    client.force_login(cast.auditor)
    file = client.get(reverse("document_docx", args=[document.pk]))
    word = docx.Document(BytesIO(b"".join(file.streaming_content)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert f"Số: {document.code}" in cells


@ISSUED
def test_a_document_whose_file_is_not_made_yet_says_so(client, cast, document):
    Rendition.objects.filter(final=True).delete()
    client.force_login(cast.auditor)
    assert (
        reverse("document_pdf", args=[document.pk])
        not in client.get(reverse("document", args=[document.pk])).content.decode()
    )
    assert client.get(reverse("document_pdf", args=[document.pk])).status_code == 404


@ISSUED
def test_the_dispatch_line_follows_the_way_of_the_document(client, cast, issued, document):
    province.dispatch(issued, by=cast.clerk)
    client.force_login(cast.auditor)
    address = reverse("document", args=[document.pk])
    assert "Chờ gửi" in client.get(address).content.decode()
    Dispatch.objects.update(begun_at=now(), sent_at=now())
    assert "Đã gửi" in client.get(address).content.decode()
    province.record_receipt(factories.reread(issued), by=cast.clerk, received=True, reference="512/SKHCN", reason="")
    page = client.get(address).content.decode()
    assert "Đã tiếp nhận" in page
    assert "512/SKHCN" in page


@ISSUED
def test_a_document_takes_few_queries(client, cast, document, django_assert_max_num_queries):
    client.force_login(cast.auditor)
    with django_assert_max_num_queries(10):
        client.get(reverse("document", args=[document.pk]))


@ISSUED
def test_the_units_of_the_ward_read_what_was_issued(client, cast, document):
    assert listed(client, cast["CA:drafter"]) == [document.code]


@ISSUED
def test_a_recalled_report_is_not_dispatched(cast, issued, document):
    register.recall(document, by=cast.clerk, reason="Sai thẩm quyền")
    with pytest.raises(NotPossible):
        province.dispatch(issued, by=cast.clerk)


ENDED = {"reason": "Sai thẩm quyền ban hành", "voided_at": None, "recalled_at": None}


@pytest.fixture
def five(cast, enter):
    """A line of each standing, by it."""
    ended = ENDED | {"ended_by": cast.clerk}
    old = enter(1)
    return {
        "replaced": old,
        "in_force": enter(2, replaces=old),
        "recalled": enter(3, **ended | {"recalled_at": now()}),
        "reserved": enter(4, state="reserved"),
        "voided": enter(5, **ended | {"state": "voided", "voided_at": now()}),
    }


@pytest.mark.parametrize("standing", ["in_force", "replaced", "recalled", "reserved", "voided"])
def test_it_is_filtered_by_how_a_line_stands(client, cast, five, standing):
    assert listed(client, cast.clerk, state=standing) == [five[standing].code]
    assert Document.objects.get(pk=five[standing].pk).standing == standing


def test_it_is_filtered_by_kind(client, cast, enter):
    enter(1), enter(1, symbol="BC-UBND", year=2025)
    assert listed(client, cast.clerk, kind="BC-UBND") == ["01/BC-UBND"]


@pytest.mark.parametrize("query", [{"state": "x"}, {"kind": "x"}, {"q": "5" * 25}, {"q": "x" * 200}])
def test_a_faulty_address_does_no_harm(client, cast, five, query):
    listed(client, cast.clerk, **query)


def test_a_voided_number_is_struck_through_and_says_so_in_words(client, cast, five):
    client.force_login(cast.clerk)
    page = client.get(reverse("documents")).content.decode()
    assert "<s>05/BC-BCĐ</s>" in page
    assert "Số đã hủy" in page
    assert "Sai thẩm quyền ban hành" in page
    opened = client.get(reverse("document", args=[five["voided"].pk])).content.decode()
    assert str(cast.clerk) in opened
    assert "Sai thẩm quyền ban hành" in opened


def test_kept_and_voided_numbers_are_for_who_issues_or_reads_the_trail(client, cast, five):
    assert len(listed(client, cast.auditor)) == 5
    assert listed(client, cast["CA:drafter"]) == ["03/BC-BCĐ", "02/BC-BCĐ", "01/BC-BCĐ"]
    assert client.get(reverse("document", args=[five["voided"].pk])).status_code == 404


def test_a_replacement_is_linked_both_ways(client, cast, five):
    client.force_login(cast.clerk)
    old, new = (reverse("document", args=[five[standing].pk]) for standing in ("replaced", "in_force"))
    assert new in client.get(old).content.decode()
    assert old in client.get(new).content.decode()
    page = client.get(reverse("documents")).content.decode()
    assert "thay thế 01/BC-BCĐ" in page
    assert "được thay bằng 02/BC-BCĐ" in page


def test_a_kept_number_that_would_replace_another_leaves_it_in_force(client, cast, enter):
    old = enter(1)
    enter(2, replaces=old, state="reserved")
    assert listed(client, cast.clerk, state="in_force") == [old.code]
    assert listed(client, cast.clerk, state="replaced") == []


@pytest.mark.parametrize(("standing", "button"), [("reserved", "document_void"), ("in_force", "document_recall")])
def test_only_the_clerk_is_offered_to_void_or_recall(client, cast, five, standing, button):
    line = five[standing]
    for person, offered in ((cast.clerk, True), (cast.auditor, False)):
        client.force_login(person)
        page = client.get(reverse("document", args=[line.pk])).content.decode()
        assert (reverse(button, args=[line.pk]) in page) == offered
    for standing, other in five.items():
        if standing not in ("reserved", "in_force", "replaced"):
            page = client.get(reverse("document", args=[other.pk])).content.decode()
            assert reverse(button, args=[other.pk]) not in page


@pytest.mark.parametrize(
    ("standing", "page", "after"),
    [("reserved", "document_void", "voided"), ("in_force", "document_recall", "recalled")],
)
def test_the_clerk_voids_or_recalls_with_a_reason(client, cast, five, standing, page, after):
    line = five[standing]
    address = reverse(page, args=[line.pk])
    client.force_login(cast.clerk)
    assert "Không thể hoàn tác" in client.get(address).content.decode()
    refused = client.post(address, {"reason": "  "})
    assert (refused.status_code, "Hãy nêu lý do" in refused.content.decode()) == (422, True)
    assert client.post(address, {"reason": "Sai thẩm quyền"}).status_code == 302
    assert Document.objects.get(pk=line.pk).standing == after
    late = client.post(address, {"reason": "Lời khác"})
    assert (late.status_code, "Lời khác" in late.content.decode()) == (409, True)
    assert Document.objects.get(pk=line.pk).reason == "Sai thẩm quyền"


@pytest.mark.parametrize("page", ["document_void", "document_recall"])
def test_nobody_else_opens_those_pages(client, cast, five, enter, page):
    client.force_login(cast.auditor)
    assert client.get(reverse(page, args=[five["in_force"].pk])).status_code == 403
    client.force_login(cast.clerk)
    other = enter(9, scope=cast.ward.pk + 100_000)
    assert client.get(reverse(page, args=[other.pk])).status_code == 404


@pytest.fixture
def sent(cast, five):
    line = five["in_force"]
    return line.dispatches.create(
        recipient="Sở KH&CN", requested_at=now(), begun_at=now(), sent_at=now(), requested_by=cast.clerk
    )


def test_the_deletion_of_a_recalled_document_is_recorded_on_its_page(client, cast, sent):
    register.recall(sent.document, by=cast.clerk, reason="Sai thẩm quyền")
    client.force_login(cast.clerk)
    opened, address = reverse("document", args=[sent.document_id]), reverse("dispatch_deletion", args=[sent.pk])
    assert address in client.get(opened).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"reference": "77/SKHCN-VP"}).status_code == 302
    page = client.get(opened).content.decode()
    assert "77/SKHCN-VP" in page
    assert address not in page
    assert client.post(address, {"reference": ""}).status_code == 302
    assert "77/SKHCN-VP" in client.get(opened).content.decode()


def test_the_deletion_of_a_document_in_force_is_not_recorded(client, cast, sent):
    client.force_login(cast.clerk)
    address = reverse("dispatch_deletion", args=[sent.pk])
    assert address not in client.get(reverse("document", args=[sent.document_id])).content.decode()
    assert client.post(address, {"reference": ""}).status_code == 409
    client.force_login(cast.auditor)
    assert client.post(address, {"reference": ""}).status_code == 403


def test_a_recall_is_written_out_for_whoever_received_the_document(cast, sent, settings, tmp_path):
    settings.OUTGOING_DIR = tmp_path
    register.recall(sent.document, by=cast.clerk, reason="Sai thẩm quyền")
    message = OutboxMessage.objects.get(topic="recall")
    for _twice in range(2):
        outbox.work(message)
    told = json.loads((tmp_path / f"2026-02-BC-BCĐ-{sent.pk}-recall.json").read_text())
    assert (told["recalls"], told["code"], told["reason"]) == (sent.pk, "02/BC-BCĐ", "Sai thẩm quyền")
    assert len(list(tmp_path.iterdir())) == 1


def test_a_document_recalled_before_it_went_out_goes_nowhere(cast, sent, settings, tmp_path):
    settings.OUTGOING_DIR = tmp_path
    Dispatch.objects.update(begun_at=None, sent_at=None)
    register.recall(sent.document, by=cast.clerk, reason="Sai thẩm quyền")
    hand_over(sent)
    assert not list(tmp_path.iterdir())
    assert not OutboxMessage.objects.filter(topic="recall").exists()


def test_pages_of_the_register_take_few_queries_however_long_it_is(
    client, cast, five, enter, django_assert_max_num_queries
):
    for number in range(6, 26):
        enter(number, replaces=enter(number + 100)).dispatches.create(
            recipient="Sở", requested_at=now(), begun_at=now(), sent_at=now(), requested_by=cast.clerk
        )
    client.force_login(cast.clerk)
    with django_assert_max_num_queries(10):
        client.get(reverse("documents"), {"q": "kết quả", "state": "replaced", "year": "2026"})
    with django_assert_max_num_queries(10):
        client.get(reverse("document", args=[five["recalled"].pk]))
