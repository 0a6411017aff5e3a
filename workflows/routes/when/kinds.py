"""The condition that routes themselves know: of which kind a document is. A route belongs to one kind; this is for one
that several share, as a file that is imported for each of them.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Value
from django.utils.translation import gettext_lazy as _

from units.models import Unit
from workflows.models import ReportKind

from .conditions import Condition, if_there
from .parameters import OneOf


def _is_of(case: Any, code: str) -> Any:
    kinds = ReportKind.objects.filter(ward=case.ward_id, subject_kind=case.kind, code=code)
    return case.document_kind.code == code or if_there(Exists(kinds), Value(False))


def _kinds(ward: Unit, case_kind: str) -> Iterable[tuple[str, str]]:
    kinds = ReportKind.objects.filter(ward=ward, **({"subject_kind": case_kind} if case_kind else {}))
    return kinds.order_by("pk").values_list("code", "name")


CONDITIONS = {
    "kind": Condition(
        _("its kind is %(of)s"),
        _("its kind is not %(of)s"),
        _is_of,
        asks="document_kind_id",
        parameter=OneOf(_("Kind of document"), _kinds),
        gone=_("the ward has no kind %(of)s any more. An administrator changes the condition, on the page of routes."),
    ),
}
