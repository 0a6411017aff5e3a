from django.db import models
from django.utils.translation import gettext_lazy as _

from .people import Person


class OneUseCode(models.Model):
    """A random code that opens one page once: without a person the page on which an installation gets its first
    administrator, else the one on which that person chooses a password. Only its SHA-256 is kept.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="codes", verbose_name=_("person"))
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("until"))
    used_at = models.DateTimeField(_("used"), null=True)

    class Meta:
        verbose_name = _("one-use code")
        verbose_name_plural = _("one-use codes")

    def __str__(self) -> str:
        return str(self.person or "")
