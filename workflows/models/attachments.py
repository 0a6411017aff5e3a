from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .attached import AttachedFile
from .submissions import Submission


class Attachment(AttachedFile):
    """A file that belongs to a submission, and is decided with it. Another file of the same name takes its place.

    `field` is the number of the outline's field to which it belongs, None where to none.
    """

    NAME: ClassVar = "attachment"
    KEY: ClassVar = "attachment-%d"
    PART: ClassVar = "attachment"  # of one that belongs to no field

    report = models.ForeignKey(Submission, models.CASCADE, db_index=False, related_name="attachments")
    field = models.PositiveSmallIntegerField(_("field"), null=True, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["report", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "name"], name="attachment_once_a_name"),
            models.CheckConstraint(
                condition=Q(scan__in=["unscanned", "waiting", "clean", "infected"]) & ~Q(sha256="") & ~Q(kind=""),
                name="attachment_is_a_file",
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="attachment_same_file"),
            models.Index(fields=["id"], name="attachment_to_scan", condition=Q(scan__in=["unscanned", "waiting"])),
        ]

    @property
    def part(self) -> str:
        return self.PART if self.field is None else f"F{self.field}"

    def get_absolute_url(self) -> str:
        """Where its bytes are handed out."""
        return reverse("attachment_file", args=[self.pk])
