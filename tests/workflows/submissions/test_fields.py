"""The fields that a kind of document asks for: drafted, typed, required, decided, printed, and read by routes."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from approvals.errors import NotPossible
from approvals.files import store as files
from approvals.models import OutboxMessage, Rendition, TrailEvent
from tests import attachments
from tests.factories import reread
from tests.remembered import remembered
from tests.workflows.outlines.arrange import FILLED, OF_EVERY_TYPE, TABLE
from workflows.documents import handlers
from workflows.models import Attachment, OutlineVersion, Submission
from workflows.outlines import actions as outlines
from workflows.pure.filling.asked import OfField
from workflows.routes import actions as routes
from workflows.submissions import actions as submissions
from workflows.submissions.attachments import actions as attached

from . import arrange

FILES = {"label": "Dự toán", "type": "file", "summing": "list", "required": False}
SHAPES = (*OF_EVERY_TYPE, TABLE | {"required": False}, FILES)
ROWS = [["Nguyễn Văn A", "1.000.000", "05/10/2026"]]


@remembered
def asked(cast, *shapes):
    """Tờ trình asks for these fields; for one of every type where none is given."""
    kind = arrange.kind(cast)
    section = outlines.add_section(kind, by=cast.admin, seen=outlines.current(kind).edits, title="Kinh phí")
    for shape in shapes or SHAPES:
        seen = outlines.current(kind).edits
        outlines.add_field(kind, section.number, by=cast.admin, seen=seen, **shape)
    return kind


def numbers(case):
    return [told.field.number for told in case.fields_told]


def typed(case, *values):
    return dict(zip(numbers(case), values or (*FILLED, {"rows": ROWS}), strict=False))


@remembered
def filled(cast, *shapes):
    asked(cast, *shapes)
    case = arrange.draft(cast)
    return reread(submissions.edit(case, by=cast["CA:drafter"], seen=case.edits, fields=typed(case)))


def sent(cast, case):
    submissions.send_for_approval(reread(case), by=cast["CA:unit_head"])
    handlers.render(OutboxMessage.objects.get(topic="render"))
    return reread(case)


def address(name, *args):
    return reverse(name, args=args)


def test_a_document_without_an_outline_costs_no_query_for_fields(cast, statements):
    case = arrange.draft(cast)
    with statements() as counted:
        assert case.fields_told == []
    assert (len(counted), case.outline) == (0, None)


def test_a_document_is_drafted_with_the_outline_of_that_moment(cast):
    kind = asked(cast, OF_EVERY_TYPE[0])
    case = arrange.draft(cast)
    outlines.add_field(kind, 1, by=cast.admin, seen=outlines.current(kind).edits, **OF_EVERY_TYPE[1])
    assert OutlineVersion.objects.filter(kind=kind).count() == 2
    assert (len(reread(case).fields_told), len(arrange.draft(cast, abstract="Khác").fields_told)) == (1, 2)


def test_an_outline_of_documents_has_no_sections_of_reports(cast):
    assert [section.title for section in outlines.current(asked(cast)).sections.all()] == ["Kinh phí"]


def test_what_is_typed_is_kept_and_stands_in_the_trail(cast):
    case = filled(cast)
    told = {each.field.type: each for each in case.fields_told}
    assert (told["number"].value, told["percent"].denominator) == (Decimal(12), Decimal(200))
    assert (told["date"].day, told["choice"].choice) == (date(2026, 10, 15), "Khá")
    assert (told["yes_no"].yes, told["table"].rows) == (True, ROWS)
    changes = TrailEvent.objects.get(action="edit").changes
    assert changes[f"F{told['number'].field.number}.value"] == [None, "12"]


def test_it_is_not_sent_while_a_required_field_is_blank(cast):
    asked(cast)
    case = arrange.draft(cast)
    with pytest.raises(NotPossible, match="“Số hộ nghèo”, “Tỷ lệ hồ sơ đúng hạn”"):
        submissions.send_for_approval(case, by=cast["CA:unit_head"])
    assert reread(case).state == "draft"


def test_what_the_fields_say_is_decided_with_the_document(cast):
    case = filled(cast)
    before = submissions.content_digest(case)
    case.field_values.filter(field__type="number").update(value=13)
    assert submissions.content_digest(reread(case)) != before


def test_a_change_of_a_field_ends_the_last_round(cast):
    case = sent(cast, filled(cast))
    case = reread(submissions.take_back(case, by=cast["CA:unit_head"], reason="Sửa số liệu"))
    number = numbers(case)[0]
    submissions.edit(case, by=cast["CA:drafter"], seen=case.edits, fields={number: {"value": Decimal(20)}})
    assert (reread(case).content, reread(case).fields_told[0].value) == ("", Decimal(20))


def test_page_pdf_word_csv_and_json_tell_every_field(client, cast, kept):
    case = filled(cast)
    number = next(told.field.number for told in case.fields_told if told.field.type == "file")
    attached.attach(case, by=cast["CA:drafter"], file=attachments.upload(name="du-toan.pdf"), field=number)
    client.force_login(cast["CA:drafter"])
    page = client.get(case.get_absolute_url()).content.decode()
    for words in ("Số hộ nghèo", "171/200", "15/10/2026", "Khá", "Nguyễn Văn A", "du-toan.pdf"):
        assert words in page, words
    case = sent(cast, case)
    rendition = Rendition.objects.get()
    facts = json.loads(files.other_path(rendition.sha256, "json").read_text())["noi_dung_khac"][0]
    assert facts["muc"] == "Kinh phí"
    assert facts["truong"][0] | {"don_vi": []} == {
        "ma": f"F{numbers(case)[0]}",
        "ten": "Số hộ nghèo",
        "dvt": "hộ",
        "gia_tri": "12",
        "ket_qua": "12",
        "don_vi": [],
        "ghi_chu": "",
    }
    assert facts["bang"][0] == {"ten": TABLE["label"], "cot": ["Tên hộ", "Số tiền", "Ngày"], "dong": ROWS}
    csv = files.other_path(rendition.sha256, "csv").read_text(encoding="utf-8-sig")
    assert "Số hộ nghèo;hộ;;12" in csv
    assert "Tên hộ: Nguyễn Văn A; Số tiền: 1.000.000" in csv
    assert files.other_path(rendition.sha256, "docx").exists()


def test_the_page_types_saves_and_keeps_what_is_wrong(client, cast):
    asked(cast)
    client.force_login(cast["CA:drafter"])
    kind = arrange.kind(cast)
    given = arrange.WRITTEN | {"document_kind": kind.pk, "unit": cast.units["CA"].pk, "no_secrets": "on"}
    answer = client.post(address("submission_new"), given)
    case = Submission.objects.get()
    assert answer["Location"] == address("submission_edit", case.pk)
    page = client.get(answer["Location"]).content.decode()
    assert "Kinh phí" in page
    fields = dict(zip([told.field.type for told in case.fields_told], numbers(case), strict=True))
    number, share, choice = fields["number"], fields["percent"], fields["choice"]
    written = arrange.WRITTEN | {"seen": case.edits, f"F{number}_value": "6000", f"F{choice}_choice": "Khá"}
    written |= {f"F{share}_numerator": "1", f"F{share}_denominator": ""}
    refused = client.post(address("submission_edit", case.pk), written)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert ("không được lớn hơn 5.000" in page or "5.000" in page, 'value="6000"' in page) == (True, True)
    assert f"F{share}_denominator" in refused.context["form"].errors
    written |= {f"F{number}_value": "12", f"F{share}_denominator": "2"}
    assert client.post(address("submission_edit", case.pk), written).status_code == 302
    told = reread(case).fields_told
    assert (told[0].value, told[1].numerator, told[3].choice) == (Decimal(12), Decimal(1), "Khá")


def test_a_file_is_attached_to_its_field_and_removed_from_it(client, cast, kept):
    asked(cast, FILES)
    case = arrange.draft(cast)
    client.force_login(cast["CA:drafter"])
    (number,) = numbers(case)
    page = f"{address('submission_attachments', case.pk)}?field={number}"
    assert client.post(page, {"file": attachments.upload()})["Location"] == address("submission_edit", case.pk)
    row = Attachment.objects.get()
    assert reread(case).fields_told[0].rows == [[row.name, row.sha256]]
    assert f"F{number}.evidence" in TrailEvent.objects.get(action="attach").changes
    with pytest.raises(NotPossible, match="chỗ khác"):
        attached.attach(reread(case), by=cast["CA:drafter"], file=attachments.upload(attachments.pdf("Khác")))
    attached.detach(row, by=cast["CA:drafter"])
    assert reread(case).fields_told[0].rows == []
    assert client.get(f"{address('submission_attachments', case.pk)}?field=99").status_code == 404


def test_a_copy_takes_over_what_the_fields_say_but_no_files(cast, kept):
    case = filled(cast)
    number = numbers(case)[-1]
    attached.attach(case, by=cast["CA:drafter"], file=attachments.upload(), field=number)
    copy = submissions.draft(
        case.document_kind, case.unit, by=cast["CA:drafter"], copied_from=reread(case), **arrange.WRITTEN
    )
    assert [told.value for told in copy.fields_told[:1]] == [Decimal(12)]
    assert copy.fields_told[-1].rows == []


def copied_into(cast, kind, source):
    return reread(
        submissions.draft(kind, source.unit, by=cast["CA:drafter"], copied_from=reread(source), **arrange.WRITTEN)
    )


def test_a_copy_into_another_kind_takes_over_no_fields(cast):
    source = filled(cast, OF_EVERY_TYPE[0])
    other = arrange.kind(cast, "ke-hoach")
    section = outlines.add_section(other, by=cast.admin, seen=outlines.current(other).edits, title="Xử phạt")
    outlines.add_field(other, section.number, by=cast.admin, seen=outlines.current(other).edits, **OF_EVERY_TYPE[0])
    assert [told.value for told in copied_into(cast, other, source).fields_told] == [None]


@pytest.mark.parametrize("change", [{"label": "Số tiền phạt"}, {"measure": "triệu đồng"}, {"maximum": Decimal(10)}])
def test_a_copy_takes_over_no_field_that_asks_otherwise_now(cast, change):
    source = filled(cast, OF_EVERY_TYPE[0])
    kind, number = source.document_kind, numbers(source)[0]
    outlines.change_field(kind, number, by=cast.admin, seen=outlines.current(kind).edits, **OF_EVERY_TYPE[0] | change)
    assert [told.value for told in copied_into(cast, kind, source).fields_told] == [None]


def step_when(cast, condition, parameter, **changed):
    route = arrange.kind(cast).route
    shape = {"title": "Thẩm định", "unit": cast.units["KTHTDT"], "office": "unit_head", "verb": "examine"}
    shape |= {"need": "any", "allowance": 8, "condition": condition, "parameter": parameter, "reversed": False}
    return routes.add_step(route, by=cast.admin, **shape | changed)


@pytest.mark.parametrize(
    ("condition", "asks", "taken"),
    [
        ("typed_amount", "12", True),
        ("typed_amount", "13", False),
        ("typed_choice", "Khá", True),
        ("typed_choice", "Tốt", False),
    ],
)
def test_a_step_is_taken_by_what_the_document_says(cast, condition, asks, taken):
    case = filled(cast)
    field = case.fields_told[0 if condition == "typed_amount" else 3].field
    step_when(cast, condition, OfField(field.number, asks, field.label).code)
    case = reread(submissions.send_for_approval(case, by=cast["CA:unit_head"]))
    assert case.steps.filter(title="Thẩm định").exists() is taken
    assert f"when_{condition}" in TrailEvent.objects.get(action="send_for_approval").changes


def test_a_condition_on_a_field_that_the_document_lacks_is_told(cast):
    case = arrange.draft(cast)
    kind = asked(cast)
    field = outlines.fields_of(outlines.current(kind))[0]
    step_when(cast, "typed_amount", OfField(field.number, "1", field.label).code)
    with pytest.raises(NotPossible, match="Số hộ nghèo"):
        submissions.send_for_approval(case, by=cast["CA:unit_head"])
    assert reread(case).state == "draft"


def test_sending_with_fields_and_files_costs_fourteen_statements_at_most(cast, kept, statements):
    case = filled(cast)
    for words in ("Phương án", "Dự toán"):
        file = attachments.upload(attachments.pdf(words), name=f"{words}.pdf")
        attached.attach(reread(case), by=cast["CA:drafter"], file=file)
    case = reread(case)
    with statements() as counted:
        sent = submissions.send_for_approval(case, by=cast["CA:unit_head"])
    assert len(counted) <= 14, "\n".join(sql[:160] for sql in counted.sql)
    assert sent.file_hashes == [[file.name, file.sha256] for file in reread(case).attached]
    assert len(sent.file_hashes) == 2


def test_the_outline_of_a_kind_of_document_is_made_on_its_page(client, cast):
    kind = arrange.kind(cast)
    client.force_login(cast.admin)
    assert address("outline", kind.pk) in client.get(address("submissions")).content.decode()
    page = client.get(address("outline", kind.pk)).content.decode()
    assert "Chưa có văn bản nào soạn theo đề cương này" in page
    seen = outlines.current(kind).edits
    assert client.post(address("section_add", kind.pk), {"title": "Kinh phí", "seen": seen}).status_code == 302
    number = outlines.current(kind).sections.get().number
    shape = {"label": "Tổng mức", "type": "number", "decimals": "0", "longest": "1000", "required": "on"}
    added = client.post(address("field_add", kind.pk, number), shape | {"seen": outlines.current(kind).edits})
    assert added.status_code == 302, added.context["form"].errors
    assert "summing" not in client.get(address("field_add", kind.pk, number)).context["form"].fields
