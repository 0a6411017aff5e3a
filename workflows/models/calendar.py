from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Unit


class CalendarDay(models.Model):
    """A day that differs from the week's rule: a holiday, or a Saturday worked in exchange.

    One without a `ward` is the nation's; a ward's own stands in its place. What follows from the law alone is not
    `decided` while nobody has said on which days the holiday is taken or exchanged.
    """

    ward = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="calendar_days", verbose_name=_("ward")
    )
    day = models.DateField(_("day"))
    working = models.BooleanField(_("worked"), default=False)
    name = models.CharField(_("name"), max_length=200)
    decided = models.BooleanField(_("decided"), default=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=Q(ward=None), name="calendar_day_once"),
            models.UniqueConstraint(fields=["ward", "day"], name="calendar_day_once_a_ward"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
