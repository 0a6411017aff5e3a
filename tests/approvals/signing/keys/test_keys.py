"""Every refusal: a clear sentence, at the field that it concerns, and nothing else happens."""

import struct
import zlib
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from approvals.models import SigningKey
from approvals.signing.errors import KeyRefused
from approvals.signing.keys import demo
from approvals.signing.keys import safe as keys
from tests import signing

YEARS = [datetime(year, 1, 1, tzinfo=UTC) for year in (2020, 2021, 2040, 2041)]


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-09 09:00")


def refusal(content: bytes, passphrase: str = signing.PASSPHRASE, names=(signing.SIGNER,)) -> KeyRefused:
    with pytest.raises(KeyRefused) as refused:
        keys.opened(content, passphrase, names=names)
    return refused.value


def test_a_good_key_opens_in_the_name_of_its_owner():
    assert keys.opened(signing.key_file(), signing.PASSPHRASE, names=["vũ  xuân quỳnh"]).kind == "stored"


def test_a_wrong_passphrase_is_said_at_its_field():
    refused = refusal(signing.key_file(), "sai")
    assert (refused.field, refused.message) == ("passphrase", "Mật khẩu không mở được khóa này. Hãy nhập lại.")


@pytest.mark.parametrize("name", [" ".join(["Nguyễn Hoàng Phương Thảo"] * 4), "Ươ" * 40, "ễ" * 22], ids=len)
def test_a_name_longer_than_a_certificate_can_bear_opens_its_key(name):
    file = signing.authority().key_file(name, signing.PASSPHRASE)
    assert keys.opened(file, signing.PASSPHRASE, names=[name]).kind == "stored"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", signing.png(), b"\x30" * 200_000])
def test_what_is_no_key_file_is_refused(content):
    assert refusal(content).field == "file"


def test_a_certificate_of_another_person_is_refused():
    assert "Nguyễn Văn An" in refusal(signing.key_file("Nguyễn Văn An")).message


def test_an_expired_certificate_is_refused():
    old = signing.authority().key_file(signing.SIGNER, signing.PASSPHRASE, (YEARS[0], YEARS[1]))
    assert "01/01/2021" in refusal(old).message


def test_a_certificate_that_is_not_valid_yet_is_refused():
    early = signing.authority().key_file(signing.SIGNER, signing.PASSPHRASE, (YEARS[2], YEARS[3]))
    assert "01/01/2040" in refusal(early).message


def test_a_revoked_certificate_is_refused(trusted):
    serial = keys.opened(signing.key_file(), signing.PASSPHRASE).certificate.serial_number
    (trusted / "root.crl").write_bytes(signing.authority().revocations(serial))
    assert "thu hồi" in refusal(signing.key_file()).message


def test_a_certificate_that_may_not_sign_is_refused():
    key = ec.generate_private_key(ec.SECP256R1())
    bare = demo._builder(signing.SIGNER, key, signing.authority().certificate.subject, (demo.FROM, demo.UNTIL))
    issued = bare.add_extension(demo._usage(signs=False), critical=True).sign(signing.authority().key, SHA256())
    locked = BestAvailableEncryption(b"demo")
    assert "không dùng để ký" in refusal(pkcs12.serialize_key_and_certificates(b"", key, issued, None, locked)).message


def test_a_key_without_its_certificate_is_refused():
    key = ec.generate_private_key(ec.SECP256R1())
    locked = BestAvailableEncryption(b"demo")
    assert refusal(pkcs12.serialize_key_and_certificates(b"", key, None, None, locked)).message


@pytest.mark.parametrize("content", [b"", b"GIF89a" + b"0" * 99, signing.png()[:60], b"\x89PNG\r\n\x1a\n" + b"0" * 99])
def test_what_is_no_png_is_refused(content):
    with pytest.raises(KeyRefused) as refused:
        keys.checked_image(content)
    assert refused.value.field == "image"


def test_an_image_over_a_megabyte_is_refused():
    with pytest.raises(KeyRefused):
        keys.checked_image(signing.png() + b"0" * 1_000_000)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is as large as this."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [2_001, 60_000])
def test_an_image_that_unpacks_to_very_much_is_refused(side):
    with pytest.raises(KeyRefused):
        keys.checked_image(bomb(side, side))


def test_a_png_is_taken_as_it_is():
    assert keys.checked_image(signing.png()) == signing.png()


def test_what_is_kept_is_not_the_file_and_opens_again():
    kept = keys.sealed(signing.key_file())
    assert signing.key_file()[:40] not in kept
    assert keys.unlock(SigningKey(sealed=kept), signing.PASSPHRASE).kind == "stored"


def test_it_opens_under_an_older_secret_too(settings):
    kept = keys.sealed(signing.key_file())
    settings.SIGNING_SECRET = "x" * 50
    assert keys.unlock(SigningKey(sealed=kept), signing.PASSPHRASE).kind == "stored"


def test_without_the_secret_it_does_not_open(settings):
    kept = keys.sealed(signing.key_file())
    settings.SECRET_KEY = "y" * 50
    with pytest.raises(KeyRefused):
        keys.unlock(SigningKey(sealed=kept), signing.PASSPHRASE)


def test_a_key_in_memory_does_not_print_itself():
    assert repr(signing.stored()) == "StoredKey(kind='stored')"


def test_every_certificate_of_the_demo_says_so():
    certificate = signing.stored().certificate
    for name in (certificate.subject, certificate.issuer):
        assert name.get_attributes_for_oid(x509.NameOID.ORGANIZATION_NAME)[0].value == demo.WORTHLESS
