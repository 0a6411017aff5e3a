"""The supervisor over small stand-in commands: it is a process of its own here, as in earnest."""

import http.server
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest

from deploy import supervise

PROGRAM = """
import sys
from deploy import supervise
supervise.GRACE = 1.0
script = sys.argv[1]
commands = {name: [sys.executable, "-c", script, name] for name in ("web", "worker")}
supervise.Supervisor(commands, lambda: "ready").run()
"""
# Each stand-in starts a child of its own, and tells both numbers.
SLEEPER = """
import os, subprocess, sys, time
inner = subprocess.Popen(["sleep", "60"])
print("pids", os.getpid(), inner.pid, flush=True)
time.sleep(60)
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + SLEEPER

POLITE = 'import signal, sys; signal.signal(signal.SIGTERM, lambda *_: sys.exit("finished my work"))' + SLEEPER


class Running:
    """A supervisor at work, and the lines that it has printed."""

    def __init__(self, script: str, output: Path, ignored: Collection[signal.Signals]) -> None:
        self.output = output

        def inherit() -> None:
            for number in supervise.STOP_SIGNALS:
                signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)

        command = [sys.executable, "-c", PROGRAM, script]
        self.process = subprocess.Popen(command, stdout=output.open("w"), preexec_fn=inherit)

    def pids(self) -> list[int]:
        lines = [line.split() for line in self.output.read_text().splitlines() if "| pids" in line]
        return [int(number) for line in lines for number in line[3:5]]

    def living(self) -> list[int]:
        return [pid for pid in self.pids() if alive(pid)]


def alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until(happens: Callable[[], object], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happens():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def start(tmp_path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def start_one(script: str, ignored: Collection[signal.Signals] = ()) -> Running:
        started.append(Running(script, tmp_path / "output", ignored))
        assert wait_until(lambda: len(started[-1].pids()) >= 4)
        return started[-1]

    yield start_one
    for running in started:
        running.process.kill()
        running.process.wait()
        for pid in running.living():
            os.kill(pid, signal.SIGKILL)


def test_a_killed_child_is_started_again_and_what_it_left_behind_ends(start):
    running = start(SLEEPER)
    command, left_behind = running.pids()[:2]

    os.kill(command, signal.SIGKILL)

    assert wait_until(lambda: len(running.pids()) == 6 and not alive(left_behind))
    assert len(running.living()) == 4


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_signal_ends_the_children_and_theirs(start, number):
    running = start(SLEEPER)

    running.process.send_signal(number)

    assert running.process.wait(10) == 0
    assert wait_until(lambda: not running.living(), 2)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_started_in_the_background_it_stops_all_the_same(start, number):
    running = start(SLEEPER, ignored=supervise.STOP_SIGNALS)

    running.process.send_signal(number)

    assert running.process.wait(10) == 0
    assert wait_until(lambda: not running.living(), 2)


def test_under_nohup_it_outlives_its_terminal(start):
    running = start(SLEEPER, ignored=[signal.SIGHUP])

    running.process.send_signal(signal.SIGHUP)
    time.sleep(1)

    assert len(running.living()) == 4
    running.process.terminate()
    assert running.process.wait(10) == 0


def test_children_may_finish_their_work_and_are_heard_to_the_end(start):
    running = start(POLITE)

    running.process.terminate()

    assert running.process.wait(10) == 0
    assert running.output.read_text().count("| finished my work") == 2


def test_a_child_that_ignores_the_signal_is_killed_after_the_grace(start):
    running = start(STUBBORN)

    running.process.terminate()

    assert running.process.wait(10) == 0
    assert wait_until(lambda: not running.living(), 2)


def test_children_die_with_a_supervisor_that_was_killed(start):
    running = start(SLEEPER)
    commands = running.pids()[::2]

    running.process.kill()

    assert wait_until(lambda: not any(alive(pid) for pid in commands), 5)


def test_readiness_is_told_once(start):
    running = start(SLEEPER)

    assert wait_until(lambda: "ready" in running.output.read_text())
    time.sleep(1)
    assert running.output.read_text().splitlines().count("ready") == 1


def test_a_child_that_keeps_dying_is_started_again_ever_later():
    child = supervise.Child("web", ["true"], started=time.monotonic())

    assert [child.pause() for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


def test_a_child_that_ran_well_is_started_again_at_once():
    child = supervise.Child("web", ["true"], deaths=5, started=time.monotonic() - supervise.STEADY - 1)

    assert child.pause() == 0


def test_a_line_that_came_in_two_pieces_is_one_line():
    child = supervise.Child("web", ["true"])

    assert child.lines("một d".encode()) == []
    assert child.lines("òng\nhai".encode()) == ["một dòng"]


def test_a_second_supervisor_on_the_same_folder_is_refused(tmp_path):
    with supervise.lock(tmp_path), pytest.raises(supervise.CannotStart, match="running already"):
        supervise.lock(tmp_path)


def test_a_taken_port_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(supervise.CannotStart, match="another PORT"):
        supervise.refuse_taken("127.0.0.1", taken.getsockname()[1])


def test_the_web_is_not_ready_where_nothing_listens():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))

        assert supervise.web_ready("127.0.0.1", bound.getsockname()[1])() is None


class Listener:
    """A web on a free port of all addresses, which notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_arguments: object) -> None:
                pass

        self.server = http.server.HTTPServer(("0.0.0.0", 0), Answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def test_a_web_that_listens_everywhere_is_asked_for_what_needs_no_host_name():
    listener = Listener()

    told = supervise.web_ready("0.0.0.0", listener.server.server_port)()
    listener.server.shutdown()

    assert f"http://127.0.0.1:{listener.server.server_port}" in told
    assert listener.asked == [supervise.PROBED]
