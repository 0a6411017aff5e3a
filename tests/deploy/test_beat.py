"""Beat: a clock that is set back and a damaged file stop no task; the embedded profile needs no broker."""

from datetime import timedelta
from pathlib import Path

import pytest
from celery.schedules import schedule

from deploy.beat import Scheduler
from deploy.celery import app

RAN: list[str] = []


@app.task(name="tests.run")
def run() -> None:
    RAN.append("run")


@pytest.fixture
def beat(tmp_path, monkeypatch):
    monkeypatch.setitem(app.conf, "beat_schedule", {"run": {"task": "tests.run", "schedule": schedule(3600)}})
    RAN.clear()
    opened: list[Scheduler] = []

    def start() -> Scheduler:
        opened.append(Scheduler(app=app, schedule_filename=str(tmp_path / "beat-schedule")))
        return opened[-1]

    yield start
    for scheduler in opened:
        scheduler.close()


def last_ran(scheduler: Scheduler, ago: timedelta) -> None:
    entry = scheduler.schedule["run"]
    entry.last_run_at = entry.default_now() - ago
    scheduler._heap = None


def test_a_task_that_is_due_runs_in_beat_itself(beat):
    scheduler = beat()
    last_ran(scheduler, timedelta(hours=2))
    scheduler.tick()
    assert RAN == ["run"]


def test_a_clock_that_was_set_back_delays_a_task_by_no_more_than_its_interval(beat):
    scheduler = beat()
    last_ran(scheduler, -timedelta(days=30))
    scheduler.tick()
    entry = scheduler.schedule["run"]
    assert entry.default_now() - entry.last_run_at < timedelta(minutes=1)
    assert scheduler._heap[0][0] - scheduler._when(entry, 0) <= 3600


def test_a_clock_that_is_set_back_between_two_starts_does_neither(beat):
    last_ran(first := beat(), -timedelta(days=30))
    first.close()
    second = beat()
    second.tick()
    assert second.schedule["run"].last_run_at <= second.schedule["run"].default_now()


@pytest.mark.parametrize("content", [b"", b"half a page of something else"])
def test_a_file_that_a_full_disk_damaged_is_made_anew(beat, tmp_path, content):
    beat().close()
    for path in Path(tmp_path).glob("beat-schedule*"):
        path.write_bytes(content)
    scheduler = beat()
    last_ran(scheduler, timedelta(hours=2))
    scheduler.tick()
    assert RAN == ["run"]


def test_the_embedded_profile_has_a_worker_and_no_broker(settings):
    assert (settings.CELERY_BROKER_URL, settings.CELERY_TASK_ALWAYS_EAGER) == ("memory://", True)
    assert "drain" not in settings.CELERY_BEAT_SCHEDULE
