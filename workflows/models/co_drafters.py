from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from units import grants
from units.models import Person


class CoDrafterQuerySet(models.QuerySet):
    def written_by(self, person: Person, model: type[models.Model]) -> models.QuerySet:
        """The ids of the cases of one type that the person was named to write, in wards where they hold an office."""
        wards = grants.offices_of(person).order_by().values(ward=Coalesce("unit__ward", "unit"))
        named = self.filter(subject_kind=model._meta.model_name, person=person, ward__in=wards)
        return named.values("subject_id")


class CoDrafter(models.Model):
    """Who may write a case beside whoever drafts for its unit; the case is named by its kind and id.

    The right holds as long as they hold an office in its `ward`. Whoever uses it is an author from then on, for good.
    """

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    ward = models.ForeignKey("units.Unit", models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("time"))

    objects = CoDrafterQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-drafter")
        verbose_name_plural = _("co-drafters")
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "person"], name="co_drafter_once_a_case")
        ]

    def __str__(self) -> str:
        return str(self.person)
