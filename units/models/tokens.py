from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .people import Person


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def usable(self, at: datetime) -> "AccessTokenQuerySet":
        """Neither revoked nor expired, of an active person."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at), revoked_at=None, person__is_active=True)


class AccessToken(models.Model):
    """A secret by which a program works through the API in the name of a person, as far as `scope` allows and with the
    rights that the person has at that moment. Only its SHA-256 is kept. Never deleted: `last_used_at` stays readable.
    """

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        WRITE = "write", _("Read, and type figures and texts into drafts")
        ACT = "act", _("Everything the person may do that asks for no signature")

    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens", verbose_name=_("person"))
    name = models.CharField(_("used by"), max_length=100)
    scope = models.CharField(_("allowed"), max_length=10, choices=Scope, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("until"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    last_used_at = models.DateTimeField(_("last used"), null=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name
