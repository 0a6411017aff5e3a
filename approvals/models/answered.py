from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AnsweredForm(models.Model):
    """The answer that a form got when it was sent: where it led, and what was said there (approvals/pages/once.py).

    `digest` is the SHA-256 of all that was sent, its token included; `told` holds pairs of a message's level and text.
    A second row has the digest without the token, and no answer: that this content was sent. Kept for a day. `page` is
    an answer that shows something once, encrypted, and emptied after ten minutes (approvals/pages/shown.py).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    location = models.CharField(max_length=500, blank=True)
    told = models.JSONField(default=list)
    page = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("answered form")
        verbose_name_plural = _("answered forms")
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="answered_form_once")]

    def __str__(self) -> str:
        return self.digest


class AnsweredCall(models.Model):
    """The answer that a call of the API got which came with a key of its own (Idempotency-Key). Kept for a day.

    `digest` is the SHA-256 of who called, where and under which key; `content` that of what was sent.
    """

    digest = models.CharField(max_length=64, unique=True)
    content = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        verbose_name = _("answered call")
        verbose_name_plural = _("answered calls")

    def __str__(self) -> str:
        return self.digest
