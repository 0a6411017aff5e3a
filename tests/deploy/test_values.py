import pytest
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
    with pytest.raises(ImproperlyConfigured, match="LARGEST_FILE_MB"):
        values.megabytes(given(LARGEST_FILE_MB="0"), "LARGEST_FILE_MB", default=20)
