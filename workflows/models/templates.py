from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Subject

from .kinds import ReportKind


class NarrativeTemplate(Subject):
    """How a part of the ward's report is drafted, where a coordinator has changed it (pure/wording/templates.py).

    A blank text stands for the product's own (pure/wording/defaults.py).
    """

    class Part(models.TextChoices):
        RESULTS = "results", _("Results")
        ASSESSMENT = "assessment", _("Assessment")
        DIFFICULTIES = "difficulties", _("Difficulties and obstacles")
        PROPOSALS = "proposals", _("Proposals")
        DIRECTIONS = "directions", _("Directions for the next period")

    kind = models.ForeignKey(ReportKind, models.PROTECT, db_index=False, related_name="templates")
    part = models.CharField(_("part"), max_length=12, choices=Part)
    text = models.TextField(_("template"), blank=True)

    class Meta:
        verbose_name = _("template of the text")
        verbose_name_plural = _("templates of the text")
        ordering = ["kind", "part"]
        constraints = [models.UniqueConstraint(fields=["kind", "part"], name="narrative_template_once_a_part")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_part_display()}"


class DocumentTemplate(Subject):
    """The text that a new document of a kind begins with, where an administrator has written one (mẫu)."""

    kind = models.OneToOneField(ReportKind, models.PROTECT, related_name="document_template")
    addressed_to = models.TextField(_("to"), blank=True)
    bases = models.TextField(_("legal bases"), blank=True)
    body = models.TextField(_("text"), blank=True)
    recipients = models.TextField(_("recipients"), blank=True)

    class Meta:
        verbose_name = _("template of a document")
        verbose_name_plural = _("templates of documents")
        ordering = ["kind"]

    def __str__(self) -> str:
        return str(self.kind)
