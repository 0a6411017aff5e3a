"""The web application. It loads the Celery application too, so that a request can wake the worker."""

from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from deploy.celery import app as celery_app

__all__ = ["application", "celery_app"]

pages = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """HEAD is answered as GET is, without the body: views need not know it, and servers send on what they are given."""
    if environ["REQUEST_METHOD"] != "HEAD":
        return pages(environ, start_response)
    body = pages(environ | {"REQUEST_METHOD": "GET"}, start_response)
    if hasattr(body, "close"):
        body.close()
    return []
