"""Which units an annex names: by code, short or full name, with or without tones, with small misspellings proposed."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from approvals.lazy import lazy_import
from approvals.text.vietnamese import folded
from units.places import KINDS
from units.workbook.sheets.cells import NOTHING

fuzz, process, utils = (lazy_import(f"rapidfuzz.{name}") for name in ("fuzz", "process", "utils"))
SEPARATOR = re.compile(r"[,;\n/+&|•]|\s[-–—]\s|\s+(?:và|cùng)\s+|^(?:và|cùng)\s+", re.IGNORECASE)
BULLETS, ENDS = "-–•+*. \n", ". \n"
NOBODY = NOTHING | {"khong", "khong co"}
LONG_FORMS = {
    "ub": "uy ban",
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "mttq": "mat tran to quoc",
    "ubmttq": "uy ban mat tran to quoc",
    "p": "phong",
    "tt": "trung tam",
    "vp": "van phong",
    "ca": "cong an",
    "vhxh": "van hoa xa hoi",
    "pvhcc": "phuc vu hanh chinh cong",
    "dvc": "dich vu cong",
    "tdp": "to dan pho",
    "cnscd": "cong nghe so cong dong",
}
WARD = re.compile(rf" (?:{'|'.join(folded(kind) for kind in KINDS)}|thi tran|tren dia ban)$")
BEGINS_A_NAME = re.compile(
    r"(?:phong|cong an|van phong|trung tam|uy ban mat tran|ub mttq|ubmttq|ban|to|doan|hoi|tram|truong|mat tran|"
    r"cac|bo phan|chi cuc|doi|"
    r"quan su|vp|tt|p)\b"
)
GROUP = re.compile(
    r"(?:(?:tat ca|toan bo) )?(?:cac|[0-9]+) (to dan pho|tdp|thon|ban|khu pho|to dan cu)(?: tren dia ban.*)?"
)
ALIKE, WITHIN = 84, 96  # of 100: a misspelt name, a part of a name
MOST_PROPOSED = 3
LONGEST = 6  # pieces of one name


@dataclass(frozen=True)
class UnitName:
    """A unit that the ward has."""

    code: str
    name: str
    short_name: str = ""


@dataclass(frozen=True)
class NamedUnits:
    """The codes that a cell names, each once; what names no unit for sure, with the codes that may be meant; and what
    named many units at once ("các tổ dân phố"), with how many.
    """

    codes: tuple[str, ...] = ()
    doubtful: dict[str, tuple[str, ...]] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)


class UnitNames:
    """The names of a ward's units. Without any, names stay as they are written."""

    def __init__(self, units: Iterable[UnitName] = (), ward: str = "") -> None:
        self._ward = folded(ward)
        self._codes: dict[str, list[str]] = {}
        self.labels: dict[str, str] = {}
        self._read: dict[str, NamedUnits] = {}
        self._keys: dict[str, str] = {}
        self._names: list[tuple[str, str]] = []
        for unit in units:
            self._names.append((unit.code, self._key(unit.name)))
            self.labels[unit.code] = unit.short_name or unit.name
            for name in dict.fromkeys((folded(unit.code), *map(self._key, (unit.name, unit.short_name, unit.code)))):
                if name and unit.code not in self._codes.setdefault(name, []):
                    self._codes[name].append(unit.code)
        self._tell_apart()

    def _tell_apart(self) -> None:
        """Units of one label are offered with their codes too, and found by both together."""
        often = Counter(self.labels.values())
        for code, label in self.labels.items():
            if often[label] > 1:
                self.labels[code] = f"{label} ({code})"
                self._codes[folded(self.labels[code])] = self._codes[self._key(self.labels[code])] = [code]

    def named_in(self, written: str) -> NamedUnits:
        """Commas, dashes and “và” separate units but also stand in their names: the longest name wins."""
        if written not in self._read:
            self._read[written] = self._find(written)
        return self._read[written]

    def _find(self, written: str) -> NamedUnits:
        pieces = _pieces(written)
        if not self._codes:
            return NamedUnits(tuple(dict.fromkeys(_bare(written, whole) for whole in _whole_names(written, pieces))))
        codes: list[str] = []
        doubtful: dict[str, tuple[str, ...]] = {}
        groups: dict[str, int] = {}
        at = 0
        while at < len(pieces):
            end, found = self._longest(written, pieces[at:])
            words = _bare(written, pieces[at])
            if not found and (many := self._group(words)):
                groups[words] = len(many)
                codes += [code for code in many if code not in codes]
            elif len(found) == 1:
                codes += [code for code in found if code not in codes]
            elif found:
                doubtful[_bare(written, (pieces[at][0], pieces[at + end - 1][1]))] = tuple(found)
            else:
                end, words, proposals = self._alike(written, pieces[at:])
                doubtful[words] = proposals
            at += end
        return NamedUnits(tuple(codes), doubtful, groups)

    def _group(self, words: str) -> list[str]:
        """The units of a kind of which there are several, where all of them are meant."""
        group = GROUP.fullmatch(folded(words))
        if group is None:
            return []
        kind = LONG_FORMS.get(group[1], group[1])
        named = [code for code, name in self._names if name.startswith(f"{kind} ")]
        return named if len(named) > 1 else []

    def _longest(self, written: str, pieces: list[tuple[int, int]]) -> tuple[int, list[str]]:
        for end in range(min(len(pieces), LONGEST), 0, -1):
            name = _bare(written, (pieces[0][0], pieces[end - 1][1]))
            if found := self._codes.get(folded(name)) or self._codes.get(self._key(name)):
                return end, found
        return 1, []

    def _alike(self, written: str, pieces: list[tuple[int, int]]) -> tuple[int, str, tuple[str, ...]]:
        """How many pieces make a name that is nearly one of ours, its words, and the codes that may be meant."""
        best: tuple[float, int, tuple[str, ...]] = (0, 1, ())
        for end in range(1, min(len(pieces), LONGEST) + 1):
            name = self._key(_bare(written, (pieces[0][0], pieces[end - 1][1])))
            found = process.extract(
                name, self._codes.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_PROPOSED
            )
            if not found and len(name.split()) > 1:
                found = process.extract(
                    name, self._codes.keys(), scorer=fuzz.token_set_ratio, score_cutoff=WITHIN, limit=MOST_PROPOSED
                )
                found = [(each, score - WITHIN, place) for each, score, place in found]
            if found and found[0][1] > best[0]:
                codes = dict.fromkeys(code for key, _score, _place in found for code in self._codes[key])
                best = (found[0][1], end, tuple(codes))
        _score, end, proposals = best
        return end, _bare(written, (pieces[0][0], pieces[end - 1][1])), proposals

    def _key(self, name: str) -> str:
        """Without tones, signs, the place and its kind; common short forms written out."""
        if name not in self._keys:
            self._keys[name] = self._made_key(name)
        return self._keys[name]

    def _made_key(self, name: str) -> str:
        words = utils.default_process(folded(name)).split()
        key = " ".join(LONG_FORMS.get(word, word) for word in words).removesuffix(
            f" {self._ward}" if self._ward else ""
        )
        return WARD.sub("", key)


def _pieces(written: str) -> list[tuple[int, int]]:
    """Where the parts between separators begin and end; parts without any word are left out."""
    cuts = [(found.start(), found.end()) for found in SEPARATOR.finditer(written)]
    starts = [0, *(end for _start, end in cuts)]
    ends = [*(start for start, _end in cuts), len(written)]
    spans = zip(starts, ends, strict=True)
    return [(start, end) for start, end in spans if folded(_bare(written, (start, end))) not in NOBODY]


def _whole_names(written: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces put together again until one begins as names of units do, or stands in a line of its own."""
    whole: list[tuple[int, int]] = []
    for start, end in pieces:
        words = _bare(written, (start, end))
        apart = bool(whole) and bool({"\n", ";"} & set(written[whole[-1][1] : start]))
        codes = bool(whole) and words.isupper() and _bare(written, whole[-1]).isupper()
        if whole and not (apart or codes or BEGINS_A_NAME.match(folded(words))):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def _bare(written: str, span: tuple[int, int]) -> str:
    return " ".join(written[slice(*span)].lstrip(BULLETS).rstrip(ENDS).split())
