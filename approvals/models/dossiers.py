from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .documents import Document
from .trail import Subject


class Dossier(Subject):
    """A zip archive with what belongs to a document, or to all that a scope issued in a year, and with its proof.

    It is made by the outbox, and made anew when it is asked for again: `sha256` and `size` are of the file that was
    made at `made_at`, None until the first is there. `terms` are the retention periods by symbol of the register.
    """

    scope = models.BigIntegerField()
    document = models.OneToOneField(Document, models.PROTECT, null=True, related_name="dossier")
    year = models.PositiveSmallIntegerField(gettext_lazy("year"), null=True)
    terms = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = gettext_lazy("dossier")
        verbose_name_plural = gettext_lazy("dossiers")
        ordering = ["scope", "-year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "year"], name="dossier_once_a_year"),
            models.CheckConstraint(
                condition=Q(document=None, year__isnull=False) | Q(document__isnull=False, year=None),
                name="dossier_of_document_or_year",
            ),
        ]

    def __str__(self) -> str:
        if self.document:
            return _("Dossier of %(document)s") % {"document": self.document}
        return _("Dossier of the year %(year)d") % {"year": self.year}
