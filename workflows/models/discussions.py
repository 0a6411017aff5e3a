from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Unit

from .cases import Case


class OfACase(models.QuerySet):
    def of(self, case: Case) -> Self:
        return self.filter(subject_kind=case.kind, subject_id=case.pk)


class CaseMessage(models.Model):
    """What somebody wrote beside a case, which it decides nothing about. The case is named by its kind and id.

    Never edited or deleted, which the database refuses; its writer may strike it (`MessageStrike`). `units` are those
    whose people were told of it.
    """

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    text = models.TextField(_("message"), max_length=2000)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField(_("time"))
    units = models.ManyToManyField(Unit, verbose_name=_("tell the people of"), related_name="+", blank=True)

    objects = OfACase.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["pk"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="message_of_case")]

    def __str__(self) -> str:
        return f"{self.person}: {self.text}"


class MessageStrike(models.Model):
    """That the writer of a message took it back: it stays readable, struck through."""

    message = models.OneToOneField(CaseMessage, models.PROTECT, related_name="strike")
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("struck message")
        verbose_name_plural = _("struck messages")

    def __str__(self) -> str:
        return str(self.message)


class DiscussionSighting(models.Model):
    """Up to which message, by its id, a person has read what is written beside a case."""

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="+")
    last = models.BigIntegerField()

    objects = OfACase.as_manager()

    class Meta:
        verbose_name = _("how far a discussion was read")
        verbose_name_plural = _("how far discussions were read")
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "person"], name="discussion_seen_once")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.last}"
