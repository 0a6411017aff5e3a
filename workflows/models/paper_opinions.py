from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Decision


class PaperOpinion(models.Model):
    """That an opinion was given on paper on the day `given_on`, and that `by` entered it for whoever gave it.

    The decision is the giver's, never of who entered it. The scan is the opinion's file (opinion_files.py).
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="paper")
    given_on = models.DateField(_("given on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("opinion on paper")
        verbose_name_plural = _("opinions on paper")

    def __str__(self) -> str:
        return f"{self.decision}: {self.given_on}"
