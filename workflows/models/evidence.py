from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .attached import AttachedFile
from .unit_reports import UnitReport


class Evidence(AttachedFile):
    """A file or an https link behind an entry of a unit report. It belongs to its period: none is carried over.

    `part` is the entry's name in the trail: "8", "T4" (unit_reports/parts.py).
    """

    NAME: ClassVar = "evidence"
    KEY: ClassVar = "%d"

    report = models.ForeignKey(UnitReport, models.CASCADE, db_index=False, related_name="evidence")
    part = models.CharField(_("part"), max_length=20)
    link = models.CharField(_("link"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["report", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "part", "sha256", "link"], name="evidence_once_an_entry"),
            models.CheckConstraint(
                condition=(Q(sha256="", kind="", scan="") & ~Q(link=""))
                | (Q(link="", scan__in=["unscanned", "waiting", "clean", "infected"]) & ~Q(sha256="") & ~Q(kind="")),
                name="evidence_file_or_link",
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="evidence_same_file", condition=~Q(sha256="")),
            models.Index(fields=["id"], name="evidence_to_scan", condition=Q(scan__in=["unscanned", "waiting"])),
        ]
