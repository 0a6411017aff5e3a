from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .unit_reports import UnitReport


class Evidence(models.Model):
    """A file or an https link behind an entry of a unit report. It belongs to its period: none is carried over.

    `part` is the entry's name in the trail: "8", "T4" (workflows/parts.py). A file's bytes lie under their SHA-256
    (approvals/files/store.py) as long as a row names them; `kind` is what its content is (approvals/files/contents.py),
    `size` is in bytes. Where a scanner found something, `malware` names it and the bytes are gone.
    """

    class Scan(models.TextChoices):
        UNSCANNED = "unscanned", _("not scanned")
        WAITING = "waiting", _("waits for the scanner")
        CLEAN = "clean", _("scanned")
        INFECTED = "infected", _("held malware, deleted")

    report = models.ForeignKey(UnitReport, models.CASCADE, db_index=False, related_name="evidence")
    part = models.CharField(_("part"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    link = models.CharField(_("link"), max_length=500, blank=True)
    sha256 = models.CharField(_("file (SHA-256)"), max_length=64, blank=True)
    kind = models.CharField(_("kind"), max_length=5, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    scan = models.CharField(_("scan"), max_length=9, choices=Scan, blank=True)
    malware = models.CharField(_("malware"), max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField(_("time"))

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

    def __str__(self) -> str:
        return f"{self.report}: {self.name}"

    @property
    def is_open(self) -> bool:
        """Whether its bytes may be handed out."""
        return self.scan in (self.Scan.UNSCANNED, self.Scan.CLEAN)
