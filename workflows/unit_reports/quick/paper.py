"""The code on the printed form, by which it is found again when it is typed in: the form's number and two letters that
tell a mistyped one. It opens nothing: whoever types it in is signed in, and writes the report.
"""

import re

from django.utils.crypto import salted_hmac

from workflows.models import QuickForm

LETTERS = "ABCDEFGHKLMNPQRSTUVXYZ"  # none that looks like a digit
CODE = re.compile(r"(?:PN)?([0-9]{1,15})([A-Z]{2})")


def code_of(form: QuickForm) -> str:
    return f"PN-{form.pk}-{_check(form.pk)}"


def id_in(typed: str) -> int:
    """The id of the form with this code, however it is spaced; 0, which no form has, for one that is mistyped."""
    match = CODE.fullmatch(re.sub(r"[^0-9A-Z]", "", typed.upper()))
    return int(match[1]) if match and match[2] == _check(int(match[1])) else 0


def _check(pk: int) -> str:
    first, second = salted_hmac("workflows.quick_form.paper", str(pk), algorithm="sha256").digest()[:2]
    return LETTERS[first % len(LETTERS)] + LETTERS[second % len(LETTERS)]
