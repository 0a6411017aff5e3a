from datetime import datetime
from typing import Any, ClassVar, cast

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.clock import now
from approvals.models import Decision, Subject
from units import grants, seats
from units.models import Office, Person, Unit
from units.seats import Seat
from workflows.pure.filling.fields import filled_words

from .joined import Joined


class Need(models.TextChoices):
    """How many of those who hold the office have to decide: `SOME` as many as the step's quorum."""

    ANY = "any", _("any one")
    SOME = "some", _("a number of them")
    MOST = "most", _("more than half of them")
    ALL = "all", _("all of them")


class Verb(models.TextChoices):
    """What is done at a step. The last approval signs the document. An examination finds it in order or gives it back:
    it approves nothing, and neither does an opinion. After the signature somebody takes the number, and others are
    informed: nobody waits for them. Of a unit's report, before the ward makes its own of it, somebody in the unit looks
    at it before its head submits it, and a second person confirms that it is accepted.
    """

    LOOK = "look", pgettext_lazy("step", "Look at the unit's report before it is submitted")
    CONFIRM = "confirm", pgettext_lazy("step", "Confirm that the unit's report is accepted")
    APPROVE = "approve", pgettext_lazy("step", "Approve")
    OPINION = "opinion", pgettext_lazy("step", "Give an opinion")
    EXAMINE = "examine", pgettext_lazy("step", "Examine")
    NUMBER = "number", pgettext_lazy("step", "Number and issue")
    INFORM = "inform", pgettext_lazy("step", "Read for information")


BEFORE = (Verb.LOOK, Verb.CONFIRM)  # at the reports of the units; they stand first
BY_STEP = (Verb.OPINION, Verb.EXAMINE)  # the step itself is the right to it, whatever else the person may do
AFTER = (Verb.NUMBER, Verb.INFORM)  # the signature, in this order


class AtEnd(models.TextChoices):
    """What happens when a step's allowance is over. Only an opinion is passed over; nothing is approved by silence."""

    REMIND = "remind", _("remind whoever decides")
    ESCALATE = "escalate", _("tell another office")
    PASS = "pass", _("go on without an opinion")


class ReturnTo(models.TextChoices):
    """Where a step's return goes by default; without one of these to whoever corrects the document."""

    BEFORE = "before", _("the step before it")
    FIRST = "first", _("the first step")


class Change(models.TextChoices):
    """What was last done to a case's step on its way."""

    RETURNED = "returned", _("returned to this step")
    SKIPPED = "skipped", _("skipped")
    ADDED = "added", _("added on the way")
    HANDED = "handed", _("handed over")
    UNTAKEN = "untaken", _("not taken by what was filled in")


class Route(Subject):
    """The ordered steps by which a ward approves a kind of report. A report on its way keeps its own copy."""

    ward = models.ForeignKey(Unit, models.PROTECT, related_name="routes", verbose_name=_("ward"))
    kind = models.OneToOneField("ReportKind", models.PROTECT, related_name="route", verbose_name=_("kind"))

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")

    def __str__(self) -> str:
        return str(self.kind)

    @property
    def case_kind(self) -> str:
        """The type of the cases that take it."""
        return self.kind.subject_kind


