from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from approvals.models import Subject
from units.models import Office, Unit

from .querysets import ApprovalStepQuerySet


class Need(models.TextChoices):
    ANY = "any", _("any one")
    ALL = "all", _("all of them")


class Route(Subject):
    """The ordered steps by which a ward approves a kind of report. A report on its way keeps its own copy."""

    ward = models.ForeignKey(Unit, models.PROTECT, related_name="routes", verbose_name=_("ward"))
    kind = models.OneToOneField("ReportKind", models.PROTECT, related_name="route", verbose_name=_("kind"))

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")

    def __str__(self) -> str:
        return str(self.kind)


class StepShape(models.Model):
    """What a step of a route says, and a report's copy of it."""

    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    office = models.CharField(_("office"), max_length=20, choices=Office, default=Office.APPROVER)
    need = models.CharField(_("decides"), max_length=3, choices=Need, default=Need.ANY)
    allowance = models.PositiveSmallIntegerField(_("working days allowed"), default=2)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Step(StepShape):
    """A step of a route. A retired one stays for the record and is copied no more."""

    route = models.ForeignKey(Route, models.CASCADE, related_name="steps")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["route", "order", "pk"]


class ApprovalStep(StepShape):
    """A report's own copy of a step, and who still has to decide it.

    Nobody but `signatory` decides a step that has one: the last, under whose name the document is printed.
    """

    report = models.ForeignKey("WardReport", models.CASCADE, related_name="steps")
    signatory = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    opened_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    deciders = models.ManyToManyField(settings.AUTH_USER_MODEL, through="StepDecider", related_name="+")

    objects = ApprovalStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval step")
        verbose_name_plural = _("approval steps")
        ordering = ["report", "order"]
        constraints = [models.UniqueConstraint(fields=["report", "order"], name="approval_step_order_once")]


class StepDecider(models.Model):
    """Who has approved at a step: where all must decide, it stays open until each of them has."""

    step = models.ForeignKey(ApprovalStep, models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("decider")
        verbose_name_plural = _("deciders")
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="step_decided_once_a_person")]

    def __str__(self) -> str:
        return f"{self.step}: {self.person}"
