"""What is posted to an address that a person typed reaches no machine of this network, however the address hides it."""

import socket

import pytest
import urllib3

from approvals.outbox import outside
from tests.loopback import listening

PUBLIC, PRIVATE = "93.184.215.14", "192.168.1.10"


def names(monkeypatch, *answers: list[str]) -> list[str]:
    """The name server's answers, one after the other. Returns the hosts that were asked for."""
    asked, left = [], list(answers)

    def resolved(host, port, **_others):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in left.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    return asked


@pytest.mark.parametrize(
    "url",
    [
        *("https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://0/"),
        *("https://10.1.2.3/", "https://169.254.169.254/", "https://100.64.0.1/", "https://2130706433/"),
        *("https://[::127.0.0.1]/", "https://[64:ff9b::10.1.2.3]/", "https://[fec0::1]/", "https://[fe80::1%1]/"),
        *("https://[2002:7f00:1::]/", "https://[ff02::1]/", "https://[::ffff:0:10.1.2.3]/"),
        *("http://93.184.215.14/", "ftp://93.184.215.14/", "https://", "https://a:b@93.184.215.14/", "https://[x/"),
    ],
)
def test_addresses_of_this_network_and_what_is_no_https_are_refused(url):
    with pytest.raises(outside.NotSent):
        outside.refuse_address(url)


def test_a_name_that_means_an_address_within_is_refused_though_another_of_its_addresses_is_not(monkeypatch):
    names(monkeypatch, [PUBLIC, PRIVATE])
    with pytest.raises(outside.NotSent):
        outside.refuse_address("https://gateway.example/")


def test_a_name_that_changes_after_it_was_judged_is_not_asked_again(monkeypatch):
    asked = names(monkeypatch, [PUBLIC], [PRIVATE])
    reached = []

    def refused(self):
        reached.append((self.host, self.server_hostname))
        raise OSError

    monkeypatch.setattr(urllib3.connection.HTTPSConnection, "connect", refused)
    with pytest.raises(outside.NotSent):
        outside.post("https://gateway.example/hook", b"{}", {})
    assert (asked, reached) == (["gateway.example"], [(PUBLIC, "gateway.example")])


def test_the_connection_goes_to_the_address_that_was_judged_and_to_none_that_the_name_means_next(settings, monkeypatch):
    """Both are servers that listen: the name means one when it is judged, and the other a moment later."""
    settings.PRIVATE_ADDRESSES = True
    real, means = socket.getaddrinfo, ["127.0.0.1", "127.0.0.2"]
    with listening() as judged, listening("127.0.0.2", judged.port) as later:
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *more, **named: real(means.pop(0) if host == "gateway.example" else host, *more, **named),
        )
        outside.post(f"http://gateway.example:{judged.port}/hook", b"{}", {})
        assert (len(judged.got), len(later.got), means) == (1, 0, ["127.0.0.2"])
        assert judged.got[0][1]["host"] == f"gateway.example:{judged.port}"


def test_what_is_allowed_arrives_and_other_answers_are_told(settings):
    settings.PRIVATE_ADDRESSES = True
    with listening() as server:
        outside.post(f"{server.url}?a=1", b'{"a": 1}', {"X-Own": "yes"})
        path, headers, body = server.got[0]
        assert (path, headers["x-own"], headers["host"], body) == (
            "/hook?a=1",
            "yes",
            f"127.0.0.1:{server.port}",
            b'{"a": 1}',
        )
        server.answer = 500
        with pytest.raises(outside.NotSent, match="500"):
            outside.post(server.url, b"{}", {})


@pytest.mark.parametrize("address", ["2001:4860:4860::8888", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8", "8.8.8.8"])
def test_addresses_of_the_internet_are_not_refused(address):
    outside.refuse_address(f"https://{f'[{address}]' if ':' in address else address}/")


def test_a_name_with_vietnamese_letters_is_reached_by_the_name_that_servers_know(settings, monkeypatch):
    settings.PRIVATE_ADDRESSES = True
    with listening() as server:
        real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *more, **named: real("127.0.0.1", *more, **named))
        outside.post(f"http://tỉnh.example:{server.port}/báo cáo?kỳ=11", b"{}", {})
        path, headers, _body = server.got[0]
        assert headers["host"] == f"xn--tnh-dlz.example:{server.port}"
        assert path.isascii()
    with pytest.raises(outside.NotSent):
        outside.refuse_address(f"https://{'ỉ' * 80}.example/")


def test_a_redirect_is_not_followed(settings):
    settings.PRIVATE_ADDRESSES = True
    with listening() as first, listening() as second:
        first.answer, first.location = 307, second.url
        with pytest.raises(outside.NotSent):
            outside.post(first.url, b"{}", {})
        assert (len(first.got), len(second.got)) == (1, 0)


def test_a_service_that_is_away_is_told(settings):
    settings.PRIVATE_ADDRESSES = True
    with listening() as server:
        pass
    with pytest.raises(outside.NotSent):
        outside.post(server.url, b"{}", {})
