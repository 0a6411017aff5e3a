"""A delivery that is killed with -9, on PostgreSQL: the exchange has the document once, under one identity."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from approvals.channels import actions as channels
from approvals.models import Dispatch, Document
from tests import factories
from tests.dispatching import hand_over, sent_to

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NAME, PROGRAM = "Sở Khoa học và Công nghệ", "tests/approvals/channels/killed.py"


def deliver_and_kill(where: str, outgoing) -> int:
    """Hand over in another process, which is killed there."""
    given = connection.settings_dict
    address = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    environment = os.environ | {"DATABASE_URL": address, "PYTHONPATH": str(settings.BASE_DIR)}
    environment |= {"DOCUMENTS": str(settings.DOCUMENTS_DIR), "SECRET_KEY": settings.SECRET_KEY}
    command = [sys.executable, PROGRAM, where, str(outgoing)]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=environment, timeout=120, check=False).returncode


@pytest.mark.parametrize(("where", "before"), [("before", 0), ("after", 1)])
def test_a_delivery_that_is_killed_reaches_the_exchange_once(cast, on_day, counterpart, tmp_path, where, before):
    on_day("2026-11-08 09:00")
    other = counterpart("vxp")
    factories.issued(cast)
    row = channels.add_recipient(cast.ward.pk, by=cast.admin, name=NAME, organ_id="H60.05")
    values = {"url": f"http://127.0.0.1:{other.port}", "organ": "H60.99", "token": "ma-truy-cap"}
    channels.add_channel(row, "vxp", by=cast.admin, values=values)
    sent = sent_to(Document.objects.get(), NAME, by=cast.clerk)
    assert deliver_and_kill(where, tmp_path) == -signal.SIGKILL
    kept = [path.read_text() for path in other.folder.glob("sent-*.id")]
    assert (len(kept), Dispatch.objects.get().standing) == (before, "queued")
    assert hand_over(Dispatch.objects.get(pk=sent.pk), number=2).standing == "sent"
    assert [path.read_text() for path in other.folder.glob("sent-*.id")] == [str(sent.identity)]
