"""Reads, in the field's words. Rows a person may see or act on are those of the units that the grants name."""

from collections.abc import Iterable
from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, When

from approvals.clock import now
from approvals.models import Signature
from units import grants
from units.models import Absence, Person

from .co_drafters import CoDrafter
from .routes import BY_STEP, CaseStep, CaseStepQuerySet, Verb
from .states import (
    FAILED,
    WITH_DRAFTER,
    WITHIN_A_WHOLE,
    DifficultyState,
    Looked,
    SignOff,
    SubmissionState,
    UnitState,
    WardState,
)

NONE = Q(pk__in=())
# Of a unit report, as its `due_at`.
UNIT_DUE = Case(When(extended_to__gt=F("period__unit_due_at"), then=F("extended_to")), default=F("period__unit_due_at"))
ISSUED = [WardState.ISSUED, WardState.DISPATCHED, WardState.RECEIVED, *FAILED]


def either(*of: models.QuerySet[Any, Any]) -> Q:
    """The rows of one or the other. By a union of their ids: where OR joins two conditions of which one is a query,
    PostgreSQL asks every row of the table, which grows with the years.
    """
    first, *others = (rows.order_by().values("pk") for rows in of)
    return Q(pk__in=first.union(*others))


def _written_by(model: Any, person: Person) -> Q:
    """Of a report: whether the person, or somebody for whom they stand in or act by delegation now, is among its
    authors.
    """
    return Q(grants.author_at_row(person, model.authors.through._meta.db_table))


class UnitReportQuerySet(models.QuerySet):
    def visible_to(self, person: Person) -> "UnitReportQuerySet":
        """Of the person's own units, and all of a ward for those who read its reports."""
        readable = grants.units_where(person, "view_reports")
        return self.filter(Q(unit__in=readable) | Q(ward__in=readable))

    def to_write(self, person: Person) -> "UnitReportQuerySet":
        """Not what is being looked at in the unit, or was: nothing in it changes then."""
        return self.filter(
            state__in=[UnitState.DRAFT, UnitState.RETURNED], unit__in=grants.units_where(person, "write_reports")
        ).exclude(looked__in=[Looked.ASKED, Looked.DONE])

    def to_submit(self, person: Person) -> "UnitReportQuerySet":
        return self.filter(
            state__in=[UnitState.DRAFT, UnitState.RETURNED], unit__in=grants.units_where(person, "submit_reports")
        ).exclude(looked=Looked.ASKED)

    def to_look_at(self, person: Person) -> "UnitReportQuerySet":
        """Which the person is asked to look at before the unit's head submits them."""
        return self.filter(
            self._at_step(Verb.LOOK, person),
            ~_written_by(self.model, person),
            state__in=[UnitState.DRAFT, UnitState.RETURNED],
            looked=Looked.ASKED,
            unit__in=grants.units_where(person, "view_reports"),
        )

    def to_take(self, person: Person) -> "UnitReportQuerySet":
        return self.filter(state=UnitState.SUBMITTED, ward__in=grants.units_where(person, "review_reports"))

    def to_accept(self, person: Person) -> "UnitReportQuerySet":
        """In review, and not written or submitted by the person, or by whom they stand in for; where two accept, those
        that nobody has proposed to accept yet.
        """
        return self._to_review(person).filter(state=UnitState.IN_REVIEW, proposed_by=None)

    def to_confirm(self, person: Person) -> "UnitReportQuerySet":
        """Which another proposed to accept, for the person to confirm."""
        stands_in_for = Absence.objects.at(now()).filter(substitute=person).values("person")
        return self.filter(
            self._at_step(Verb.CONFIRM, person),
            ~_written_by(self.model, person),
            ~Q(proposed_by__in=stands_in_for),
            state=UnitState.IN_REVIEW,
            proposed_by__isnull=False,
            ward__in=grants.units_where(person, "view_reports"),
        ).exclude(proposed_by=person)

    def to_accept_in_bulk(self, person: Person) -> "UnitReportQuerySet":
        """Those too that wait to be taken: taking and accepting them is one step there. Not what two accept."""
        return self._to_review(person).filter(twice=False)

    def _to_review(self, person: Person) -> "UnitReportQuerySet":
        return self.filter(
            ~_written_by(self.model, person),
            state__in=[UnitState.SUBMITTED, UnitState.IN_REVIEW],
            ward__in=grants.units_where(person, "review_reports"),
        )

    def _at_step(self, verb: str, person: Person) -> Q:
        steps = CaseStep.objects.of_kind(self.model).filter(verb=verb)
        return Q(pk__in=steps.open_for(person).values("subject_id"))

    def with_authored(self, person: Person) -> "UnitReportQuerySet":
        """Each with `authored`: whether the person, or somebody for whom they stand in, wrote or submitted it."""
        wrote = _written_by(self.model, person)
        return self.annotate(authored=ExpressionWrapper(wrote, output_field=BooleanField()))

    def with_step_asked(self, person: Person) -> "UnitReportQuerySet":
        """Each with `at_step`: whether the person is to look at it, or to confirm that it is accepted."""
        every = cast(Any, self.model).objects
        theirs = either(every.to_look_at(person), every.to_confirm(person))
        return self.annotate(at_step=ExpressionWrapper(theirs, output_field=BooleanField()))

    def with_names(self) -> "UnitReportQuerySet":
        """With what their pages and sentences name: period, kind, unit, people."""
        return self.select_related("period__kind", "unit", "ward", "submitted_by", "reviewer", "saved_by")


