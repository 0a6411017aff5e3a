import logging
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from approvals.errors import NotPossible
from approvals.models import SigningKey, TrailEvent
from approvals.signing.errors import KeyRefused
from approvals.signing.keys import actions
from approvals.signing.keys.actions import KeyFile
from approvals.trail import chain as trail
from tests import signing

FILE = KeyFile(signing.key_file(), signing.PASSPHRASE, signing.png())


@pytest.fixture(autouse=True)
def november(on_day):
    on_day("2026-11-09 09:00")


def own(cast) -> SigningKey:
    return actions.add_key(FILE, by=cast.approver, scope=cast.ward.pk, names=[signing.SIGNER])


def test_a_person_keeps_their_own_key(cast):
    key = own(cast)
    assert (key.person, key.scope, key.active) == (cast.approver, None, True)
    assert key.subject.startswith("CN=Vũ Xuân Quỳnh")


@pytest.mark.parametrize("who", ["VP:clerk", "MX:admin"])
def test_clerk_and_admin_keep_the_offices_key(cast, who):
    key = actions.add_key(FILE, by=cast[who], scope=cast.ward.pk, organ=True)
    assert (key.person, key.scope) == (None, cast.ward.pk)


@pytest.mark.parametrize("who", ["BCĐ:approver", "VHXH:coordinator", "CA:unit_head", "MX:auditor"])
def test_nobody_else_keeps_or_retires_the_offices_key(cast, who):
    with pytest.raises(PermissionDenied):
        actions.add_key(FILE, by=cast[who], scope=cast.ward.pk, organ=True)
    key = actions.add_key(FILE, by=cast.clerk, scope=cast.ward.pk, organ=True)
    with pytest.raises(PermissionDenied):
        actions.retire_key(key, by=cast[who], scope=cast.ward.pk)


def test_another_persons_key_is_not_retired(cast):
    key = own(cast)
    with pytest.raises(PermissionDenied):
        actions.retire_key(key, by=cast.admin, scope=cast.ward.pk)
    key.refresh_from_db()
    assert key.active


def test_there_is_one_key_at_a_time(cast):
    own(cast)
    with pytest.raises(NotPossible):
        own(cast)
    assert SigningKey.objects.count() == 1


def test_a_retired_key_is_thrown_away_and_what_it_was_stays(cast):
    key = actions.retire_key(own(cast), by=cast.approver, scope=cast.ward.pk)
    assert (key.active, bytes(key.sealed), bytes(key.image)) == (False, b"", b"")
    assert key.fingerprint
    own(cast)


def test_a_key_is_retired_once(cast):
    key = own(cast)
    actions.retire_key(key, by=cast.approver, scope=cast.ward.pk)
    with pytest.raises(NotPossible):
        actions.retire_key(key, by=cast.approver, scope=cast.ward.pk)


def test_both_stand_in_the_trail(cast):
    key = own(cast)
    actions.retire_key(key, by=cast.approver, scope=cast.ward.pk)
    events = list(TrailEvent.objects.filter(subject_kind="signingkey", subject_id=key.pk).order_by("seq"))
    assert [(event.action, event.actor, event.scope) for event in events] == [
        ("add_key", cast.approver, cast.ward.pk),
        ("retire_key", cast.approver, cast.ward.pk),
    ]
    assert events[0].changes["fingerprint"] == [None, key.fingerprint]
    assert trail.verify(events).fault == ""


def test_what_is_refused_leaves_nothing(cast):
    with pytest.raises(KeyRefused):
        actions.add_key(KeyFile(FILE.content, "sai"), by=cast.approver, scope=cast.ward.pk)
    with pytest.raises(KeyRefused):
        actions.add_key(KeyFile(FILE.content, "demo", b"GIF"), by=cast.approver, scope=cast.ward.pk)
    assert not SigningKey.objects.exists()
    assert not TrailEvent.objects.filter(subject_kind="signingkey").exists()


def test_no_passphrase_is_kept_logged_or_shown(cast, caplog, settings, tmp_path):
    settings.DEBUG = True
    secret = "mật khẩu rất bí mật 4711"
    content = signing.authority().key_file(signing.SIGNER, secret)
    with caplog.at_level(logging.DEBUG):
        key = actions.add_key(KeyFile(content, secret), by=cast.approver, scope=cast.ward.pk)
        with pytest.raises(KeyRefused):
            actions.add_key(KeyFile(content, secret + "!"), by=cast.clerk, scope=cast.ward.pk, organ=True)
    rows = [list(SigningKey.objects.values_list()), list(TrailEvent.objects.values_list())]
    seen = repr((rows, caplog.text, KeyFile(content, secret), key, vars(key)))
    assert "4711" not in seen
    assert content[:60] not in bytes(key.sealed)
    assert not [path for path in Path(tmp_path).rglob("*") if path.is_file() and b"4711" in path.read_bytes()]


def test_the_database_holds_one_owner_a_key(cast):
    with pytest.raises(Exception, match="signing_key_one_owner"), connection.cursor():
        SigningKey.objects.create(
            sealed=b"", serial="1", fingerprint="1", added_at=own(cast).added_at, not_after="2030-01-01T00:00Z"
        )
