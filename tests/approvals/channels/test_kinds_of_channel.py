"""Each kind of channel against a real other side in a process of its own, which fails, stalls, hangs up and lies."""

import email
import json
import resource
from dataclasses import replace
from email.policy import default

import pytest

from approvals.channels import letters
from approvals.channels.kinds import folder, mail, sftp, vxp
from approvals.channels.seam import Enclosure, NotTaken, Outcome, RecallNotice, Unclear, Way
from approvals.edxml import reading
from approvals.edxml.messages import Business, Replaced
from tests.approvals.edxml.test_messages import EC, RSA

OTHER_KEY = RSA[0]
RECIPIENT, ORGAN = "Sở Khoa học và Công nghệ", "H60.05"


def mail_way(settings, other) -> Way:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", other.port
    return Way(RECIPIENT, ORGAN, {"to": "vanthu@skhcn.vn"}, {})


def sftp_way(other, **changed) -> Way:
    address = {
        "host": "127.0.0.1",
        "port": str(other.port),
        "user": "phuong",
        "host_key": other.shown,
        "directory": ".",
    }
    secrets = {"password": changed.pop("password", "mat-khau")}
    return Way(RECIPIENT, ORGAN, address | changed, secrets)


def vxp_way(other, token="ma-truy-cap") -> Way:
    return Way(RECIPIENT, ORGAN, {"url": f"http://127.0.0.1:{other.port}", "organ": "H60.99"}, {"token": token})


def notice(parcel) -> RecallNotice:
    facts = {"recalls": 7, "reason": "Sai số liệu"}
    return RecallNotice(parcel.identity, parcel.name, parcel.code, facts, {**parcel.letter, **parcel.facts})


@pytest.mark.parametrize(
    ("manner", "fault"), [("fail", NotTaken), ("stall", Unclear), ("cut", Unclear), ("deaf", Unclear), ("lie", None)]
)
def test_mail_that_is_sent_again_bears_the_same_message_id(counterpart, settings, parcel, manner, fault):
    other = counterpart("mail", manner)
    way = mail_way(settings, other)
    if fault:
        with pytest.raises(fault):
            mail.send(way, parcel)
        other.behaves("ok")
    assert mail.send(way, parcel) == mail.send(way, parcel) == Outcome.SENT
    (kept,) = other.folder.glob("*.eml")
    message = email.message_from_bytes(kept.read_bytes(), policy=default)
    assert [part.get_filename() for part in message.iter_attachments()] == ["2026-12-BC-BCĐ-7.pdf", "01-Phụ lục.pdf"]
    assert parcel.identity in message.get_body().get_content()


def test_mail_to_a_host_that_is_not_there_was_not_taken(settings, parcel, counterpart):
    other = counterpart("mail")
    other.process.kill()
    other.process.wait()
    with pytest.raises(NotTaken):
        mail.check(mail_way(settings, other))


def test_sftp_brings_the_pdf_last_and_each_file_once(counterpart, parcel):
    other = counterpart("sftp")
    for _twice in range(2):
        assert sftp.send(sftp_way(other), parcel) == Outcome.DELIVERED
    sftp.check(sftp_way(other))
    sftp.recall(sftp_way(other), notice(parcel))
    shelf = other.folder / "shelf"
    names = sorted(str(path.relative_to(shelf)) for path in shelf.rglob("*") if path.is_file())
    base = parcel.name
    assert names == [f"{base}-recall.json", f"{base}.json", f"{base}.pdf", f"{base}/01-Phụ lục.pdf"]
    assert (shelf / f"{base}.pdf").read_bytes() == parcel.pdf


@pytest.mark.parametrize("manner", ["full", "stall", "cut", "deaf"])
def test_sftp_that_breaks_off_leaves_no_half_document(counterpart, parcel, manner):
    other = counterpart("sftp", manner)
    with pytest.raises(Unclear, match="chưa nhận đủ"):
        sftp.send(sftp_way(other), parcel)
    whole = [path.read_bytes() for path in (other.folder / "shelf").glob("*.pdf")]
    assert whole == ([parcel.pdf] if manner == "deaf" else [])
    other.behaves("ok")
    if manner in ("cut", "deaf"):
        other = counterpart("sftp")
    sftp.send(sftp_way(other), parcel)
    assert [path.name for path in (other.folder / "shelf").glob("*.pdf")] == [f"{parcel.name}.pdf"]


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"password": "sai"}, "mật khẩu"),
        ({"host_key": ""}, "SHA256:"),
        ({"host_key": "SHA256:" + "A" * 43}, "khóa khác"),
        ({"host": "khong-co.invalid"}, "khong-co.invalid"),
    ],
)
def test_sftp_says_what_is_wrong_before_anything_is_handed_over(counterpart, parcel, changed, word):
    other = counterpart("sftp")
    with pytest.raises(NotTaken, match=word):
        sftp.send(sftp_way(other, **changed), parcel)
    assert not list((other.folder / "shelf").iterdir())


def test_an_exchange_gets_a_message_with_its_header(counterpart, parcel):
    other = counterpart("vxp")
    vxp.check(vxp_way(other))
    assert vxp.send(vxp_way(other), parcel) == Outcome.SENT
    vxp.recall(vxp_way(other), notice(parcel))
    calls = [json.loads(line) for line in (other.folder / "calls").read_text().splitlines()]
    header = {"from": "H60.99", "servicetype": "eDoc", "messagetype": "edoc"}
    status = ["sendEdoc", header | {"messagetype": "status"}]
    assert calls == [["registerAgency", header], ["sendEdoc", header], ["sendEdoc", header], status]
    assert b">1</edXML:BussinessDocType>" in (other.folder / "sent-2.xml").read_bytes()
    taken_back = reading.read((other.folder / "sent-3.xml").read_bytes())
    assert (taken_back.code, taken_back.about.document_id, taken_back.description) == (
        "13", parcel.identity, "Sai số liệu"
    )  # fmt: skip


