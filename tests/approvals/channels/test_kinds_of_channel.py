"""Each kind of channel against a real other side in a process of its own, which fails, stalls, hangs up and lies."""

import email
import json
from dataclasses import replace
from email.policy import default

import pytest

from approvals.channels.kinds import mail, sftp, vxp
from approvals.channels.seam import NotTaken, Outcome, RecallNotice, Unclear, Way

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
    with pytest.raises(Unclear):
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
    assert calls == [["registerAgency", header], ["sendEdoc", header], ["sendEdoc", header]]
    assert b">1</edXML:BussinessDocType>" in (other.folder / "sent-2.xml").read_bytes()


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
