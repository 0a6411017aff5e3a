"""What was attached behind a document's entries, as the trail tells it: a file by its SHA-256, or a link.

Events of actions that attach or detach have two fields of an entry: "8.evidence", the name that was given to it, and
"8.sha256" or "8.link". Each has one value, old or new; of a file that takes the place of another, its SHA-256 has both.
An event that may bring a file, as an opinion does, has them where it did; taken back, they have an old value.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from approvals.models import TrailEvent
from approvals.trail import changes, words


@dataclass(frozen=True)
class Attached:
    """`part` is the entry's name in the trail, `subject` what it is a part of; `sha256` is empty for a link."""

    subject: str
    part: str
    name: str
    sha256: str
    link: str

    @property
    def place(self) -> str:
        """The entry in words."""
        return changes.field(self.part)


def still_attached(events: Iterable[TrailEvent]) -> list[Attached]:
    """What is left after these events that attach or detach, oldest first, in the order in which it was attached."""
    held: dict[tuple[str, int, str, str, str], Attached] = {}
    for event in events:
        if words.ACTIONS[event.action].wipes:
            held = {
                place: piece for place, piece in held.items() if place[:2] != (event.subject_kind, event.subject_id)
            }
            continue
        action, (piece, before) = words.ACTIONS[event.action], _piece(event)
        if action.brings and not piece.part:
            continue
        place = (event.subject_kind, event.subject_id, piece.part, piece.name)
        if action.attaches or (action.brings and not before):
            held.pop((*place, before), None)
            held[(*place, piece.sha256 or piece.link)] = piece
        else:
            held.pop((*place, piece.sha256 or piece.link), None)
    return list(held.values())


def _piece(event: TrailEvent) -> tuple[Attached, str]:
    """What an event attaches or detaches, and the SHA-256 of the file whose place it takes."""
    pairs = {field.rpartition(".")[2]: pair for field, pair in event.changes.items() if "." in field}
    values = {name: new or old for name, (old, new) in pairs.items()}
    part = next((field.rpartition(".")[0] for field in event.changes if field.endswith(".evidence")), "")
    named = (str(values.get(name, "")) for name in ("evidence", "sha256", "link"))
    return Attached(event.subject_name, part, *named), str(pairs.get("sha256", [""])[0] or "")
