"""Reads, in the field's words. Rows a person may see or act on are those of the units that the grants name."""

from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from approvals.models import Signature
from units import grants
from units.models import Person

from .states import UnitState, WardState

ISSUED = [
    *(WardState.ISSUED, WardState.DISPATCHED, WardState.RECEIVED),
    *(WardState.REFUSED, WardState.RECALLED),
]


class UnitReportQuerySet(models.QuerySet):
    def visible_to(self, person: Person) -> "UnitReportQuerySet":
        """Of the person's own units, and all of a ward for those who read its reports."""
        readable = grants.units_where(person, "view_reports")
        return self.filter(Q(unit__in=readable) | Q(ward__in=readable))

    def to_write(self, person: Person) -> "UnitReportQuerySet":
        return self.filter(
            state__in=[UnitState.DRAFT, UnitState.RETURNED], unit__in=grants.units_where(person, "write_reports")
        )

    def to_submit(self, person: Person) -> "UnitReportQuerySet":
        return self.filter(
            state__in=[UnitState.DRAFT, UnitState.RETURNED], unit__in=grants.units_where(person, "submit_reports")
        )

    def to_take(self, person: Person) -> "UnitReportQuerySet":
        return self.filter(state=UnitState.SUBMITTED, ward__in=grants.units_where(person, "review_reports"))

    def to_accept(self, person: Person) -> "UnitReportQuerySet":
        """In review, and not written or submitted by the person."""
        return self.to_accept_in_bulk(person).filter(state=UnitState.IN_REVIEW)

    def to_accept_in_bulk(self, person: Person) -> "UnitReportQuerySet":
        """Those too that wait to be taken: taking and accepting them is one step there."""
        written = cast(Any, self.model).authors.through.objects.filter(report=OuterRef("pk"), person=person)
        return self.filter(
            ~Exists(written),
            state__in=[UnitState.SUBMITTED, UnitState.IN_REVIEW],
            ward__in=grants.units_where(person, "review_reports"),
        )

    def with_names(self) -> "UnitReportQuerySet":
        """With what their pages and sentences name: period, kind, unit, people."""
        return self.select_related("period__kind", "unit", "ward", "submitted_by", "reviewer", "saved_by")


class WardReportQuerySet(models.QuerySet):
    def visible_to(self, person: Person) -> "WardReportQuerySet":
        """For those who read the ward's reports; once issued for its units too, who stand among the recipients."""
        readable = grants.units_where(person, "view_reports")
        issued = grants.units_where(person, "view_documents")
        return self.filter(Q(ward__in=readable) | Q(state__in=ISSUED, ward__in=issued))

    def to_consolidate(self, person: Person) -> "WardReportQuerySet":
        return self.filter(
            state__in=[WardState.CONSOLIDATING, WardState.RETURNED],
            ward__in=grants.units_where(person, "review_reports"),
        )

    def awaiting(self, person: Person) -> "WardReportQuerySet":
        """Whose open step is the person's to decide, who neither wrote nor sent them and has not decided it yet."""
        return self.filter(
            ~Exists(cast(Any, self.model).authors.through.objects.filter(report=OuterRef("pk"), person=person)),
            state=WardState.AWAITING_APPROVAL,
            ward__in=grants.units_where(person, "approve_reports"),
            pk__in=self._open_steps_of(person),
        )

    def _open_steps_of(self, person: Person) -> models.QuerySet:
        steps = cast(Any, self.model._meta.get_field("steps").related_model)
        return steps.objects.open_for(person).values("report_id")

    def to_sign(self, person: Person) -> "WardReportQuerySet":
        """Approved, printed under the person's name, and their signature is not on the file yet."""
        if settings.SIGNER == Signature.Kind.NONE:
            return self.none()
        signed = Signature.objects.filter(
            subject_kind="wardreport", subject_id=OuterRef("pk"), field=Signature.Field.PERSON
        )
        return self.filter(
            ~Exists(signed),
            state=WardState.APPROVED,
            ward__in=grants.units_where(person, "approve_reports"),
            signatory=person,
        )

    def to_issue(self, person: Person) -> "WardReportQuerySet":
        return self.filter(
            state__in=[WardState.APPROVED, WardState.ISSUED, WardState.DISPATCHED],
            ward__in=grants.units_where(person, "issue_reports"),
        )

    def with_names(self) -> "WardReportQuerySet":
        return self.select_related("period__kind", "period__plan", "ward", "sent_by")


class ApprovalStepQuerySet(models.QuerySet):
    def open_for(self, person: Person) -> "ApprovalStepQuerySet":
        """The steps at which the person decides: they hold its office in its unit and have not decided it yet, and
        the document is not to bear another's name.
        """
        return self._held_by(person).filter(~self._decided_by(person), opened_at__isnull=False, decided_at=None)

    def decided_for(self, person: Person) -> "ApprovalStepQuerySet":
        """The steps of the person's office that need them no more: decided, or waiting for others alone."""
        return self._held_by(person).filter(self._decided_by(person) | Q(decided_at__isnull=False))

    def _held_by(self, person: Person) -> "ApprovalStepQuerySet":
        return self.filter(
            Exists(grants.offices_of(person).filter(unit=OuterRef("unit"), office=OuterRef("office"))),
            Q(signatory=None) | Q(signatory=person),
        )

    def _decided_by(self, person: Person) -> Exists:
        return Exists(cast(Any, self.model).deciders.through.objects.filter(step=OuterRef("pk"), person=person))
