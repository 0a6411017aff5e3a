from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from units.models import Office, Unit

from .kinds import ReportKind


class Rung(models.Model):
    """A reminder that a kind of report asks for: so many working hours or working days before or after the due time of
    the units or of the ward, to whoever holds one of these `offices` then and while the report is not handed in.

    It is changed by retiring it and adding another. Moments before `since` are past and told to nobody.
    """

    class Due(models.TextChoices):
        UNITS = "units", _("the units' due time")
        WARD = "ward", _("the ward's due time")

    class Measure(models.TextChoices):
        DAYS = "days", pgettext_lazy("reminder", "working days")
        HOURS = "hours", pgettext_lazy("reminder", "working hours")

    OF_UNIT: ClassVar = (Office.DRAFTER, Office.UNIT_HEAD)  # those of the unit that reports; the others are the ward's

    kind = models.ForeignKey(ReportKind, models.PROTECT, related_name="rungs", verbose_name=_("kind"))
    due = models.CharField(_("of"), max_length=5, choices=Due, default=Due.UNITS)
    amount = models.PositiveSmallIntegerField(_("how much"))
    measure = models.CharField(_("counted in"), max_length=5, choices=Measure, default=Measure.DAYS)
    after = models.BooleanField(_("after it"), default=False)
    offices = models.JSONField(_("who is reminded"), default=list)
    by_mail = models.BooleanField(_("by mail too"), default=True)
    by_gateway = models.BooleanField(_("by the ward's gateway (Zalo, SMS) too"), default=False)
    since = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["kind", "due", "after", "-amount", "pk"]

    def __str__(self) -> str:
        return f"{self.amount} {self.measure} {self.due}"


class Reminder(models.Model):
    """A line of the ledger (Sổ nhắc việc): of what somebody was reminded, when, by which notice; or why they were not.

    `key` makes the same reminder the same row: the case, the rung or the day on which somebody asked for it, the person
    and the deadline in force. `moment` is when it was to be said, `at` when it was. `message` is the key of the notice
    and of its mail, blank where nobody was told; several lines may share one.
    """

    class Why(models.TextChoices):
        TOLD = "", _("told")
        AWAY = "away", _("absent: the substitute was told")
        NOBODY = "nobody", _("nobody holds one of these offices")

    key = models.CharField(max_length=160)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_name = models.CharField(max_length=400)
    ward = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name=_("ward"))
    rung = models.ForeignKey(Rung, models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("person")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField(_("due"), null=True)
    moment = models.DateTimeField()
    at = models.DateTimeField(_("reminded"))
    message = models.CharField(max_length=160, blank=True)
    why = models.CharField(_("why not"), max_length=8, choices=Why, blank=True, default="")

    class Meta:
        verbose_name = _("line of the ledger of reminders")
        verbose_name_plural = _("ledger of reminders")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["key"], name="reminder_once")]
        indexes = [
            models.Index(fields=["ward", "-at"], name="reminder_of_ward"),
            models.Index(fields=["due_at"], name="reminder_of_deadline"),
            models.Index(fields=["message"], name="reminder_by_message"),
        ]

    def __str__(self) -> str:
        return self.key
