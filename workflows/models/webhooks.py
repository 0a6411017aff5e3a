from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Unit


class Webhook(models.Model):
    """An address outside that is told what happens in a ward, as its trail has it. `actions` are the only ones it is
    told of; none named is all. What is sent is signed by a secret made of the row's id (webhooks/signing.py), so that
    none is stored. `followed_at` is up to when the trail was looked through for it. One that was stopped stays for
    the record.
    """

    ward = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("ward"))
    url = models.CharField(_("address"), max_length=500)
    actions = models.JSONField(_("told of"), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField(_("time"))
    followed_at = models.DateTimeField(editable=False)
    stopped_at = models.DateTimeField(_("stopped"), null=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["ward", "-at", "-pk"]

    def __str__(self) -> str:
        return self.url
