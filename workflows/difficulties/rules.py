"""Who may do what with a difficulty, and in which states. A test compares `may`, `holders` and the querysets."""

from units import grants
from units.models import Person
from workflows.models import Difficulty
from workflows.models.states import DifficultyState

OPEN, CONSOLIDATED, ANSWERED, CLOSED = DifficultyState
RAISING = ("write_reports", "submit_reports", "raise_difficulties")

STATES = {
    "answer_difficulty": (OPEN, CONSOLIDATED),
    "close_difficulty": (OPEN, CONSOLIDATED, ANSWERED),
    "reopen_difficulty": (ANSWERED, CLOSED),
    "merge_difficulty": (OPEN,),
    "extend_difficulty": (CONSOLIDATED,),
    "discuss_difficulty": (OPEN, CONSOLIDATED, ANSWERED),
}
Rights = set[tuple[str, int]]


def rights_to(action: str, item: Difficulty) -> Rights:
    """The rights, as (codename, unit id), of which one is enough for `action`."""
    answering = {("approve_reports", item.ward_id)} | _on(item.to_unit_id, "submit_reports")
    coordinating = {("review_reports", item.ward_id)}
    own = _on(item.unit_id, *RAISING)
    return {
        "answer_difficulty": answering,
        "close_difficulty": own,
        "reopen_difficulty": own,
        "merge_difficulty": coordinating,
        "extend_difficulty": coordinating,
        "discuss_difficulty": own | coordinating | answering | _on(item.to_unit_id, *RAISING),
    }[action]


def _on(unit_id: int | None, *codenames: str) -> Rights:
    return {(codename, unit_id) for codename in codenames} if unit_id else set()


def may(person: Person, action: str, item: Difficulty) -> bool:
    """Whether `person` has the right to `action` on `item` now. One query."""
    rights = rights_to(action, item)
    return bool(rights & grants.rights_on(person, {unit_id for _codename, unit_id in rights}))


def holders(action: str, item: Difficulty) -> set[Person]:
    """Who has the right now."""
    return {person for codename, unit_id in rights_to(action, item) for person in grants.holders(codename, unit_id)}


def state_allows(action: str, item: Difficulty) -> bool:
    """Whether the state allows it: what was put together is answered as a whole, and is no part of another whole."""
    if action == "answer_difficulty" and item.is_part:
        return False
    if action == ("merge_difficulty" if item.is_whole else "extend_difficulty"):
        return False
    return item.state in STATES[action]


def open_to(person: Person, item: Difficulty) -> set[str]:
    """The actions that the state and the person's rights allow now: what pages draw buttons from. One query."""
    needed = {action: rights_to(action, item) for action in STATES if state_allows(action, item)}
    units = {unit_id for rights in needed.values() for _codename, unit_id in rights}
    held = grants.rights_on(person, units) if units else set()
    return {action for action, rights in needed.items() if rights & held}


def units_to_raise_for(person: Person) -> list[int]:
    """The ids of the units for which the person may raise a difficulty, by any right of RAISING."""
    return sorted({unit for codename in RAISING for unit in grants.units_where(person, codename)})
