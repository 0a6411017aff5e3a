import errno
import multiprocessing
import os
import resource
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from deploy import values


@pytest.fixture
def given(monkeypatch):
    def give(**variables: str) -> Env:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return Env()

    return give


def test_one_of_a_few_is_taken_and_another_stops_the_start(given):
    assert values.one_of(given(SIGNER="stored"), "SIGNER", "none", "stored", default="none") == "stored"
    with pytest.raises(ImproperlyConfigured, match="SIGNER"):
        values.one_of(given(SIGNER="card"), "SIGNER", "none", "stored", default="none")


@pytest.mark.parametrize("address", ["https://tsa.example.vn/", "http://127.0.0.1:8000/", "http://localhost:1/"])
def test_a_service_is_asked_safely_or_on_this_machine(given, address):
    assert values.address(given(TSA_URL=address), "TSA_URL") == address


@pytest.mark.parametrize(
    "address",
    ["http://tsa.example.vn/", "file:///etc/passwd", "http://127.0.0.1.example.vn/", "http://127.0.0.1:1@example.vn/"],
)
def test_any_other_address_stops_the_start(given, address):
    with pytest.raises(ImproperlyConfigured, match="TSA_URL"):
        values.address(given(TSA_URL=address), "TSA_URL")


def test_what_another_value_needs_has_to_be_there(given):
    with pytest.raises(ImproperlyConfigured, match="SIGN_FOR_LONG needs TSA_URL"):
        values.address(given(TSA_URL=""), "TSA_URL", needed="SIGN_FOR_LONG")


def test_the_kept_key_is_made_once_and_its_owners_alone(tmp_path):
    made = values.kept_secret_key(tmp_path)
    assert (len(made) >= 50, values.kept_secret_key(tmp_path)) == (True, made)
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_full_disk_leaves_no_empty_key_behind_for_good(tmp_path):
    """What it leaves is a file without content, here by a limit of the process: the next one makes the key."""
    first = multiprocessing.get_context("fork").Process(target=keep_with_no_room, args=(tmp_path,))
    first.start()
    first.join(30)
    assert (first.exitcode, (tmp_path / "secret_key").stat().st_size) == (errno.EFBIG, 0)
    assert len(values.kept_secret_key(tmp_path)) >= 50


def keep_with_no_room(folder):
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        values.kept_secret_key(folder)
    except OSError as error:
        os._exit(error.errno)


def test_processes_that_start_together_have_one_key(tmp_path):
    with multiprocessing.get_context("fork").Pool(4) as pool:
        assert len(set(pool.map(values.kept_secret_key, [tmp_path] * 4, chunksize=1))) == 1


@pytest.mark.parametrize(
    "address", ["foo", "mysql://u:p@h/d", "postgis://u:p@h/d", "postgres//u", "postgres://u:p@h:abc/d", "http://x/y"]
)
def test_an_address_of_no_database_of_ours_stops_the_start_with_a_sentence(given, tmp_path, address):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is not understood"):
        values.database(given(DATABASE_URL=address), tmp_path)


@pytest.mark.parametrize("address", ["", "sqlite:////x.sqlite3", "postgres://u:p@h/d", "postgresql://u:p@h:1/d"])
def test_a_database_is_postgresql_or_sqlite(given, tmp_path, address):
    found = values.database(given(DATABASE_URL=address), tmp_path)
    assert found["ENGINE"].endswith("postgresql" if address.startswith("p") else "sqlite3")


def test_what_the_address_of_a_database_asks_for_is_kept_beside_what_is_usual(given, tmp_path):
    options = values.database(given(DATABASE_URL="postgres://u:p@db/d?sslmode=verify-full"), tmp_path)["OPTIONS"]
    assert (options["sslmode"], options["connect_timeout"], options["options"]) == ("verify-full", 5, "-c jit=off")


@pytest.mark.parametrize(
    "listens", ["", "tcp://127.0.0.1:3310", "tcp://clamd.example.vn:3310", "unix:///run/clamd.ctl"]
)
def test_a_daemon_listens_on_a_port_or_a_socket(given, listens):
    assert values.daemon(given(SCANNER_URL=listens), "SCANNER_URL") == listens


@pytest.mark.parametrize("listens", ["127.0.0.1:3310", "tcp://127.0.0.1", "http://127.0.0.1:3310", "unix://", "unix:x"])
def test_a_daemon_that_listens_elsewhere_stops_the_start(given, listens):
    with pytest.raises(ImproperlyConfigured, match="SCANNER_URL"):
        values.daemon(given(SCANNER_URL=listens), "SCANNER_URL")


def test_a_size_is_given_in_megabytes(given):
    assert values.megabytes(given(LARGEST_FILE_MB="5"), "LARGEST_FILE_MB", default=20) == 5 * 1024 * 1024
    for refused in ("0", "201", "viele", "-5", "٣"):
        with pytest.raises(ImproperlyConfigured, match="LARGEST_FILE_MB is a whole number from 1 to 200"):
            values.megabytes(given(LARGEST_FILE_MB=refused), "LARGEST_FILE_MB", default=20)


@pytest.fixture
def usual_mask():
    """The mask that a login gives, and after the test the one from before it."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_the_folder_and_what_is_made_in_it_are_its_owners_alone(tmp_path, usual_mask):
    folder = values.own_folder(tmp_path / "data")
    (folder / "documents").mkdir()
    (folder / "db.sqlite3").touch()
    modes = [path.stat().st_mode & 0o777 for path in (folder, folder / "documents", folder / "db.sqlite3")]
    assert modes == [0o700, 0o700, 0o600]


def test_a_folder_that_was_open_to_all_is_closed(tmp_path, usual_mask):
    tmp_path.chmod(0o755)
    assert values.own_folder(tmp_path).stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_or_written_stops_the_start_with_a_sentence(tmp_path, usual_mask, monkeypatch):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match=r"DATA_DIR .* cannot be used"):
        values.own_folder(tmp_path / "file" / "data")
    monkeypatch.setattr(values.os, "access", lambda *_arguments: False)  # as on a disk that is mounted read-only
    with pytest.raises(ImproperlyConfigured, match=r"DATA_DIR .* cannot be written"):
        values.own_folder(tmp_path)


def test_the_command_line_tells_a_bad_value_in_one_sentence(tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": "abc"}
    command = [sys.executable, "manage.py", "migrate"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True)
    assert done.stderr == "PORT is a whole number from 1 to 65535, not 'abc'.\n"
