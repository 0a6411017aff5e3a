"""What a submission tells whoever signs it, beyond what every type does."""

from dataclasses import replace

from django.utils.formats import number_format
from django.utils.translation import gettext

from approvals.models import Rendition
from units.models import Person
from workflows.models import Submission
from workflows.signoff.approval.briefing import Briefing, plain


def brief(case: Submission, rendition: Rendition | None, person: Person) -> Briefing:
    """Whose document it is, and the amount that it asks for. One query."""
    facts = [(gettext("Unit"), case.unit.name)]
    if case.amount is not None:
        facts.append((gettext("Amount asked for, in đồng"), number_format(case.amount, 0, force_grouping=True)))
    return replace(plain(case, rendition, person), facts=tuple(facts))
