"""Messages as XML: written, held against the schema, signed, and read with suspicion."""

import base64
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from signxml import SignatureMethod, XMLSigner

from approvals.clock import ZONE
from approvals.edxml import reading, schema, signatures, writing
from approvals.edxml.messages import (
    NAMESPACE,
    Attached,
    Business,
    Letter,
    Named,
    Organ,
    Replaced,
    Signer,
    Staff,
    StatusMessage,
    Trace,
)
from approvals.edxml.signatures import Verdict

AT = datetime(2026, 11, 6, 9, 0, tzinfo=ZONE)
LETTER = Letter(
    document_id="5f0f8ab4-55b6-4f1c-b3ea-6a3df2b7a001",
    sender=Organ("H60.99", "UBND phường Minh Xuân", "UBND tỉnh", "Số 1", "a@b.vn", "0207", "0208", "https://a.vn"),
    receivers=[Organ("000.00.05.H60", "Sở Khoa học và Công nghệ"), Organ("H60.06", "Sở Nội vụ")],
    number="12",
    notation="BC-BCĐ",
    place="Minh Xuân",
    issued_on=date(2026, 11, 6),
    kind=("1", "3", "Báo cáo"),
    subject="Kết quả tháng 10 & <phụ lục>",
    signer=Signer("KT. TRƯỞNG BAN", "Phó Chủ tịch", "Vũ Xuân Quỳnh"),
    content="Kính gửi",
    due_on=date(2026, 11, 20),
    to_places=["Như trên", "Lưu: VT"],
    priority=2,
    sphere="Nội bộ",
    typist="vx",
    copies=2,
    pages=7,
    direction="Đi",
    appendixes=["Phụ lục I"],
    answers=[Named("H60.05", "5/SKHCN", date(2026, 10, 1), "x-1")],
    steering="1",
    traces=[Trace("H60.99", AT)],
    business=Business.REPLACE,
    reason="Sai số liệu",
    paper=True,
    staff=Staff("VHXH", "Lê B", "09", "b@c.vn"),
    replaces=[Replaced("x-0", ["H60.05"])],
    attached=[Attached("a.pdf", "application/pdf", b"%PDF-1.7\x00\xff", "Bản chính")],
)
STATUS = StatusMessage(
    sender=Organ("H60.05", "Sở Khoa học và Công nghệ"),
    about=Named("H60.99", "12/BC-BCĐ", date(2026, 11, 6), LETTER.document_id),
    code="03",
    description="Vào sổ 512",
    at=AT,
    staff=Staff("Văn thư", "Trần C"),
)


