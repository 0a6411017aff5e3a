from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseLink(models.Model):
    """That a case has to do with something else: a plan, an assignment, a difficulty, another case. Both ends are named
    by kind and id.
    """

    class Relation(models.TextChoices):
        CARRIES_OUT = "carries_out", _("carries out")
        SETTLES = "settles", _("is to settle")
        FOLLOWS = "follows", _("follows")
        COPY = "copy", _("was copied from")

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    relation = models.CharField(_("relation"), max_length=11, choices=Relation)
    other_kind = models.CharField(max_length=40)
    other_id = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "other_kind", "other_id"], name="link_once_between_two"
            ),
        ]
        indexes = [models.Index(fields=["other_kind", "other_id"], name="link_from_other_end")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.relation} {self.other_kind} {self.other_id}"
