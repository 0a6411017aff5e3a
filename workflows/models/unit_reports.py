from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from units import grants
from units.models import Person, Unit
from workflows.pure.informants import OnBehalf, on_behalf_of

from .cases import Case
from .kinds import ReportingPeriod
from .querysets import UnitReportQuerySet
from .routes import CaseStep
from .states import RETURN_VALUE, Looked, StateField, UnitState, transition


class UnitReport(Case):
    """What a unit reports in a period. `state` is the only truth about where it stands (docs/decisions/0003).

    `version` grows with each save of its content and is what a reader has seen; `task` is viewflow's row for the
    present node, the end included. `unanswered` counts the entries that a check asks about and that give no reason, as
    last saved: None until then. Foreign keys carry no index of their own where a named one begins with them, or
    where nothing is looked up by them: each costs every transition.

    `found` counts the entries with findings as last saved, None where nothing was. `reopened` holds the parts that the
    last return opens again, by their names in the trail, each with the words for it (empty: the whole report), `was`
    what the fields changed since then were. `unit_seconds` and `office_seconds` are of the states before the present
    one (cases/times/clocks.py).

    `extended_to` is a due time of its own, which counts where it is later than the period's; `due_at_submission` the
    one in force when it was submitted.

    `finished_at` is when whoever writes it said that the draft is finished; None once something changes after that.

    `informants` holds who told the office what it entered on the unit's behalf (pure/informants.py), and
    `unconfirmed_since` when the first of it came that the unit has not confirmed.

    What its kind's route asked when its period was opened stays asked of it: `looked` says how far the look in its unit
    is before its head submits it, `twice` that a second person confirms its acceptance, which `proposed_by` proposed.

    Of a unit that delivers, `arrival` is the document that brought what it says, the newest one, and `corrections` are
    what it tells of the ward's own figures of earlier periods (figures/restated.py).
    """

    NAMED: ClassVar = ("period", "unit", "ward")
    PATH: ClassVar = "/reports/unit/%d/"
    NAME: ClassVar = "unit_report"

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, db_index=False, related_name="unit_reports", verbose_name=_("period")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="unit_reports", verbose_name=_("unit"))
    ward = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+", verbose_name=_("ward"))
    state = StateField(
        _("state"), max_length=20, choices=UnitState.choices, default=UnitState.DRAFT.value, protected=True
    )
    state_since = models.DateTimeField(_("in this state since"))
    process = models.OneToOneField("viewflow.Process", models.PROTECT, related_name="+", editable=False)
    task = models.ForeignKey("viewflow.Task", models.PROTECT, db_index=False, related_name="+", editable=False)
    version = models.PositiveIntegerField(default=1)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, through="UnitReportAuthor", related_name="+")
    unanswered = models.PositiveSmallIntegerField(_("without a reason asked for"), null=True)
    saved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("draft finished"), null=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, null=True, related_name="+"
    )
    extended_to = models.DateTimeField(_("extended to"), null=True)
    due_at_submission = models.DateTimeField(null=True)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    returns = models.PositiveSmallIntegerField(_("times returned"), default=0)
    reason = models.TextField(_("reason of the return or waiver"), blank=True)
    found = models.PositiveSmallIntegerField(_("entries with findings"), null=True)
    reopened = models.JSONField(default=dict, blank=True)
    was = models.JSONField(default=dict, blank=True)
    unit_seconds = models.PositiveIntegerField(_("seconds with the unit"), default=0)
    office_seconds = models.PositiveIntegerField(_("seconds with the office"), default=0)
    word = models.TextField(_("the head's word to the drafter"), blank=True)
    informants = models.JSONField(default=list, blank=True)
    looked = models.PositiveSmallIntegerField(choices=Looked, default=Looked.NOT_ASKED)
    twice = models.BooleanField(default=False)
    arrival = models.ForeignKey("approvals.Arrival", models.PROTECT, db_index=False, null=True, related_name="+")
    corrections = models.JSONField(default=list, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, null=True, related_name="+"
    )
    unconfirmed_since = models.DateTimeField(_("entered on behalf, not confirmed since"), null=True)
    results = models.TextField(_("results"), blank=True)
    difficulties = models.TextField(_("difficulties"), blank=True)
    proposals = models.TextField(_("proposals"), blank=True)
    directions = models.TextField(_("directions"), blank=True)

    entries: Any  # what it holds, as workflows.unit_reports.entries.actions.save_draft left it; kept nowhere
    stood: str  # the state before the waiver; set by `unwaive` for the transition to read

    objects = UnitReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit report")
        verbose_name_plural = _("unit reports")
        ordering = ["period", "unit__order"]
        constraints = [
            models.UniqueConstraint(fields=["period", "unit"], name="unit_report_once_a_period"),
            models.CheckConstraint(condition=Q(state__in=UnitState.values), name="unit_report_state_known"),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="unit_report_of_unit"),
            models.Index(fields=["ward", "state"], name="unit_report_of_ward"),
            models.Index(fields=["ward"], condition=Q(unconfirmed_since__isnull=False), name="unit_report_unconfirmed"),
        ]

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """As Django's, which makes the choices hashable anew each time: a desk asks it of each line."""
        return str(UnitState(self.state).label)

    def __str__(self) -> str:
        return f"{self.period}, {self.unit.short_name}"

    @property
    def scope(self) -> int:
        return self.unit_id

    @property
    def kind_code(self) -> str:
        return self.period.kind.code

    @property
    def drawn_up_by(self) -> int | None:
        return self.unit_id

    @property
    def barred(self) -> QuerySet[Person]:
        """Whoever proposed its acceptance does not confirm it either."""
        if self.proposed_by_id is None:
            return super().barred
        acting = grants.acting_for([self.proposed_by_id])
        return super().barred | Person.objects.filter(Q(pk=self.proposed_by_id) | Q(pk__in=acting))

    @cached_property
    def way(self) -> list[CaseStep]:
        """No query where nothing of it is asked."""
        return list(self.steps.with_deciders()) if self.looked or self.twice else []

    @property
    def being_looked_at(self) -> bool:
        """Whether its content stands still: somebody in the unit looks at it, or has, and the head is to submit it."""
        return self.looked in (Looked.ASKED, Looked.DONE)

    @property
    def on_time(self) -> bool | None:
        """Whether it was submitted before the due time in force then, or one given since; None while it is not
        submitted.
        """
        if self.submitted_at is None:
            return None
        return self.submitted_at < max(self.due_at_submission or self.due_at, self.due_at)

    @property
    def on_time_since(self) -> bool:
        """Whether it is in time by a due time that was given after it was submitted, late ("hồi tố")."""
        due = self.due_at_submission
        return bool(self.submitted_at and due and due <= self.submitted_at < self.due_at)

    @property
    def due_at(self) -> datetime:
        """The first instant that is late for the unit: the period's, or the later one that it was given."""
        due = self.period.unit_due_at
        return max(due, self.extended_to) if self.extended_to else due

    @property
    def on_behalf(self) -> list[OnBehalf]:
        """What the office entered for the unit, oldest first."""
        return [on_behalf_of(plain) for plain in self.informants]

    @property
    def unconfirmed(self) -> list[OnBehalf]:
        return [entry for entry in self.on_behalf if not entry.confirmed_at]

    def note_on_behalf(self, entry: OnBehalf) -> None:
        """Note on the row that the office enters this for the unit; what one of them goes on typing is noted once."""
        same = [entry.informant == each.informant and entry.by_id == each.by_id for each in self.unconfirmed]
        if not any(same):
            self.informants = [*self.informants, entry.plain()]
        self.unconfirmed_since = self.unconfirmed_since or entry.at

    def note_confirmed(self, by: str, at: datetime) -> None:
        """Note on the row that the unit stands by what was entered for it; `by` is who said so, in words."""
        values = {"confirmed_by": by, "confirmed_at": at.isoformat()}
        self.informants = [plain if plain["confirmed_at"] else plain | values for plain in self.informants]
        self.unconfirmed_since = None

    def ask_anew(self) -> None:
        """It may change again: whoever looks at it, and whoever confirms its acceptance, is asked anew."""
        if self.looked:
            self.looked = Looked.WANTED
        self.withdraw_proposal()

    def withdraw_proposal(self) -> None:
        """Nobody proposes to accept it any more."""
        if self.proposed_by_id:
            self.proposed_by = None

    @transition(state, source=[UnitState.DRAFT, UnitState.RETURNED], target=UnitState.SUBMITTED)
    def submit(self) -> None:
        self.submitted_at, self.submitted_by = self.state_since, self.mover
        self.due_at_submission = self.due_at
        self.reason = self.word = ""

    @transition(state, source=[UnitState.DRAFT, UnitState.RETURNED], target=UnitState.SUBMITTED)
    def submit_on_behalf(self) -> None:
        """By the office, as somebody of the unit asked."""
        self.submitted_at, self.submitted_by = self.state_since, self.mover
        self.due_at_submission = self.due_at
        self.reason = self.word = ""

    @transition(state, source=UnitState.SUBMITTED, target=UnitState.DRAFT)
    def withdraw(self) -> None:
        self.submitted_at = self.submitted_by = self.due_at_submission = None
        self.ask_anew()

    @transition(state, source=UnitState.SUBMITTED, target=UnitState.IN_REVIEW)
    def take(self) -> None:
        self.reviewer = self.mover

    @transition(state, source=UnitState.IN_REVIEW, target=UnitState.SUBMITTED)
    def hand_back(self) -> None:
        self.reviewer = None
        self.withdraw_proposal()

    @transition(state, source=UnitState.IN_REVIEW, target=UnitState.ACCEPTED)
    def accept(self) -> None:
        self.accepted_at = self.state_since

    @transition(state, source=[UnitState.SUBMITTED, UnitState.IN_REVIEW], target=UnitState.ACCEPTED)
    def accept_confirmed(self) -> None:
        """By its unit's confirmation of what the office entered for it, where nobody of the office may accept it."""
        self.accepted_at = self.state_since

    @transition(state, source=[UnitState.SUBMITTED, UnitState.IN_REVIEW], target=UnitState.ACCEPTED)
    def accept_unconfirmed(self) -> None:
        """The same at its due time, without the confirmation."""
        self.accepted_at = self.state_since

    @transition(state, source=UnitState.IN_REVIEW, target=UnitState.ACCEPTED)
    def confirm_acceptance(self) -> None:
        """By a second person, after one proposed it."""
        self.accepted_at = self.state_since

    @transition(state, source=[UnitState.DRAFT, UnitState.RETURNED], target=UnitState.SUBMITTED)
    def deliver(self) -> None:
        """By the document of the ward that the unit stands for: its arrival is when it was submitted."""
        if self.arrival:
            self.submitted_at, self.due_at_submission = self.arrival.arrived_at, self.due_at
        self.reason = self.word = ""

    @transition(state, source=[UnitState.SUBMITTED, UnitState.IN_REVIEW], target=UnitState.ACCEPTED)
    def receive_delivery(self) -> None:
        """The office received the document."""
        self.accepted_at = self.state_since

    @transition(state, source=[UnitState.SUBMITTED, UnitState.IN_REVIEW, UnitState.ACCEPTED], target=UnitState.RETURNED)
    def refuse_delivery(self) -> None:
        """The office refused the document, or the ward recalled it: another takes its place."""
        self.accepted_at, self.returns = None, self.returns + 1
        self.ask_anew()

    @transition(state, source=[UnitState.IN_REVIEW, UnitState.ACCEPTED], target=UnitState.RETURNED)
    def return_for_revision(self) -> None:
        self.accepted_at, self.returns = None, self.returns + 1
        self.ask_anew()

    @transition(state, source=[UnitState.DRAFT, UnitState.RETURNED], target=UnitState.WAIVED)
    def waive(self) -> None:
        pass

    @transition(state, source=UnitState.WAIVED, target=RETURN_VALUE(UnitState.DRAFT, UnitState.RETURNED))
    def unwaive(self) -> str:
        self.ask_anew()
        return self.stood

    @transition(
        state,
        source=[UnitState.DRAFT, UnitState.RETURNED, UnitState.SUBMITTED, UnitState.IN_REVIEW],
        target=UnitState.CANCELLED,
    )
    def cancel_period(self) -> None:
        """Its period was opened by mistake: nobody is to confirm anything in it."""
        self.unconfirmed_since = None

    @transition(state, source=UnitState.ACCEPTED, target=UnitState.CONSOLIDATED)
    def consolidate(self) -> None:
        pass

    @transition(state, source=UnitState.CONSOLIDATED, target=UnitState.RETURNED)
    def return_consolidated(self) -> None:
        self.accepted_at, self.returns = None, self.returns + 1
        self.ask_anew()

    @transition(state, source=UnitState.CONSOLIDATED, target=UnitState.ACCEPTED)
    def release(self) -> None:
        """The ward report was reopened."""


class UnitReportAuthor(models.Model):
    """Who wrote or submitted a report, and so may not accept it."""

    report = models.ForeignKey(UnitReport, models.CASCADE, db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [models.UniqueConstraint(fields=["person", "report"], name="unit_report_author_once")]

    def __str__(self) -> str:
        return f"{self.report}: {self.person}"


class UnitReportSighting(models.Model):
    """How far in the report's trail a person has read it: `seq`, and `before` it when there was something new."""

    report = models.ForeignKey(UnitReport, models.CASCADE, db_index=False, related_name="sightings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    before = models.PositiveIntegerField()
    seq = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("sighting of a unit report")
        verbose_name_plural = _("sightings of unit reports")
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="unit_report_sighting_once")]

    def __str__(self) -> str:
        return f"{self.report}: {self.person}"
