"""What a new document begins with: the template of its kind."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from approvals.text.plain import plain_lines
from units import grants
from units.models import Person
from units.subjects import give, keep
from workflows.models import DocumentTemplate, ReportKind

PARTS = ("addressed_to", "bases", "body", "recipients")


def template_of(kind: ReportKind) -> DocumentTemplate:
    """The kind's template, saved or not; blank where nobody has written one. One query."""
    return DocumentTemplate.objects.filter(kind=kind).first() or DocumentTemplate(kind=kind)


def change_document_template(kind: ReportKind, *, by: Person, seen: int, **parts: str) -> DocumentTemplate:
    """Change what documents of the kind begin with from now on; drafts that are there stay as they are.

    `seen` is the number of changes that the page showed. Raises PermissionDenied; NotPossible where another changed it
    since.
    """
    with transaction.atomic():
        ReportKind.objects.select_for_update().get(pk=kind.pk)
        if not grants.may(by, "administer", kind.ward_id):
            raise PermissionDenied
        template = template_of(kind)
        if template.trail_seq != seen:
            raise NotPossible(_("Somebody changed the template after you opened it. Open it again and compare."))
        changes = give(template, **{name: plain_lines(text) for name, text in parts.items()})
        if changes:
            template.save()
            keep(template, "change_document_template", by=by, scope=kind.ward_id, changes=changes)
        return template