def pair(key) -> tuple[str, str]:
    """A key and its certificate, in PEM."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Sở")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(datetime.now(UTC) - timedelta(days=1))
    certificate = made.not_valid_after(datetime.now(UTC) + timedelta(days=1)).sign(key, SHA256())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return pem, certificate.public_bytes(Encoding.PEM).decode()


RSA, EC = pair(rsa.generate_private_key(65537, 2048)), pair(ec.generate_private_key(ec.SECP256R1()))


@pytest.mark.parametrize("business", Business)
def test_a_letter_is_read_as_it_was_written(business):
    letter = replace(LETTER, business=business)
    assert reading.read(writing.text(writing.letter(letter))) == letter


def test_a_status_is_read_as_it_was_written():
    assert reading.read(writing.text(writing.status(STATUS))) == STATUS


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=80), st.binary(max_size=200))
def test_whatever_a_letter_says_and_encloses_comes_back(words, content):
    subject = words.strip() or "x"
    letter = replace(LETTER, subject=subject, attached=[Attached("a", "x/y", content)])
    back = reading.read(writing.text(writing.letter(letter)))
    assert (back.subject, back.attached[0].content) == (subject, content)


@pytest.mark.parametrize(
    "changed",
    [
        {"document_id": ""},
        {"priority": 5},
        {"sender": Organ("h60 99", "X")},
        {"receivers": []},
        {"subject": "x" * 501},
    ],
)
def test_what_the_schema_forbids_is_not_written(changed):
    with pytest.raises(schema.SchemaFault):
        writing.letter(replace(LETTER, **changed))


def xml(inner: str, head: str = "") -> bytes:
    return f'{head}<edXML xmlns="{NAMESPACE}">{inner}</edXML>'.encode()


BOMB = "<!DOCTYPE a [" + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)) + '<!ENTITY a0 "ha">]>'


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "no XML"),
        (b"<edXML", "no XML"),
        (xml("&a9;", BOMB), "document type"),
        (xml("&a;", '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "document type"),
        (xml("", '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">'), "document type"),
        (xml("<a>" * 40 + "</a>" * 40), "deeper"),
        (xml("<a/>" * 20_001), "more than"),
        (b" " * (reading.LARGEST + 1), "larger"),
    ],
)
def test_what_might_do_harm_is_refused_unread(content, word):
    with pytest.raises(reading.MessageRefused, match=word):
        reading.read(content)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026/11/06<", "2026/13/06<"),
        ("<edXML:ContentId>cid:1", "<edXML:ContentId>cid:2"),
        (base64.b64encode(LETTER.attached[0].content).decode(), "AAA"),
        ("<edXML:Priority>2", "<edXML:Priority>9"),
        ("<edXML:BussinessDocType>3</edXML:BussinessDocType>", ""),
    ],
)
def test_what_contradicts_itself_or_the_schema_is_refused(before, after):
    content = writing.text(writing.letter(LETTER)).decode()
    assert before in content
    with pytest.raises((reading.MessageRefused, schema.SchemaFault)):
        reading.read(content.replace(before, after, 1).encode())


def test_a_file_of_twenty_megabytes_goes_through():
    large = replace(LETTER, attached=[Attached("a.pdf", "application/pdf", bytes(20 * 1024 * 1024))])
    assert len(reading.read(writing.text(writing.letter(large))).attached[0].content) == 20 * 1024 * 1024


@pytest.mark.parametrize("keys", [RSA, EC], ids=["rsa", "ec"])
def test_a_signature_holds_over_all_of_the_message(keys):
    content = writing.text(signatures.sign(writing.letter(LETTER), *keys))
    assert b"sha1" not in content.lower()
    found = signatures.check(content, keys[1])
    assert (found.verdict, reading.read(content)) == (Verdict.VALID, LETTER)
    for before, after in ((b"12</", b"13</"), ("Sở Nội vụ".encode(), b"X"), (b"JVBERi", b"JVBERj")):
        assert signatures.check(content.replace(before, after, 1), keys[1]).verdict == Verdict.BROKEN


def test_a_signature_by_another_key_is_broken_and_by_nobody_known_insufficient():
    content = writing.text(signatures.sign(writing.status(STATUS), *EC))
    assert signatures.check(content, RSA[1]).verdict == Verdict.BROKEN
    assert signatures.check(content, "").verdict == Verdict.INSUFFICIENT
    assert signatures.check(writing.text(writing.status(STATUS)), EC[1]).verdict == Verdict.NONE


class OldSigner(XMLSigner):
    def check_deprecated_methods(self) -> None:
        """As samples of the exchange sign."""


def test_a_signature_by_sha1_is_insufficient():
    tree = writing.status(STATUS)
    placed = etree.SubElement(tree.find(signatures.HEADER), signatures.SIGNATURE)
    placed.set("Id", "placeholder")
    key, certificate = RSA
    signed = OldSigner(signature_algorithm=SignatureMethod.RSA_SHA1).sign(tree, key=key.encode(), cert=certificate)
    assert signatures.check(etree.tostring(signed), certificate).verdict == Verdict.INSUFFICIENT


def test_a_key_that_is_not_the_certificates_signs_nothing():
    with pytest.raises(signatures.KeyFault):
        signatures.sign(writing.status(STATUS), RSA[0], EC[1])


def test_a_letter_with_a_large_scan_is_signed_and_read():
    """Eleven MB: as text more than the ten million signs that a parser takes unless it is told otherwise."""
    scan = Attached("bc.pdf", "application/pdf", bytes(8 * 1024 * 1024))
    content = writing.text(signatures.sign(writing.letter(replace(LETTER, attached=[scan])), *EC))
    assert len(content) > 11_000_000
    assert reading.tree_of(content) is not None
    assert signatures.check(content, EC[1]).verdict == Verdict.VALID
