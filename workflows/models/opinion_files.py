from typing import Any, ClassVar

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from approvals.models import Decision

from .attached import AttachedFile
from .cases import model_of


class OpinionFile(AttachedFile):
    """The file with which somebody gave an opinion, one at most: of one that was given on paper, its scan. The opinion
    names the case, whichever its type.
    """

    NAME: ClassVar = "opinion_file"
    KEY: ClassVar = "opinion-%d"
    CASE: ClassVar = "decision"
    SCOPE: ClassVar = "decision__scope"
    PART: ClassVar = "opinion"
    PAPER: ClassVar = "paper"

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="file")

    class Meta:
        verbose_name = _("file of an opinion")
        verbose_name_plural = _("files of opinions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scan__in=["unscanned", "waiting", "clean", "infected"])
                & ~models.Q(sha256="")
                & ~models.Q(kind=""),
                name="opinion_file_is_a_file",
            ),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="opinion_file_same_file"),
            models.Index(
                fields=["id"], name="opinion_file_to_scan", condition=models.Q(scan__in=["unscanned", "waiting"])
            ),
        ]

    @cached_property
    def report(self) -> Any:
        """The case. One query."""
        model: Any = model_of(self.decision.subject_kind)
        return model._default_manager.select_related(*model.NAMED).get(pk=self.decision.subject_id)

    @property
    def report_id(self) -> int:  # type: ignore[override]
        return self.decision.subject_id

    @property
    def part(self) -> str:
        """As the trail named it when it came."""
        return self.PAPER if hasattr(self.decision, "paper") else self.PART

    @property
    def notified(self) -> tuple[str, int]:
        """Those who reply to the opinion."""
        return self.report.returned_to
