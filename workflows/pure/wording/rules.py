"""A template told as its rules, one a line: when it holds, of what, and what is written then. Lossless both ways."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from .templates import DIRECTIVE

ALWAYS, WHERE, WHERE_NOT, EACH = "", "nếu", "nếu không", "mỗi"


@dataclass(frozen=True)
class Rule:
    """`how` is ALWAYS, WHERE, WHERE_NOT or EACH; `about` names what is asked about, blank where it always holds."""

    how: str
    about: str
    text: str

    @property
    def line(self) -> str:
        text = " ".join(self.text.split("\n"))
        return f"@{self.how} {self.about}: {text}" if self.how else text


def rules_of(template: str) -> list[Rule]:
    """The rules in order. A line that begins with @ and cannot be read stays as it is, for whoever mends it."""
    lines = unicodedata.normalize("NFC", template).splitlines()
    return [_rule(line.strip()) for line in lines if line.strip()]


def template_of(rules: Iterable[Rule]) -> str:
    """The text that is stored. Rules that write nothing are left out."""
    return "\n".join(rule.line for rule in rules if rule.text.strip())


def _rule(line: str) -> Rule:
    found = DIRECTIVE.fullmatch(line)
    return Rule(found[1], " ".join(found[2].casefold().split()), found[3]) if found else Rule(ALWAYS, "", line)
