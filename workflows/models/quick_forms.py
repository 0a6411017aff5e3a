from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .attached import AttachedFile
from .unit_reports import UnitReport


class QuickForm(models.Model):
    """A few parts of a unit's report, asked of somebody without an account, by a link.

    The link carries the row's id signed (unit_reports/quick/links.py): nothing that opens it is stored. `parts` are
    names of parts (unit_reports/parts.py). It is answered once, or more often (`many`), until `expires_at`.
    """

    report = models.ForeignKey(UnitReport, models.CASCADE, related_name="quick_forms", verbose_name=_("report"))
    asked_of = models.CharField(_("who is asked"), max_length=200)
    parts = models.JSONField(_("parts"), default=list)
    many = models.BooleanField(_("may be answered more than once"), default=False)
    expires_at = models.DateTimeField(_("open until"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField(_("time"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("quick form")
        verbose_name_plural = _("quick forms")
        ordering = ["report", "id"]

    def __str__(self) -> str:
        return f"{self.report}: {self.asked_of}"

    def is_open(self, at: datetime) -> bool:
        """Whether it may still be answered. One query, none where its answers came with it or more may come."""
        return self.withdrawn_at is None and at < self.expires_at and (self.many or not self.answers.all())


class QuickAnswer(models.Model):
    """What came by a quick form's link, as it was typed: text by the name of the field of the report's page.

    It changes nothing by itself: somebody who writes the report takes it in, or leaves it with a reason.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", _("waits to be confirmed")
        TAKEN = "taken", _("taken into the report")
        LEFT = "left", _("not taken")

    form = models.ForeignKey(QuickForm, models.CASCADE, related_name="answers", verbose_name=_("quick form"))
    name = models.CharField(_("who answers"), max_length=200)
    contact = models.CharField(_("how they are reached"), max_length=200)
    typed = models.JSONField(_("what was typed"), default=dict)
    at = models.DateTimeField(_("time"))
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome, default=Outcome.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, null=True, related_name="+")
    settled_at = models.DateTimeField(_("settled"), null=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("answer to a quick form")
        verbose_name_plural = _("answers to quick forms")
        ordering = ["form", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["waiting", "taken", "left"]), name="quick_answer_outcome_known"
            ),
        ]
        indexes = [
            models.Index(fields=["form"], condition=Q(outcome="waiting"), name="quick_answer_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.name}"


class QuickFile(AttachedFile):
    """A photograph or voice note that came with an answer, without its metadata. It is evidence of the report's `part`
    once the answer is taken in. `by` is nobody: who answers has no account.
    """

    NAME: ClassVar = "quick_file"
    KEY: ClassVar = "quick-%d"

    report = models.ForeignKey(UnitReport, models.CASCADE, related_name="quick_files")
    answer = models.ForeignKey(QuickAnswer, models.CASCADE, db_index=False, related_name="files")
    part = models.CharField(_("part"), max_length=20)
    by = models.ForeignKey(  # type: ignore[assignment]
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("file of a quick form")
        verbose_name_plural = _("files of quick forms")
        ordering = ["answer", "id"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "part", "sha256"], name="quick_file_once_an_answer"),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="quick_file_same_file"),
            models.Index(fields=["id"], name="quick_file_to_scan", condition=Q(scan__in=["unscanned", "waiting"])),
        ]
