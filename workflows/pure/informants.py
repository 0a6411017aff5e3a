"""From whom figures come that their unit did not type: who told the office what it enters on a unit's behalf, stored on
the report, so that a page needs no query for it; and by which system they were sent.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from approvals.clock import ZONE

ON_BEHALF = "nhập thay, nguồn: "


@dataclass(frozen=True)
class Informant:
    """Who reported it, how they are reached, and when they reported it: an aware instant."""

    name: str
    contact: str
    at: datetime

    @property
    def words(self) -> str:
        """For the report and its trail, in Vietnamese time."""
        return f"{self.name}; {self.contact}; {self.at.astimezone(ZONE):%d/%m/%Y %H:%M}"

    @property
    def brief(self) -> str:
        """For the notes of the ward's document, which goes to the province: nobody's telephone number."""
        return f"{self.name}, {self.at.astimezone(ZONE):%d/%m/%Y}"


@dataclass(frozen=True)
class OnBehalf:
    """An entry on the unit's behalf: whose words, who of the office typed them and when, who of the unit confirmed."""

    informant: Informant
    by_id: int
    by: str
    at: datetime
    confirmed_by: str = ""
    confirmed_at: datetime | None = None

    def plain(self) -> dict[str, Any]:
        """As JSON stores it; `on_behalf_of` reads it back."""
        return {
            "name": self.informant.name,
            "contact": self.informant.contact,
            "told_at": self.informant.at.isoformat(),
            "by_id": self.by_id,
            "by": self.by,
            "at": self.at.isoformat(),
            "confirmed_by": self.confirmed_by,
            "confirmed_at": self.confirmed_at.isoformat() if self.confirmed_at else "",
        }


@dataclass(frozen=True)
class Sent:
    """`system` by its name, the `file` or call that brought the figures, the SHA-256 of its content, and when: an aware
    instant.
    """

    system: str
    file: str
    sha256: str
    at: datetime

    @property
    def words(self) -> str:
        """For the trail, in Vietnamese time."""
        return f"{self.system}; {self.file}; {self.at.astimezone(ZONE):%d/%m/%Y %H:%M}; SHA-256 {self.sha256}"

    @property
    def brief(self) -> str:
        """Beside the figure."""
        return f"{self.system}, {self.at.astimezone(ZONE):%d/%m/%Y %H:%M}"


def note_of(source: str) -> str:
    """The note of the ward's document on what was entered on a unit's behalf: Vietnamese always."""
    return f"{ON_BEHALF}{source}"


def is_note(words: str) -> bool:
    """Whether `note_of` wrote this."""
    return words.startswith(ON_BEHALF)


def on_behalf_of(plain: dict[str, Any]) -> OnBehalf:
    """The entry from what `OnBehalf.plain` wrote."""
    confirmed_at = datetime.fromisoformat(plain["confirmed_at"]) if plain["confirmed_at"] else None
    return OnBehalf(
        Informant(plain["name"], plain["contact"], datetime.fromisoformat(plain["told_at"])),
        plain["by_id"],
        plain["by"],
        datetime.fromisoformat(plain["at"]),
        plain["confirmed_by"],
        confirmed_at,
    )
