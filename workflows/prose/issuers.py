"""How documents name who issues them: the committee of the plan, or the ward's People's Committee. Vietnamese."""

from dataclasses import dataclass

from units.models import Plan
from units.places import in_place, place_of
from workflows.models import ReportKind


@dataclass(frozen=True)
class IssuerNames:
    """The issuer's name in full, the short one that stands for it after that, and the one within the ward.

    "Ban Chỉ đạo về chuyển đổi số phường Minh Xuân", "Ban Chỉ đạo phường Minh Xuân", "Ban Chỉ đạo phường".
    """

    full: str
    short: str
    within: str


def names_of(kind: ReportKind, plan: Plan, ward: str) -> IssuerNames:
    """The names of who issues reports of this kind on the plan of the ward of this name."""
    place = place_of(ward)
    if kind.form == kind.Form.PEOPLE:
        full = f"Ủy ban nhân dân {place.full}"
        return IssuerNames(full, full, f"Ủy ban nhân dân {place.kind}")
    full = in_place(plan.issuer, place)
    head, about, _subject = plan.issuer.partition(" về ")
    if not about:
        return IssuerNames(full, full, plan.issuer)
    named = in_place(head, place)
    return (
        IssuerNames(full, named, head)
        if named != head
        else IssuerNames(full, f"{head} {place.full}", f"{head} {place.kind}")
    )