class StepShape(models.Model):
    """What a step of a route says, and a case's copy of it. One that stands `beside` the step before it is decided at
    the same time. The allowance is in working hours of the ward. `to_unit` and `to_office` are who is told at its end,
    where another office is. `return_to` is where a return goes, unless whoever decides chooses another; what was
    approved between that step and this one stands then, or is `asked_anew`.

    Of those who hold the office in the unit it asks all, or those of the title `position`, or `person` alone. An
    opinion is asked by `ballot` of all of these as members. `fills` are the fields that whoever decides fills
    (pure/filling/fields.py).
    """

    COPIED: ClassVar = (
        *("title", "verb", "beside", "need", "quorum", "allowance", "ballot"),
        *("at_end", "to_unit_id", "to_office"),
        *("return_to", "asked_anew", "fills"),
    )

    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    office = models.CharField(_("office"), max_length=20, choices=Office, default=Office.APPROVER)
    position = models.CharField(_("title held"), max_length=150, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("this person alone"),
    )
    beside = models.BooleanField(_("at the same time as the step before"), default=False)
    verb = models.CharField(_("what is asked"), max_length=8, choices=Verb, default=Verb.APPROVE)
    ballot = models.BooleanField(_("by a ballot of the members"), default=False)
    need = models.CharField(_("decides"), max_length=4, choices=Need, default=Need.ANY)
    quorum = models.PositiveSmallIntegerField(_("how many decide"), default=1)
    allowance = models.PositiveSmallIntegerField(_("working hours allowed"), default=16)
    at_end = models.CharField(_("when the time is over"), max_length=8, choices=AtEnd, default=AtEnd.REMIND)
    to_unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("unit that is told"),
    )
    to_office = models.CharField(_("office that is told"), max_length=20, choices=Office, blank=True)
    return_to = models.CharField(_("a return goes to"), max_length=6, choices=ReturnTo, blank=True)
    asked_anew = models.BooleanField(_("what was approved in between is asked anew"), default=False)
    fills: Any = models.JSONField(_("fields that are filled"), default=list, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def usual_end(self) -> str:
        """What happens at its end where a route says nothing of it."""
        return AtEnd.PASS if self.verb == Verb.OPINION else AtEnd.REMIND


class Step(StepShape):
    """A step of a route. A retired one stays for the record and is copied no more.

    One with a `condition` (a code of routes/when/conditions.py) is taken where that holds, or where it does not if it
    is `reversed`; `parameter` is what the condition is of, a number or a code. `further` conditions say the same of
    themselves, each a mapping of these three names; all of them have to hold, or any of them where `any_of` is set.
    One that stands `otherwise` is for where the step before is not taken.

    `units` are the codes of further units that are asked as well, each by a step of its own. Where `found` names a way
    to find somebody (routes/who/finding.py), with what it is of after a colon ("lead:9"), the case's copy asks who
    is found for it.
    """

    route = models.ForeignKey(Route, models.CASCADE, related_name="steps")
    units = models.JSONField(_("also asked in"), default=list, blank=True)
    found = models.CharField(_("found"), max_length=320, blank=True)
    condition = models.CharField(_("taken when"), max_length=20, blank=True)
    reversed = models.BooleanField(_("the other way round"), default=False)
    parameter = models.JSONField(_("what the condition is of"), null=True, blank=True)
    further = models.JSONField(_("further conditions"), default=list, blank=True)
    any_of = models.BooleanField(_("one of the conditions is enough"), default=False)
    otherwise = models.BooleanField(_("instead of the step before"), default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["route", "order", "pk"]


class RouteVersion(models.Model):
    """What a route was from a moment on, written by the action that changed it and never edited afterwards.

    `shape` holds the steps in order, their units by code (workflows.routes.versions), `digest` is the SHA-256 of its
    canonical JSON. `person` is None for the system itself.
    """

    route = models.ForeignKey(Route, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    shape = models.JSONField()
    digest = models.CharField(max_length=64)
    in_force_from = models.DateTimeField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("version of a route")
        verbose_name_plural = _("versions of routes")
        ordering = ["route", "-number"]
        constraints = [models.UniqueConstraint(fields=["route", "number"], name="route_version_once")]

    def __str__(self) -> str:
        return f"{self.route}, {self.number}"


class CaseStepQuerySet(models.QuerySet):
    def of_kind(self, model: type[models.Model]) -> "CaseStepQuerySet":
        """Of the cases of one type."""
        return self.filter(subject_kind=model._meta.model_name)

    def of(self, case: models.Model) -> "CaseStepQuerySet":
        return self.of_kind(type(case)).filter(subject_id=case.pk)

    def open_for(self, person: Person) -> "CaseStepQuerySet":
        """The steps at which the person decides: they sit where it asks and have not decided it yet, and the document
        is not to bear another's name.
        """
        undecided = self.filter(~self._decided_by(person), opened_at__isnull=False, decided_at=None)
        return undecided.held_by(person)

    def decided_for(self, person: Person) -> "CaseStepQuerySet":
        """The steps at which the person sits that need them no more: decided, or waiting for others alone."""
        return self.held_by(person).filter(self._decided_by(person) | Q(decided_at__isnull=False))

    def to_know(self, person: Person) -> "CaseStepQuerySet":
        """By which the person is informed of what was issued, and has not read it yet."""
        informed = self.filter(~self._decided_by(person), verb=Verb.INFORM, opened_at__isnull=False)
        return informed.held_by(person)

    def told_to(self, person: Person) -> "CaseStepQuerySet":
        """Those of which an office that the person holds was told that their time is over."""
        offices = grants.offices_of(person).filter(unit=OuterRef("to_unit"), office=OuterRef("to_office"))
        return self.filter(Exists(offices), escalated_at__isnull=False)

    def with_deciders(self) -> "CaseStepQuerySet":
        """In order, each with the names of those who decided it (`decided_by`), a line each."""
        return (
            self.annotate(decided_by=Joined("deciders__name")).select_related("to_unit", "changed_by").order_by("order")
        )

    def held_by(self, person: Person) -> "CaseStepQuerySet":
        """The steps at which the person sits, open or not, but for those that another alone decides."""
        if not person.is_active:
            return self.none()
        return self.filter(seats.sits_at_row(person), Q(signatory=None) | Q(signatory=person))

    def _decided_by(self, person: Person) -> Exists:
        return Exists(cast(Any, self.model).deciders.through.objects.filter(step=OuterRef("pk"), person=person))


class CaseStep(StepShape):
    """A case's own copy of a step, and who still has to decide it. The case is named by its kind and id.

    Where it asks the leader in charge of a `field` or of the unit `charged`, that is who is in charge at the moment.
    `kind_code` is the code of the case's kind, `from_unit` the unit that drew it up, if one did: a delegation may count
    for some of these alone.

    Nobody but `signatory` decides a step that has one: the last, under whose name the document is printed. Steps of
    one `stage` stand side by side. `due_at` is the first instant after the allowance; `alarm_at` when the clock is to
    do something about the step (routes/underway/overdue.py), None where it is not: while whoever holds the step has
    stopped it (`paused_at`), too. An opinion that was passed over leaves the step `silent`, a ballot how it ended:
    whether it was `carried`, and the `tally` (workflows.routes.underway.ballots). `change` is what was done
    to it on the way, by whom, when and why; a step that was skipped has a `decided_at` and nobody who decided it. Of a
    step to which the case was returned `before_return` is what that changed, which step returned it (`by_step`), and
    the ids of those who were asked anew. `filled` has what was filled in by the numbers of its fields. Where that
    decides which steps are taken, `pending` is what this one waits for (routes/filling/pending.py).
    """

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    signatory = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    stage = models.PositiveSmallIntegerField(_("stage"))
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    alarm_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.TextField(blank=True)
    silent = models.BooleanField(default=False)
    carried = models.BooleanField(null=True)
    tally: Any = models.JSONField(null=True)
    field = models.CharField(_("field"), max_length=300, blank=True)
    charged = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    kind_code = models.CharField(max_length=30, blank=True)
    from_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    change = models.CharField(max_length=8, choices=Change, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField(null=True)
    change_reason = models.TextField(blank=True)
    before_return: Any = models.JSONField(null=True)
    filled: Any = models.JSONField(default=dict)
    pending: Any = models.JSONField(null=True)
    deciders = models.ManyToManyField(settings.AUTH_USER_MODEL, through="StepDecider", related_name="+")
    safe_until: datetime | None = None  # where a page noted it (workflows.cases.times.slack)

    objects = CaseStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval step")
        verbose_name_plural = _("approval steps")
        ordering = ["subject_kind", "subject_id", "order"]
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "order"], name="case_step_order_once")
        ]
        indexes = [
            models.Index(fields=["alarm_at"], condition=Q(decided_at=None), name="case_step_alarm"),
            models.Index(
                fields=["verb", "subject_kind", "unit"],
                condition=Q(decided_at=None, opened_at__isnull=False),
                name="case_step_open",
            ),
            models.Index(fields=["verb", "subject_kind", "unit"], name="case_step_verb"),
            models.Index(
                fields=["subject_kind", "to_unit", "to_office"],
                condition=Q(escalated_at__isnull=False),
                name="case_step_told",
            ),
        ]

    @property
    def is_past_safety(self) -> bool:
        """Whether the steps after it have less time left than the route allows them; where a page noted that."""
        return bool(self.safe_until and self.safe_until <= now())

    @property
    def is_overdue(self) -> bool:
        """Whether it is open and its time is over; not while its clock stands still."""
        return bool(self.due_at and not self.decided_at and not self.paused_at and self.due_at <= now())

    @property
    def filled_words(self) -> list[tuple[str, str]]:
        """The names of its fields with what was filled in, once it is decided."""
        return filled_words(self.fills, self.filled) if self.fills and self.decided_at else []

    @property
    def seat(self) -> Seat:
        """Whom it asks."""
        who = (self.unit_id, self.office, self.position, self.person_id, self.field, self.charged_id)
        return Seat(*who, self.kind_code, self.from_unit_id)


class StepDecider(models.Model):
    """Who has approved at a step: where all must decide, it stays open until each of them has."""

    step = models.ForeignKey(CaseStep, models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("decider")
        verbose_name_plural = _("deciders")
        constraints = [models.UniqueConstraint(fields=["step", "person"], name="step_decided_once_a_person")]

    def __str__(self) -> str:
        return f"{self.step}: {self.person}"


class OpinionReply(models.Model):
    """What became of an opinion: adopted, or explained why not. `decision` is the id of its Decision."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="reply")
    adopted = models.BooleanField(_("adopted"))
    text = models.TextField(_("explanation"), blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reply to an opinion")
        verbose_name_plural = _("replies to opinions")

    def __str__(self) -> str:
        return f"{self.decision}: {self.adopted}"
