"""The web of the service profile: `python -m gunicorn --config python:deploy.web` (docs/decisions/0027).

Reads WEB_LISTEN (127.0.0.1:8000), WEB_WORKERS (one for each core) and WEB_THREADS (4). Each thread keeps a connection
to PostgreSQL.
"""

import gc
import os
import socket
from importlib import import_module

from gunicorn import util

from deploy.proxy import TRUSTED
from deploy.refused import HEADERS, page
from deploy.settings import env
from deploy.values import whole

wsgi_app = "deploy.proxy:application"
bind = env.str("WEB_LISTEN", default="127.0.0.1:8000")
workers = whole(env, "WEB_WORKERS", default=len(os.sched_getaffinity(0)), most=256)
worker_class = "gthread"
threads = whole(env, "WEB_THREADS", default=4, most=64)
preload_app = True  # what all workers share is in memory once
worker_tmp_dir = "/dev/shm"  # the heartbeat never waits for a disk
graceful_timeout = 20  # seconds that a request has to end in when the server stops
forwarded_allow_ips = ",".join(TRUSTED)
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}
control_socket_disable = True


def when_ready(_server: object) -> None:
    """Load the pages before any process is forked: what is never collected stays in memory once for all of them."""
    import_module("deploy.urls")
    gc.freeze()


def refuse(client: socket.socket, status: int, reason: str, _why: str) -> None:
    """Tell on a page of ours what gunicorn refuses. Its name for this has no setting."""
    body = page(status).encode()
    headers = [*HEADERS, ("Connection", "close"), ("Content-Length", str(len(body)))]
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers)]
    util.write_nonblock(client, "\r\n".join([*lines, "", ""]).encode() + body)


util.write_error = refuse
