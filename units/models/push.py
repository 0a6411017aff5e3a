from django.db import models
from django.utils.translation import gettext_lazy as _

from .people import Person


class PushSubscription(models.Model):
    """A browser in which a person switched notices on: where its push service takes them, and its keys (RFC 8291).

    `asked_until` is the id of the newest notice for which the outbox has been asked.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="push_subscriptions", verbose_name=_("person"))
    endpoint = models.CharField(max_length=500, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    made_at = models.DateTimeField(_("since"))
    asked_until = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("browser that shows notices")
        verbose_name_plural = _("browsers that show notices")
        ordering = ["person", "pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.pk}"
