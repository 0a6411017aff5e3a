from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AttachedFile(models.Model):
    """A file that hangs at a case, `report`: the contract of every type of them, each with its own table.

    Its bytes lie under their SHA-256 (approvals/files) as long as a row names them, whichever the type. `kind` is what
    its content is (approvals/files/contents.py), `size` is in bytes. Where a scanner found something, `malware` names
    it and the bytes are gone.

    A type says to what of its case the file belongs (`part`, its name in the trail), what rows of the outbox call it
    (`NAME`) and how their keys do (`KEY`), by which relation it names the case (`CASE`), and which column beyond that
    has the unit that the case's trail concerns (`SCOPE`).
    """

    class Scan(models.TextChoices):
        UNSCANNED = "unscanned", _("not scanned")
        WAITING = "waiting", _("waits for the scanner")
        CLEAN = "clean", _("scanned")
        INFECTED = "infected", _("held malware, deleted")

    NAME: ClassVar[str]
    KEY: ClassVar[str]
    CASE: ClassVar[str] = "report"
    SCOPE: ClassVar[str] = "report__unit"

    report: Any
    report_id: int
    part: Any

    name = models.CharField(_("name"), max_length=200)
    sha256 = models.CharField(_("file (SHA-256)"), max_length=64, blank=True)
    kind = models.CharField(_("kind"), max_length=5, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    scan = models.CharField(_("scan"), max_length=9, choices=Scan, blank=True)
    malware = models.CharField(_("malware"), max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField(_("time"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.report}: {self.name}"

    @property
    def is_open(self) -> bool:
        """Whether its bytes may be handed out."""
        return self.scan in (self.Scan.UNSCANNED, self.Scan.CLEAN)

    @property
    def notified(self) -> tuple[str, int]:
        """Who is told that malware was found in it: a right and the unit on which it is held."""
        return "write_reports", self.report.scope

    @property
    def key(self) -> str:
        """How the keys of rows of the outbox name it, behind their topic."""
        return self.KEY % self.pk
