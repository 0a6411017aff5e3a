class SigningFailed(Exception):
    """A signature could not be made for a reason outside the product: a key service, a time-stamp service, a disk.

    Nothing was written. The message is a translated sentence for the page of incidents; trying again may succeed.
    """


class KeyRefused(Exception):
    """A key, its passphrase, its certificate or its image is refused; the sentence says why and what to do."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field
