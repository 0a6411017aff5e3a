"""The 13 packages of QCVN 125:2021/BTTTT: written, held against the schema, signed, and read with suspicion."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from lxml import etree

from approvals.channels import actions as channels
from approvals.channels.parcels import parcel_of
from approvals.channels.seam import NotTaken
from approvals.edxml.reading import MessageRefused
from approvals.edxml.schema import SchemaFault
from approvals.edxml.signatures import Verdict
from approvals.models import Dispatch, MessageKey, Recipient
from approvals.receiving import keys
from tests.workflows import arrange
from workflows.documents.data import plain
from workflows.models import IndicatorFigure
from workflows.packages import making, reading, schema, writing
from workflows.packages.rows import ROWS
from workflows.packages.schema import NAMESPACE
from workflows.packages.table import PACKAGES

pytestmark = pytest.mark.starts_from(arrange.dispatched, on="2026-11-08 09:00")
ORGAN = "H60.99"


@pytest.fixture
def report(start, on_day):
    on_day("2026-11-08 12:00")
    keys.of_scope(start.ward_id, ORGAN)
    return start


@pytest.fixture
def own(report) -> str:
    return MessageKey.objects.get().certificate


def one(report, number: int) -> bytes:
    return making.files_of(report, [number])[PACKAGES[number].file]


@pytest.mark.parametrize("number", PACKAGES)
def test_each_package_is_read_as_it_was_written_and_its_signature_holds(report, own, number):
    told = reading.read(one(report, number), trusted=own)
    assert (told.package.number, told.organ_id, told.verdict) == (number, ORGAN, Verdict.VALID)
    needed = {field.tag for field in told.package.fields if field.needed}
    assert all(needed <= row.keys() for row in told.rows)
    assert len(told.rows) == len(list(ROWS[number](report)))


def test_the_figures_are_those_that_were_approved(report, own):
    rows = reading.read(one(report, 4), trusted=own).rows
    figures = IndicatorFigure.objects.filter(report=report).order_by("indicator__number")
    assert [(int(row["MaChiTieu"]), row.get("GiaTri")) for row in rows] == [
        (figure.indicator.number, plain(figure.value)) for figure in figures
    ]


def test_the_state_and_the_regime_are_told(report, own):
    (state,) = reading.read(one(report, 7), trusted=own).rows
    assert (state["Ma"], state["SoKyHieu"], state["MaKy"]) == ("dispatched", "01/BC-BCĐ", "2026-10")
    (regime,) = reading.read(one(report, 1), trusted=own).rows
    assert (regime["TanSuat"], len(regime["DonViBaoCao"])) == ("monthly", 9)
    assert regime["NoiNhan"] == [report.plan.province_recipient]


def test_what_units_told_adds_to_the_broken_down_figure(report, own):
    rows = reading.read(one(report, 13), trusted=own).rows
    codes = {row["MaDonVi"] for row in rows if "MaDonVi" in row}
    assert codes <= {row["Ma"] for row in reading.read(one(report, 12), trusted=own).rows}
    assert codes


def test_what_was_changed_or_is_signed_by_another_is_refused(report, own):
    content = one(report, 7)
    stranger = keys.made(ORGAN)
    for harmed, trusted in ((content.replace(b"dispatched", b"received"), own), (content, stranger.certificate)):
        with pytest.raises(MessageRefused):
            reading.read(harmed, trusted=trusted)
    assert reading.read(content).verdict == Verdict.INSUFFICIENT


def test_what_stands_between_the_words_of_a_signed_package_cuts_none_short(report, own):
    pair = keys.opened(MessageKey.objects.get())
    tree = etree.fromstring(package(OWN % "<PhanTo><MaPhanTo>A</MaPhanTo><Ma>1<?x?>2<!-- x -->3</Ma></PhanTo><?x?>"))
    tree.append(etree.ProcessingInstruction("x"))
    assert reading.read(writing.signed(tree, pair.key, pair.certificate), trusted=own).rows == [
        {"MaPhanTo": "A", "Ma": "123"}
    ]


def package(inner: str, head: str = "") -> bytes:
    sender = (
        "<DonViGui><MaDinhDanh>H60</MaDinhDanh><Ten>X</Ten></DonViGui><ThoiDiem>2026-11-08T09:00:00+07:00</ThoiDiem>"
    )
    return f'{head}<GoiTin xmlns="{NAMESPACE}">{sender}{inner}</GoiTin>'.encode()


OWN = '<Goi12 so="12" ten="Danh mục phân tổ chỉ số">%s</Goi12>'


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (package("", "<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"), MessageRefused),
        (package("<a>" * 40 + "</a>" * 40), MessageRefused),
        (package(OWN % ("<PhanTo><MaPhanTo>A</MaPhanTo><Ma>1</Ma></PhanTo>" * 70_000)), MessageRefused),
        (package(OWN % "<PhanTo><Ma>1</Ma></PhanTo>"), SchemaFault),
        (package(OWN % "<PhanTo><MaPhanTo></MaPhanTo><Ma>1</Ma></PhanTo>"), SchemaFault),
        (package(OWN.replace("12", "13") % ""), SchemaFault),
        (package('<Goi14 so="14" ten="Khác"/>'), SchemaFault),
        (b"", MessageRefused),
    ],
)
def test_what_might_do_harm_or_is_no_package_is_refused(content, fault):
    with pytest.raises(fault):
        reading.read(content)


def test_the_published_schema_is_the_one_that_is_asked():
    assert schema.PUBLISHED.read_bytes() == schema.text()
    read = reading.read(package(OWN % "<PhanTo><MaPhanTo>A</MaPhanTo><Ma>1</Ma></PhanTo>"))
    assert (read.rows, read.verdict) == ([{"MaPhanTo": "A", "Ma": "1"}], Verdict.NONE)
    assert etree.XMLSchema(etree.parse(schema.PUBLISHED)) is not None


def test_a_recipient_gets_the_packages_that_its_setting_names(cast, report):
    sent = Dispatch.objects.get()
    row = channels.add_recipient(cast.ward.pk, by=cast.admin, name=sent.recipient, shares=Recipient.Shares.PACKAGES)
    sent.addressee = row
    enclosed = parcel_of(sent).enclosures
    assert [each.name for each in enclosed] == [PACKAGES[number].file for number in making.SENT]
    assert {each.content_type for each in enclosed} == {"application/xml"}


def test_a_ward_without_an_identifier_is_told_where_to_enter_it(cast, report):
    MessageKey.objects.all().delete()
    sent = Dispatch.objects.get()
    name = sent.recipient
    row = channels.add_recipient(cast.ward.pk, by=cast.admin, name=name, shares=Recipient.Shares.PACKAGES)
    sent.addressee = row
    with pytest.raises(NotTaken, match="mã định danh"):
        parcel_of(sent)
    values = {"url": "https://trục.vn", "organ": "H60.77", "token": "x"}
    channels.add_channel(row, "vxp", by=cast.admin, values=values)
    assert len(parcel_of(sent).enclosures) == len(making.SENT)
    assert MessageKey.objects.get().organ_id == "H60.77"


def test_all_packages_are_written_into_a_folder_and_read_there(report, own, tmp_path):
    call_command("report_packages", str(report.pk), str(tmp_path), stdout=StringIO())
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(each.file for each in PACKAGES.values())
    (tmp_path / "own.pem").write_text(own)
    said = StringIO()
    file, certificate = tmp_path / PACKAGES[9].file, tmp_path / "own.pem"
    call_command("read_package", str(file), f"--certificate={certificate}", stdout=said)
    told = json.loads(said.getvalue())
    assert (told["signature"], told["title"], len(told["rows"])) == ("valid", "Danh mục chỉ tiêu", 20)
    (tmp_path / "bad.xml").write_bytes(file.read_bytes()[:-20])
    for arguments in (["report_packages", "999", str(tmp_path)], ["read_package", str(tmp_path / "bad.xml")]):
        with pytest.raises(CommandError):
            call_command(*arguments)
