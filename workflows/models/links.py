from django.conf import settings
from django.db import models
from django.db.models import CharField, Q, Value
from django.db.models.functions import Cast, Concat, Greatest, Least
from django.utils.translation import gettext_lazy as _


class CaseLinkQuerySet(models.QuerySet):
    def between(self, one: tuple[str, int], other: tuple[str, int]) -> "CaseLinkQuerySet":
        """Those of these two, each by kind and id, whichever was linked to the other."""
        (kind, pk), (other_kind, other_pk) = one, other
        there = Q(subject_kind=kind, subject_id=pk, other_kind=other_kind, other_id=other_pk)
        return self.filter(there | Q(subject_kind=other_kind, subject_id=other_pk, other_kind=kind, other_id=pk))


def _end(name: str) -> Concat:
    """One end as text."""
    return Concat(f"{name}_kind", Value(" "), Cast(f"{name}_id", CharField()))


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

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "other_kind", "other_id"], name="link_once_between_two"
            ),
            models.UniqueConstraint(
                Least(_end("subject"), _end("other")),
                Greatest(_end("subject"), _end("other")),
                name="link_once_whichever_way",
            ),
        ]
        indexes = [models.Index(fields=["other_kind", "other_id"], name="link_from_other_end")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.relation} {self.other_kind} {self.other_id}"