def test_a_paired_installation_is_told_of_a_recall_once(counterpart, parcel):
    other = counterpart("vxp")
    way = vxp_way(other)
    vxp.recall(replace(way, address=way.address | {"peer": EC[1]}), notice(parcel))
    assert len(list(other.folder.glob("sent-*.xml"))) == 1


def test_what_is_sent_in_place_of_another_names_it(counterpart, parcel):
    other = counterpart("vxp")
    facts = parcel.facts | {"replaces": "11/BC-BCĐ"}
    vxp.send(vxp_way(other), replace(parcel, replaces="x-0", facts=facts))
    letter = reading.read((other.folder / "sent-1.xml").read_bytes())
    assert (letter.business, letter.reason) == (Business.REPLACE, "Thay thế 11/BC-BCĐ")
    assert letter.replaces == [Replaced("x-0", [ORGAN])]


def test_what_is_too_large_for_an_exchange_is_told_before_anything_is_sent(counterpart, parcel, monkeypatch):
    monkeypatch.setattr(letters, "LARGEST", 2 * 1024 * 1024)
    other = counterpart("vxp")
    large = replace(parcel, enclosures=(Enclosure("01-a.zip", "application/zip", bytes(3 * 1024 * 1024)),))
    with pytest.raises(NotTaken, match="4 MB, trong khi trục chỉ nhận tối đa 2 MB"):
        vxp.send(vxp_way(other), large)
    assert not (other.folder / "calls").exists()


def test_an_exchange_that_takes_less_says_what_to_do(counterpart, parcel):
    other = counterpart("vxp", "small")
    with pytest.raises(NotTaken, match="gửi riêng các tệp"):
        vxp.send(vxp_way(other), parcel)


@pytest.mark.parametrize("kind", ["mail", "vxp"])
def test_a_host_that_does_not_exist_took_nothing_and_is_named(settings, parcel, kind):
    if kind == "mail":
        settings.EMAIL_HOST, settings.EMAIL_PORT = "khong-co.invalid", 25
        send, way, word = mail.send, Way(RECIPIENT, ORGAN, {"to": "vanthu@skhcn.vn"}, {}), "vanthu@skhcn.vn"
    else:
        address = {"url": "http://khong-co.invalid", "organ": "H60.99"}
        send, way, word = vxp.send, Way(RECIPIENT, ORGAN, address, {"token": "x"}), "Không kết nối được"
    with pytest.raises(NotTaken, match=word):
        send(way, parcel)


def test_a_mail_server_that_refuses_the_password_took_nothing(counterpart, settings, parcel):
    other = counterpart("mail", "locked")
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "phuong", "sai"
    with pytest.raises(NotTaken, match="535"):
        mail.send(mail_way(settings, other), parcel)
    assert not list(other.folder.glob("*.eml"))


@pytest.mark.parametrize(
    ("key", "word"), [("không phải khóa", "Không đọc được khóa riêng"), (OTHER_KEY, "mật khẩu hoặc khóa")]
)
def test_a_wrong_key_for_sftp_is_told(counterpart, parcel, key, word):
    other = counterpart("sftp")
    way = sftp_way(other)
    with pytest.raises(NotTaken, match=word):
        sftp.send(replace(way, secrets={"secret_key": key}), parcel)


@pytest.mark.parametrize("secret", ["không phải khóa", RSA[0]])
def test_a_key_for_messages_that_is_none_or_not_the_certificates_sends_nothing(counterpart, parcel, secret):
    other = counterpart("vxp")
    way = vxp_way(other)
    way = replace(way, address=way.address | {"certificate": EC[1]}, secrets=way.secrets | {"signing_secret": secret})
    with pytest.raises(NotTaken, match="nhập lại khóa"):
        vxp.send(way, parcel)
    assert not (other.folder / "calls").exists()


def test_a_folder_on_a_full_disk_keeps_no_half_document_and_says_so(settings, tmp_path, parcel):
    """A file may grow to a hundred bytes, and no further: as on a disk that has no more."""
    settings.OUTGOING_DIR = tmp_path
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(NotTaken, match="thư mục gửi đi"):
            folder.send(Way(RECIPIENT, ORGAN, {}, {}), replace(parcel, pdf=b"%PDF" * 100, enclosures=()))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.parametrize(
    ("manner", "fault"),
    [
        ("fail", Unclear),
        ("refuse", NotTaken),
        ("stall", Unclear),
        ("cut", Unclear),
        ("deaf", Unclear),
        ("lie", Unclear),
    ],
)
def test_what_an_exchange_may_have_taken_it_has_once(counterpart, parcel, manner, fault):
    other = counterpart("vxp", manner)
    with pytest.raises(fault):
        vxp.send(vxp_way(other), parcel)
    other.behaves("ok")
    assert vxp.send(vxp_way(other), replace(parcel, again=True)) == Outcome.SENT
    assert len(list(other.folder.glob("sent-*.xml"))) == 1


def test_an_exchange_that_knows_another_code_or_is_away_took_nothing(counterpart, parcel):
    other = counterpart("vxp")
    with pytest.raises(NotTaken, match="mã truy cập"):
        vxp.check(vxp_way(other, token="khac"))
    other.process.kill()
    other.process.wait()
    with pytest.raises(NotTaken):
        vxp.send(vxp_way(other), parcel)


def test_a_recipient_without_identifier_is_told_before_anything_is_sent(counterpart, parcel):
    other = counterpart("vxp")
    with pytest.raises(NotTaken, match="mã định danh"):
        vxp.send(replace(vxp_way(other), organ_id=""), parcel)