class RoutedQuerySet(models.QuerySet):
    """Of a case with a route, whichever its type."""

    def deciding(self, person: Person) -> Q:
        """Those that wait for the person's approval, examination or opinion."""
        to_approve, at_step = self.deciding_parts(person)
        return to_approve | at_step

    def deciding_parts(self, person: Person) -> tuple[Q, Q]:
        """The same in two: those to approve, and those to examine or to give an opinion on."""
        return self._to_approve(person), self._to_do_at_step(person)

    def asked_at_step(self, person: Person) -> Any:
        """Which the person is asked to examine, or to give an opinion on, and has not yet; of what they wrote they do
        neither.
        """
        return self.filter(self._to_do_at_step(person))

    def with_opinion_due(self, person: Person) -> Any:
        """Each with `opines`: whether an opinion or examination is what the person is asked for, where they are asked
        for anything; and of the first of these to be due `opinion_due`, until when, and `asked_verb`, which it is.
        """
        steps = self._opened_steps(*BY_STEP).open_for(person).filter(subject_id=OuterRef("pk"))
        asked = steps.order_by("due_at", "order")
        opines = Q(state=SignOff.AWAITING_APPROVAL)  # nothing else is asked there of whoever approves nowhere
        if grants.units_where(person, "approve_reports"):
            opines = self._to_do_at_step(person)
        return self.annotate(
            opines=ExpressionWrapper(opines, output_field=BooleanField()),
            opinion_due=Subquery(asked.values("due_at")[:1]),
            asked_verb=Subquery(asked.values("verb")[:1]),
        )

    def awaiting(self, person: Person) -> Any:
        """Whose open step is the person's to decide, who neither wrote nor sent them, stands in for nobody who did, and
        has not decided it yet.
        """
        return self.filter(self._to_approve(person))

    def to_sign(self, person: Person) -> Any:
        """Approved, printed under the person's name, and their signature is not on the file yet."""
        if settings.SIGNER == Signature.Kind.NONE:
            return self.none()
        kind = self.model._meta.model_name
        signed = Signature.objects.filter(
            subject_kind=kind, subject_id=OuterRef("pk"), field=Signature.Field.PERSON, voided_at=None
        )
        return self.filter(
            ~Exists(signed),
            state=SignOff.APPROVED,
            ward__in=grants.units_where(person, "approve_reports"),
            signatory=person,
        )

    def numbered_by_another(self, person: Person) -> Q:
        """Of those that are approved: whether their route says who takes the number, and the person is not asked."""
        steps = self._opened_steps(Verb.NUMBER).filter(subject_id=OuterRef("pk"), decided_at=None)
        theirs = Exists(steps.open_for(person))
        return Q(Exists(steps), ~theirs, state=SignOff.APPROVED, after_signing=True)

    def to_know(self, person: Person) -> Q:
        """Those of which the person is informed after they were issued, and which they have not read yet."""
        return Q(pk__in=CaseStep.objects.of_kind(self.model).to_know(person).values("subject_id"))

    def overdue_for(self, person: Person) -> Q:
        """Those of which an office of the person was told that an open step is overdue: to know, not to decide."""
        escalated = CaseStep.objects.of_kind(self.model).told_to(person).filter(decided_at=None)
        return Q(state=SignOff.AWAITING_APPROVAL, pk__in=escalated.values("subject_id"))

    def _with_clerk(self, states: Iterable[str], person: Person) -> Q:
        """In one of the states with whoever numbers and sends; not what the route has another number."""
        wards = grants.units_where(person, "issue_reports")
        return Q(state__in=states, ward__in=wards) & ~self.numbered_by_another(person) if wards else NONE

    def _to_do_at_step(self, person: Person) -> Q:
        return self._waiting_at(BY_STEP, person)

    def _to_approve(self, person: Person) -> Q:
        wards = grants.units_where(person, "approve_reports")
        if not wards:
            return NONE  # building the rest costs a desk more than asking the database
        return Q(ward__in=wards) & self._waiting_at([Verb.APPROVE], person)

    def _waiting_at(self, verbs: Iterable[str], person: Person) -> Q:
        """Those with an open step of one of these verbs that is for the person, who is none of their authors."""
        steps = self._opened_steps(*verbs).open_for(person).values("subject_id")
        return Q(~_written_by(self.model, person), state=SignOff.AWAITING_APPROVAL, pk__in=steps)

    def _read_by(self, person: Person) -> Q:
        """By those who read the ward's reports, once issued by its units too, who stand among the recipients, and by
        whoever was asked to examine it or for an opinion, is informed of it, or was told that a step is overdue.
        """
        readable = grants.units_where(person, "view_reports")
        issued = grants.units_where(person, "view_documents")
        asked = Q(pk__in=self._opened_steps(*BY_STEP, Verb.INFORM).held_by(person).values("subject_id"))
        escalated = Q(pk__in=CaseStep.objects.of_kind(self.model).told_to(person).values("subject_id"))
        return Q(ward__in=readable) | Q(state__in=ISSUED, ward__in=issued) | asked | escalated

    def _opened_steps(self, *verbs: str) -> CaseStepQuerySet:
        """The steps of these verbs that are or were open at any time."""
        return CaseStep.objects.of_kind(self.model).filter(verb__in=verbs, opened_at__isnull=False)


