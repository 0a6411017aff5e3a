"""A month within one installation that is killed with -9 on its way, on PostgreSQL: there and back once."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from approvals.models import Arrival, ArrivalStatus, Dispatch, OutboxMessage
from approvals.receiving import actions as receiving
from tests import factories
from tests.dispatching import hand_over
from tests.workflows.provinces.arrange import province_above, report_of, work_off
from workflows.periods import actions as periods
from workflows.ward_reports.province import actions as province_actions

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PROGRAM = "tests/workflows/provinces/killed.py"


def killed(where: str) -> bool:
    """Whether another process that works off what waits was killed there."""
    given = connection.settings_dict
    address = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"
    environment = os.environ | {"DATABASE_URL": address, "PYTHONPATH": str(settings.BASE_DIR)}
    environment |= {"DOCUMENTS": str(settings.DOCUMENTS_DIR), "SECRET_KEY": settings.SECRET_KEY}
    command = [sys.executable, PROGRAM, where]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, timeout=120, check=False)
    return done.returncode == -signal.SIGKILL


def test_a_month_that_is_killed_on_its_way_arrives_and_is_answered_once(cast, on_day):
    on_day("2026-11-08 09:00")
    province = province_above(cast)
    periods.open_period(province.monthly, "2026-10")
    province_actions.dispatch(factories.issued(cast), by=cast.clerk)
    sent = Dispatch.objects.get()
    assert killed("before_it_is_taken")
    assert not Arrival.objects.exists()
    assert killed("before_it_is_noted")  # the province has it, the ward does not know
    assert (Arrival.objects.count(), Dispatch.objects.get().standing) == (1, "queued")
    assert hand_over(sent, number=3).standing == "sent"
    work_off()
    receiving.receive(Arrival.objects.get(), by=province.coordinator, reference="512")
    assert killed("before_the_answer_is_noted")
    assert ArrivalStatus.objects.filter(code="03", taken_at=None).exists()
    OutboxMessage.objects.filter(topic="answers").update(lease=None, leased_until=None)
    work_off()
    sent.refresh_from_db()
    assert (Arrival.objects.count(), sent.answer_reference, sent.lines.filter(code="03").count()) == (1, "512", 1)
    assert report_of(province).state == "accepted"
    assert not ArrivalStatus.objects.filter(taken_at=None).exists()
