"""Files that strangers send: held to a size while they stream in, written to disk, never kept in memory."""

from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest


def declared_length(request: HttpRequest) -> int:
    """How many bytes the request says that it brings; 0 where it says nothing."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0


class LimitedUpload(TemporaryFileUploadHandler):
    """Stops reading at `most` bytes and drops the connection's rest; `too_large` then says so."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most, self.received, self.too_large = most, 0, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.most:
            self.too_large = True
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)
