from django.utils.functional import Promise


class NotPossible(Exception):
    """The action is refused: a wrong state or a broken rule.

    `message` is a translated sentence that says what happened and what to do. Views let it pass: the middleware
    answers 409 with the sentence on a page.
    """

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = str(message)


class AlreadyDone(NotPossible):
    """The person themselves has done it before: what they asked for holds. The middleware leads to where it shows."""


class PlainFault(Exception):
    """What failed outside, told in a translated sentence that an incident shows as it is."""
