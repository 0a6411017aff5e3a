from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Unit


class CalendarFeed(models.Model):
    """A secret address at which a person's calendar reads what is due. It carries the row's id signed
    (agenda/links.py): nothing that opens it is stored, and a row that is revoked opens nothing for good.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    made_at = models.DateTimeField(_("time"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["person", "-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(revoked_at=None), name="calendar_feed_one_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}"


class DashboardMail(models.Model):
    """Somebody who wants how a ward stands as PDF by mail each week."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    ward = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name=_("ward"))
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("weekly mail of how a ward stands")
        verbose_name_plural = _("weekly mails of how wards stand")
        ordering = ["ward", "person"]
        constraints = [models.UniqueConstraint(fields=["person", "ward"], name="dashboard_mail_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.ward}"
