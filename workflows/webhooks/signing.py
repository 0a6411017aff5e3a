"""By which secret an address outside knows that what it is told comes from here."""

from django.utils.crypto import salted_hmac

from workflows.models import Webhook


def secret_of(hook: Webhook) -> str:
    """In hexadecimal digits: 256 bits."""
    return salted_hmac("workflows.webhook", str(hook.pk), algorithm="sha256").hexdigest()