class WardReportQuerySet(RoutedQuerySet):
    def of_kind(self, kind: Any) -> "WardReportQuerySet":
        return self.filter(period__kind=kind)

    def visible_to(self, person: Person) -> "WardReportQuerySet":
        return self.filter(self._read_by(person))

    def counting(self) -> "WardReportQuerySet":
        """What says how a period stands: neither replaced, nor refused or recalled and about to be."""
        return self.filter(replaced_by=None).exclude(state__in=FAILED)

    def to_consolidate(self, person: Person) -> Q:
        """Those that are with the office that the person coordinates."""
        states = [WardState.CONSOLIDATING, WardState.RETURNED]
        return Q(state__in=states, ward__in=grants.units_where(person, "review_reports"))

    def to_issue(self, person: Person) -> Q:
        """Those that the person as clerk is to number, seal or send, or whose answer they are to note. A practice month
        has none.
        """
        states = [WardState.APPROVED, WardState.ISSUED, WardState.DISPATCHED]
        return self._with_clerk(states, person) & Q(period__kind__practice=False)

    def with_names(self) -> "WardReportQuerySet":
        return self.select_related("period__kind", "period__plan", "ward", "sent_by")


class SubmissionQuerySet(RoutedQuerySet):
    def of_kind(self, kind: Any) -> "SubmissionQuerySet":
        return self.filter(document_kind=kind)

    def visible_to(self, person: Person) -> "SubmissionQuerySet":
        """For its own unit and who drafts it with that, and for whoever reads or decides on what the ward issues. A
        draft is theirs alone.
        """
        own = Q(unit__in=grants.units_where(person, "view_reports")) | self._co_drafted_by(person)
        return self.filter(own | Q(self._read_by(person), sent_at__isnull=False))

    def to_issue(self, person: Person) -> Q:
        """Those that the person as clerk is to number, seal or send out."""
        return self._with_clerk([SubmissionState.APPROVED, SubmissionState.ISSUED], person)

    def to_finish_parts(self, person: Person) -> tuple[Q, Q]:
        """Those with their drafters that the person writes, or is to send, for a unit; and together with one."""
        units = {*grants.units_where(person, "write_reports"), *grants.units_where(person, "submit_reports")}
        with_drafter = Q(state__in=WITH_DRAFTER)
        return with_drafter & Q(unit__in=units), with_drafter & self._co_drafted_by(person)

    def _co_drafted_by(self, person: Person) -> Q:
        return Q(pk__in=CoDrafter.objects.written_by(person, self.model))

    def with_names(self) -> "SubmissionQuerySet":
        """With what their pages and sentences name."""
        return self.select_related("document_kind", "plan", "ward", "unit", "sent_by", "drafted_by")


