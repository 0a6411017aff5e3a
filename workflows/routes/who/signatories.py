"""Who signs a case, and under which authority: settled when it is sent for approval, and printed on it."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from approvals.errors import NotPossible
from units.models import PREFIXES, Authority, Membership, Person, Plan
from units.offices.authority import Capacity, capacity
from workflows.cases import rules
from workflows.models import CaseStep, ReportKind
from workflows.models.cases import RoutedCase
from workflows.routes.when import conditions

from . import finding
from .after import signing

Signatories = dict[Person, Capacity | None]
CHAIR, DEPUTY_CHAIR = "Chủ tịch", "Phó Chủ tịch"


def last_step(report: RoutedCase) -> CaseStep:
    """The report's copy, not saved, of the step whose decision signs it, as its route and the conditions stand now.
    Raises NotPossible where there is none, or nobody is found for it.
    """
    steps = signing(conditions.taken(report).steps)
    if not steps:
        raise NotPossible(_("The route has no step yet. An administrator adds one on the page of routes."))
    return finding.found(report, steps[-1])[-1]


def preferred(report: RoutedCase, found: Signatories) -> Person | None:
    """The only one who can sign, or the one of several whom the plan names."""
    named = [person for person in found if person.printed_name == report.plan.signer_name]
    people = list(found) if len(found) == 1 else named
    return people[0] if len(people) == 1 else None


def of(report: RoutedCase, last: CaseStep, *, sender: Person) -> Signatories:
    """Who could decide the last step, and under which authority: whoever sits where it asks, wrote nothing of the
    report and acts for nobody who did. One statement.
    """
    return among(report, rules.may_decide(report, [last], sender=sender)[0])


def among(report: RoutedCase, held: Iterable[Membership]) -> Signatories:
    """Those who hold these offices, and under which authority. None stands for one that is not recorded; for the signer
    whom the plan names it is the plan's own.
    """
    found: Signatories = {}
    for membership in held:
        under = capacity(membership) or _of_plan(report.plan, membership)
        found[membership.person] = found.get(membership.person) or (under and in_organ(under, report))
    return found


def in_organ(under: Capacity, report: RoutedCase) -> Capacity:
    """The capacity by the titles of the organ that issues the document: what somebody is in a committee is nothing in a
    document of the People's Committee, which its chair signs, or who signs for the chair (NĐ 30/2020, Điều 13).
    """
    if report.document_kind.form != ReportKind.Form.PEOPLE:
        return under
    if under.kind in (Authority.BY_ORDER, Authority.DELEGATED):
        return replace(under, title=under.post or under.title, acts_for=CHAIR)
    if under.kind == Authority.DEPUTY:
        return replace(under, title=DEPUTY_CHAIR, acts_for=CHAIR)
    return replace(under, title=CHAIR)


def _of_plan(plan: Plan, membership: Membership) -> Capacity | None:
    """That of the plan, where it names who holds the office; none for who holds it in another's place."""
    named = membership.person.printed_name == plan.signer_name and not hasattr(membership, "substitution")
    return capacity_in(plan) if named else None


def choose(report: RoutedCase, found: Signatories, wanted: Person | None) -> tuple[Person, Capacity]:
    """The one who signs. Raises NotPossible where nobody can, several could, or the authority is not recorded."""
    refuse_unless_found(found)
    person = wanted or preferred(report, found)
    if person is None:
        raise NotPossible(_("Several people could sign this document. Choose one."))
    if person not in found:
        raise NotPossible(_("%(person)s cannot sign this document. Choose another.") % {"person": person})
    under = found[person]
    if under is None:
        raise NotPossible(
            _("It is not recorded under which title %(person)s signs. An administrator records it on their page.")
            % {"person": person}
        )
    return person, under


def refuse_unless_found(found: Signatories) -> None:
    if not found:
        raise NotPossible(
            _("Nobody can sign: whoever holds the office of the last step wrote the document, or nobody holds it.")
        )


def capacity_of(report: RoutedCase) -> Capacity:
    """Under which authority the report is signed: as it was sent, before that as the plan has it."""
    return Capacity(**report.signature) if report.signature else in_organ(capacity_in(report.plan), report)


def capacity_in(plan: Plan) -> Capacity:
    """The signer whom the plan names. Its authority carries the prefix: "KT. TRƯỞNG BAN CHỈ ĐẠO"."""
    prefix, _space, acts_for = plan.signer_authority.strip().partition(" ")
    kind = next((kind for kind, known in PREFIXES.items() if known == prefix), Authority.HEAD.value)
    for_another = kind not in (Authority.HEAD, Authority.ACTING)
    return Capacity(
        kind=kind,
        title=plan.signer_title,
        acts_for=acts_for if for_another else "",
        post=plan.signer_post,
        name=plan.signer_name,
    )
