"""The web of the embedded profile: `python -m deploy.embedded 127.0.0.1:8000` (docs/decisions/0027)."""

import sys
from typing import Any

from django.conf import settings
from waitress import serve
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.task import ErrorTask, WSGITask
from waitress.utilities import RequestEntityTooLarge

from deploy.refused import HEADERS, page
from deploy.wsgi import application

THREADS = 8
# What is larger is not written to disk; of what is a little too large the product says so itself.
MOST_KEPT = 2 * settings.LARGEST_REQUEST
MOST_SENT = 16 * settings.LARGEST_REQUEST  # of which nothing is kept; whoever sends more is cut off


class Page(WSGITask):
    """An answer to HEAD ends with its headers: waitress sends the end of a chunked body where no length is known."""

    def build_response_header(self) -> bytes:
        head: bytes = super().build_response_header()
        if self.request.command == "HEAD":
            self.chunked_response = False
        return head


class Refusal(ErrorTask):
    """What waitress refuses, told on a page of ours."""

    def execute(self) -> None:
        error = self.request.error
        body = page(error.code).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.extend(HEADERS)
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Nowhere:
    """Takes in what is sent and keeps nothing: a browser reads no answer before it has sent all."""

    def append(self, _data: bytes) -> None:
        pass

    def close(self) -> None:
        pass


class Parser(HTTPRequestParser):
    """Hears a body that is too large to its end, keeps none of it, and then refuses it."""

    content_length: int
    body_rcv: Any
    error: Any
    refused: RequestEntityTooLarge | None = None

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if MOST_KEPT <= self.content_length < MOST_SENT and not self.expect_continue:
            self.body_rcv.getbuf().close()
            self.body_rcv = FixedStreamReceiver(self.content_length, Nowhere())
            self.refused, self.content_length = RequestEntityTooLarge(""), 0

    def received(self, data: bytes) -> int:
        if self.refused:
            self.body_bytes_received = 0  # what is not kept counts for no limit
        consumed: int = super().received(data)
        if self.completed:
            self.error = self.error or self.refused
        return consumed


HTTPChannel.task_class = Page
HTTPChannel.error_task_class = Refusal
HTTPChannel.parser_class = Parser

if __name__ == "__main__":
    serve(application, listen=sys.argv[1], threads=THREADS, max_request_body_size=MOST_KEPT)