PART_OF_A_WHOLE = Q(merged_into__isnull=False, state__in=WITHIN_A_WHOLE)


class DifficultyQuerySet(models.QuerySet):
    def visible_to(self, person: Person) -> "DifficultyQuerySet":
        """For the unit that raised it, the one that is to help, and those who read the ward's reports; of what was put
        together also for the units that it came from.
        """
        readable = grants.units_where(person, "view_reports")
        parts = cast(Any, self.model).objects.filter(merged_into=OuterRef("pk"), unit__in=readable)
        return self.filter(Q(unit__in=readable) | Q(ward__in=readable) | Q(to_unit__in=readable) | Exists(parts))

    def unclosed(self) -> "DifficultyQuerySet":
        return self.exclude(state=DifficultyState.CLOSED)

    def standing_alone(self) -> "DifficultyQuerySet":
        """Without those that are handled within a whole: it stands for them."""
        return self.exclude(PART_OF_A_WHOLE)

    def once_for(self, person: Person) -> "DifficultyQuerySet":
        """Whoever reads the whole ward meets what was put together once; a unit meets its own beside it."""
        return self.exclude(PART_OF_A_WHOLE, ward__in=grants.units_where(person, "view_reports"))

    def to_answer(self, person: Person) -> "DifficultyQuerySet":
        """For whoever signs for the ward, and the head of the unit that is to help."""
        leads, heads = (grants.units_where(person, name) for name in ("approve_reports", "submit_reports"))
        open_ones = self.filter(state__in=[DifficultyState.OPEN, DifficultyState.CONSOLIDATED])
        return open_ones.standing_alone().filter(Q(ward__in=leads) | Q(to_unit__in=heads))

    def addressed_to(self, person: Person) -> "DifficultyQuerySet":
        """Of those to answer, what asks this very person: not the leaders where a unit is to help."""
        heads = grants.units_where(person, "submit_reports")
        return self.to_answer(person).filter(Q(to_unit=None) | Q(to_unit__in=heads))

    def to_settle(self, person: Person) -> "DifficultyQuerySet":
        """Answered: the person's own unit says whether that is enough."""
        return self.filter(self._of_own_unit(person), state=DifficultyState.ANSWERED)

    def to_close(self, person: Person) -> "DifficultyQuerySet":
        return self.filter(self._of_own_unit(person)).unclosed()

    def to_reopen(self, person: Person) -> "DifficultyQuerySet":
        return self.filter(self._of_own_unit(person), state__in=[DifficultyState.ANSWERED, DifficultyState.CLOSED])

    def to_merge(self, person: Person) -> "DifficultyQuerySet":
        """Open ones that a unit raised, for the ward's coordinators."""
        coordinated = grants.units_where(person, "review_reports")
        return self.filter(state=DifficultyState.OPEN, unit__isnull=False, ward__in=coordinated)

    def to_extend(self, person: Person) -> "DifficultyQuerySet":
        """Put together before, and not answered yet."""
        coordinated = grants.units_where(person, "review_reports")
        return self.filter(state=DifficultyState.CONSOLIDATED, unit=None, ward__in=coordinated)

    def with_names(self) -> "DifficultyQuerySet":
        """With what their pages and sentences name."""
        return self.select_related("unit", "kind", "to_unit", "answered_by", "raised_by")

    def _of_own_unit(self, person: Person) -> Q:
        writes, heads, raises = (
            grants.units_where(person, name) for name in ("write_reports", "submit_reports", "raise_difficulties")
        )
        return Q(unit__in=writes) | Q(unit__in=heads) | Q(unit__in=raises)
