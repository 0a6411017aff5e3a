"""The link of a quick form: the row's id, signed by this installation. Nothing that opens it is stored."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from workflows.models import QuickForm

SIGNER = signing.Signer(sep=".", salt="workflows.quick_form", algorithm="sha256")


def token_of(form: QuickForm) -> str:
    return SIGNER.sign(str(form.pk))


def id_in(token: str) -> int:
    """The id of the form that the token opens; 0, which no form has, for a token that this installation never gave."""
    try:
        return int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return 0


def address_of(form: QuickForm) -> str:
    return f"{settings.SITE_URL}{reverse('quick_form_answer', args=[token_of(form)])}"
