from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Unit


class Gateway(models.Model):
    """A service that takes a ward's reminders on to Zalo or SMS. What is sent is signed by a secret that is made of the
    row's id and this installation's own (reminders/gateways/signing.py), so that none is stored; another row has
    another. One that was stopped stays for the record.
    """

    ward = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("ward"))
    url = models.CharField(_("address"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField(_("time"))
    stopped_at = models.DateTimeField(_("stopped"), null=True)

    class Meta:
        verbose_name = _("gateway")
        verbose_name_plural = _("gateways")
        ordering = ["ward", "-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["ward"], condition=models.Q(stopped_at=None), name="gateway_one_in_use_a_ward"
            )
        ]

    def __str__(self) -> str:
        return self.url
