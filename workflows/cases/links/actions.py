"""Linking a case to a plan, an assignment, a difficulty or another case. A link decides nothing."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from approvals.clock import now
from approvals.errors import AlreadyDone, NotPossible
from approvals.statements import one_cursor
from units.models import Person
from workflows.cases.moves import locked_beside, note
from workflows.flows import row_held
from workflows.models import CaseLink
from workflows.models.cases import Case

from .ends import ends


def link(case: Case, *, by: Person, kind: str, pk: int) -> CaseLink:
    """Link the case to what is named, where `by` may read both. The trail names it by kind and id: who reads the trail
    need not be able to read the other end.

    Raises NotPossible where it cannot be read or is linked already.
    """
    known = ends()
    if kind not in known or (kind, pk) == (case.kind, case.pk) or not known[kind].visible(by).filter(pk=pk).exists():
        raise NotPossible(_("This cannot be linked: it is gone, or you may not read it. Choose another."))
    linked = AlreadyDone(_("These two are linked already."))
    try:
        with transaction.atomic(), one_cursor(), row_held():
            row = locked_beside(case, by=by)
            if CaseLink.objects.between((row.kind, row.pk), (kind, pk)).exists():
                raise linked
            made = put(row, known[kind].relation, kind, pk, by=by)
            note(row, "link_case", by=by, changes={"linked": [None, _named(made)]})
            return made
    except IntegrityError as error:  # somebody linked them at the same time from the other end
        raise linked from error


def put(case: Case, relation: str, kind: str, pk: int, *, by: Person) -> CaseLink:
    """The row alone, for an action that writes an event of its own."""
    ends: dict[str, Any] = {"subject_kind": case.kind, "subject_id": case.pk, "other_kind": kind, "other_id": pk}
    return CaseLink.objects.create(**ends, relation=relation, person=by, at=now())


def unlink(made: CaseLink, case: Case, *, by: Person) -> None:
    """Take away a link that `by` made. Raises PermissionDenied for one that another made."""
    if made.person_id != by.pk:
        raise PermissionDenied
    with transaction.atomic(), one_cursor(), row_held():
        row = locked_beside(case, by=by)
        if not CaseLink.objects.filter(pk=made.pk).delete()[0]:
            raise AlreadyDone(_("This has been removed already."))
        note(row, "unlink_case", by=by, changes={"linked": [_named(made), None]})


def _named(made: CaseLink) -> str:
    return f"{made.relation}: {made.other_kind} {made.other_id}"
