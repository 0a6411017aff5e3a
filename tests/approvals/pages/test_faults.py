"""What goes wrong beyond any view: each has a calm page, with the policy of every page, and nothing typed is lost."""

import errno
from io import BytesIO

import pytest
from django.db import OperationalError
from django.urls import reverse

from deploy.wsgi import application
from tests import factories
from tests.workflows.writing import address

AWAY = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
REASON = "Số liệu đã đối chiếu & kiểm tra <lại>"


@pytest.fixture
def visitor(client):
    """Somebody whose server answers as in earnest: exceptions become pages."""
    client.raise_request_exception = False
    return client


@pytest.fixture
def no_database(db):
    """A function that takes the database away until the test has ended."""

    def refuse(*_arguments, **_how):
        raise OperationalError("connection refused")

    with pytest.MonkeyPatch.context() as patch:
        yield lambda: patch.setattr("django.db.backends.utils.CursorWrapper.execute", refuse)


def is_calm(response, status: int, words: str) -> bool:
    page = response.content.decode()
    return (
        response.status_code == status and words in page and "default-src 'none'" in response["Content-Security-Policy"]
    )


def test_a_wrong_host_reads_a_page_of_ours(visitor):
    assert is_calm(visitor.get("/", headers={"host": "evil.example"}), 400, "chưa có gì thay đổi")


def test_too_many_fields_read_a_page_of_ours(visitor, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
    fields = {f"f{number}": "" for number in range(101)}
    assert is_calm(visitor.post(reverse("account_login"), fields), 400, "chưa có gì thay đổi")


def test_a_report_of_a_thousand_fields_is_no_attack(visitor, cast):
    response = visitor.post(reverse("account_login"), {f"f{number}": "" for number in range(1100)})
    assert response.status_code == 200


def test_what_is_too_large_is_refused_before_it_is_read(visitor, settings, monkeypatch):
    monkeypatch.setattr("django.core.handlers.wsgi.WSGIRequest.read", None)
    response = visitor.post("/", {}, CONTENT_LENGTH=str(settings.LARGEST_REQUEST + 1))
    assert is_calm(response, 413, "lớn hơn 52 MB")


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"])
def test_other_methods_run_no_view(visitor, method, monkeypatch):
    monkeypatch.setattr("django.core.handlers.base.BaseHandler.resolve_request", None)
    response = visitor.generic(method, "/trail/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("path", ["/account/login/", "/verify/", "/static/js/theme.js"])
def test_head_has_the_headers_and_no_body(db, path):
    def answer(method):
        told = []
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
            "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
        }  # fmt: skip
        body = application(environ, lambda status, headers, *_more: told.append((status, dict(headers))))
        return told[0], b"".join(body)

    (status, headers), body = answer("HEAD")
    (as_asked, of_page), page = answer("GET")
    assert (status, headers["Content-Length"], body) == (as_asked, of_page["Content-Length"], b"")
    assert page


@pytest.mark.parametrize(
    "name", ["desk", "reports", "plan", "units", "documents", "trail", "incidents", "difficulties"]
)
def test_without_a_database_a_page_asks_for_patience(visitor, cast, no_database, name):
    visitor.force_login(cast.coordinator)
    no_database()
    response = visitor.get(reverse(name) + "?page=2")
    assert is_calm(response, 503, "Tạm thời chưa phục vụ được")
    assert response["Retry-After"] == "30"
    assert f'href="{reverse(name)}?page=2"' in response.content.decode()


def test_without_a_database_what_was_typed_is_sent_again_from_the_page(visitor, cast, on_day, no_database):
    on_day("2026-11-03 09:00")
    report = factories.unit_report(cast)
    visitor.force_login(cast["CA:drafter"])
    no_database()
    page = visitor.post(address(report), {"seen": "1", "results": REASON}).content.decode()
    assert f'action="{address(report)}"' in page
    assert 'name="results" value="Số liệu đã đối chiếu &amp; kiểm tra &lt;lại&gt;"' in page


def test_a_password_is_never_written_into_a_page(visitor, cast, no_database):
    no_database()
    page = visitor.post(reverse("account_login"), {"login": "an", "password": "hunter2"}).content.decode()
    assert 'name="login" value="an"' in page
    assert "hunter2" not in page
    assert "hỏi lại" in page


@pytest.fixture
def no_redis(settings):
    """The cache is a Redis where nothing listens."""
    settings.CACHES = {"default": settings.CACHES["default"] | AWAY}


@pytest.mark.parametrize(("name", "fields"), [("account_login", {"login": "an", "password": "x"}), ("verify", {})])
def test_without_redis_a_page_asks_for_patience(visitor, cast, no_redis, name, fields):
    assert is_calm(visitor.post(reverse(name), fields), 503, "Tạm thời chưa phục vụ được")


@pytest.mark.parametrize(("number", "status"), [(errno.EMFILE, 503), (errno.ENOSPC, 503), (errno.EPERM, 500)])
def test_a_machine_at_its_limits_asks_for_patience(visitor, cast, monkeypatch, number, status):
    def fail(*_arguments, **_how):
        raise OSError(number, "out of something")

    monkeypatch.setattr("approvals.verification.views.render", fail)
    assert visitor.get(reverse("verify")).status_code == status


@pytest.mark.parametrize("address", ["/?seen=%00", "/trail/?q=a%00b", "/quick/a%00b/"])
def test_a_nul_in_an_address_is_told_before_a_database_meets_it(client, cast, address):
    client.force_login(cast.approver)
    assert client.get(address).status_code == 400
