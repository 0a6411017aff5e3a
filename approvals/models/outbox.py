from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """A side effect that is due: written in the transaction that causes it, worked by `approvals.outbox.queue.drain`.

    `key` makes the same effect the same row. `lease` is one claim's own: whoever made it works until `leased_until`,
    and may renew that; then another may claim. `parked` means it ran out of tries and stands on the page of incidents.
    """

    topic = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    scope = models.BigIntegerField()
    created_at = models.DateTimeField()
    available_at = models.DateTimeField()
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    parked = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox messages")
        constraints = [models.UniqueConstraint(fields=["key"], name="outbox_one_row_an_effect")]
        indexes = [
            models.Index(fields=["available_at"], name="outbox_open", condition=Q(done_at=None, parked=False)),
        ]

    def __str__(self) -> str:
        return self.key


class Incident(models.Model):
    """A side effect that ran out of tries, until somebody tries again or skips it with a reason."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        RETRIED = "retried", _("Tried again")
        SKIPPED = "skipped", _("Skipped")

    message = models.ForeignKey(OutboxMessage, models.PROTECT, related_name="incidents")
    scope = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    what = models.TextField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["message"], condition=Q(state="open"), name="incident_one_open_a_message"),
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.state}"
