"""What a ward report's prose is drafted from (pure/wording/narrative.py): frozen values, in the order of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from workflows.pure.progress import Status
from workflows.pure.quoted import Quoted

PROVINCE = "tỉnh"  # to whom a difficulty is directed that the ward cannot solve


@dataclass(frozen=True)
class IndicatorFact(Quoted):
    """An indicator's figure, and the reasons that units gave for it, each as (unit, words)."""

    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AssignmentFact:
    """An assignment as its lead unit reported it; `lead` is that unit's name, `reason` why it has not come further.
    `kept`: as it was last accepted, because nothing is reported of it in the period. `goes_on`: it comes again in the
    year.
    """

    work: str
    lead: str
    status: Status
    kept: bool = False
    due_on: date | None = None
    reason: str = ""
    goes_on: bool = False


@dataclass(frozen=True)
class GroupFact:
    """A group of the plan; `title` as the plan has it ("Về lãnh đạo, chỉ đạo")."""

    title: str
    assignments: tuple[AssignmentFact, ...]


@dataclass(frozen=True)
class UnitWords:
    """What one unit wrote in the parts of its report, as typed."""

    unit: str
    results: str = ""
    difficulties: str = ""
    proposals: str = ""
    directions: str = ""


@dataclass(frozen=True)
class DifficultyFact:
    """A difficulty that is not closed: who raised it (several, where it was put together), and who is to help.

    `answered_on` is the day of the answer that its units have not accepted yet. Days are those of Vietnam.
    """

    text: str
    units: tuple[str, ...]
    to: str
    answered_on: date | None = None


@dataclass(frozen=True)
class RestatementFact:
    """A unit's figure of an earlier period that was corrected since, in words: what it was and becomes, and of the ward
    likewise, blank where that did not change.
    """

    number: int
    name: str
    unit: str
    period: str
    was: str
    becomes: str
    ward_was: str
    ward_becomes: str
    reason: str


@dataclass(frozen=True)
class MissingUnit:
    """A unit that did not report; `reason` is that of its waiver, blank without one."""

    unit: str
    reason: str = ""


@dataclass(frozen=True)
class Facts:
    """All that a draft is made from. `code` is the period's ("2026-10", "2026"); order within the tuples is kept.

    Without `on_plan` units were asked for words alone. With `estimates` the data were not complete when they were
    reported: figures are marked "ước". `issuer` is written for the middle of a sentence. Proposals may be directed to
    the `recipient` at the province and to `members`, units of the ward by either name; `full_names` are theirs by the
    short ones. `asked`: the office asked for it
    by itself, outside the plan's year; `in_part`: only some units report, of a part of the plan. `restatements` are of
    figures of earlier periods that were corrected since the last report. `superior` is who helps with what cannot be
    solved here: the province, or whom a province reports to. `since`: the day from which the period's data are, where
    they are of more days than its code says. `wards`: the units of a province that stand for its wards.
    """

    code: str
    indicators: tuple[IndicatorFact, ...]
    groups: tuple[GroupFact, ...]
    units: tuple[UnitWords, ...] = ()
    absences: tuple[MissingUnit, ...] = ()
    difficulties: tuple[DifficultyFact, ...] = ()
    estimates: bool = False
    issuer: str = "Ban Chỉ đạo phường"
    recipient: str = ""
    superior: str = PROVINCE
    members: tuple[str, ...] = ()
    on_plan: bool = True
    asked: bool = False
    in_part: bool = False
    restatements: tuple[RestatementFact, ...] = ()
    full_names: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    wards: tuple[str, ...] = ()

    def full_name(self, unit: str) -> str:
        """The unit's name as documents have it, whichever of the two is given."""
        plain = " ".join(unit.split())
        return self.full_names.get(plain, plain)
