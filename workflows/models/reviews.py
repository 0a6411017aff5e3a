from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .unit_reports import UnitReport


class EntryComment(models.Model):
    """What the office asks about a part of a unit report, and what the unit answers: once, then the office asks anew.

    `part` is the part's name in the trail: "8", "T4", "results" (unit_reports/parts.py).
    """

    report = models.ForeignKey(UnitReport, models.CASCADE, db_index=False, related_name="comments")
    part = models.CharField(_("part"), max_length=20)
    text = models.TextField(_("comment"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField(_("time"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["report", "at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="entry_comment_answer_whole",
            ),
        ]
        indexes = [models.Index(fields=["report", "part"], name="entry_comment_of_part")]

    def __str__(self) -> str:
        return f"{self.report}: {self.part}"
