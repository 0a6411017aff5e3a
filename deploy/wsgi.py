"""The web application. It loads the Celery application too, so that a request can wake the worker."""

from django.core.wsgi import get_wsgi_application

from deploy.celery import app as celery_app

__all__ = ["application", "celery_app"]

application = get_wsgi_application()
