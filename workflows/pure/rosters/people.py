"""The people of a ward with their units and offices, as a table of them is pasted."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count

from django.utils.translation import gettext as _

from approvals.text.vietnamese import folded
from workflows.pure.annexes import UnitNames
from workflows.pure.annexes.names import NOBODY

from .columns import EMAIL, lines_of
from .units import code_of_unit

HEADINGS = (
    ("place", r"(so )?(stt|tt|so thu tu|thu tu)|#|no"),
    ("username", r".*(ten dang nhap|tai khoan|user ?name|ten nguoi dung).*"),
    ("email", r".*(e ?-?mail|thu dien tu|hop thu).*"),
    ("phone", r".*(dien thoai|sdt|so dt|di dong|tel|phone).*|dt"),
    ("office", r".*(vai tro|phan cong|quyen).*"),
    ("office", r".*(chuc trach|chuc vu|chuc danh).*"),  # of which an office can only be proposed
    ("name", r".*(ho va ten|ho ten|ho dem|can bo|nguoi dung|nguoi)\b.*|ten|ho"),
    ("unit", r".*(don vi|phong|to dan pho|noi cong tac|co quan|bo phan).*"),
)
ORDER = ("name", "unit", "office")
# Offices by what people call them, without marks: those that say it, then those from which it is proposed.
SAID = {
    "nguoi soan": "drafter",
    "nguoi soan thao": "drafter",
    "thu truong don vi": "unit_head",
    "thu truong": "unit_head",
    "can bo tong hop": "coordinator",
    "nguoi tong hop": "coordinator",
    "nguoi ky duyet": "approver",
    "ky duyet": "approver",
    "van thu": "clerk",
    "nguoi kiem tra": "auditor",
    "quan tri": "admin",
}
LIKELY = (
    (r"(pho )?(chu tich|bi thu|truong ban)\b.*", "approver"),
    (r".*tong hop.*", "coordinator"),
    (r".*(van thu|luu tru).*", "clerk"),
    (r".*(quan tri|cntt|cong nghe thong tin).*", "admin"),
    (r"(truong|chanh|giam doc|chi huy truong|to truong|hieu truong|doi truong|chu nhiem|phu trach)\b.*", "unit_head"),
    (r"(pho|chuyen vien|can bo|cong chuc|vien chuc|nhan vien|thanh vien|soan|dau moi)\b.*", "drafter"),
)
PARTS = re.compile(r"[;,/+&\n]|\s+và\s+", re.IGNORECASE)


@dataclass(frozen=True)
class PersonRow:
    """Somebody in one office. `unit` is a unit's code, blank where it is not sure; rows of one user name are one
    person. `source` is the row as it was pasted.
    """

    source: str
    name: str
    username: str
    unit: str
    office: str
    email: str = ""
    phone: str = ""
    doubts: tuple[str, ...] = ()


@dataclass
class UserNames:
    """The user names that are given as rows are read: one to each person, whom an address or a number tells apart."""

    taken: set[str]
    by_person: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, name: str, contact: str) -> tuple[str, bool]:
        """The user name, and whether the person stood in an earlier row."""
        key = (folded(name), contact.casefold())
        if key in self.by_person:
            return self.by_person[key], True
        username = free_username(name, self.taken)
        self.taken.add(username)
        self.by_person[key] = username
        return username, False


def read_people(
    text: str, units: UnitNames, *, usernames: Collection[str] = (), known: Mapping[str, str] | None = None
) -> list[PersonRow]:
    """The rows, one for each office of a person. `usernames` are all that are taken, small; `known` are the user names
    of the ward's people by their e-mail address, small, and by their name without marks.

    Raises UnreadableAnnex.
    """
    names, known = UserNames(set(usernames)), known or {}
    found: list[PersonRow] = []
    for source, cells in lines_of(text, HEADINGS, ORDER):
        name, email, phone = (cells.get(each, "") for each in ("name", "email", "phone"))
        email = email if EMAIL.fullmatch(email) else ""
        doubts: list[str] = []
        username = _username(cells, email, phone, names, known, doubts)
        unit, doubt = _unit(cells.get("unit", ""), units)
        doubts += doubt
        for office, office_doubts in _offices(cells.get("office", "")):
            every_doubt = (*doubts, *office_doubts)
            found.append(PersonRow(source, name, username, unit, office, email, phone, every_doubt))
    return found


def _username(
    cells: Mapping[str, str], email: str, phone: str, names: UserNames, known: Mapping[str, str], doubts: list[str]
) -> str:
    name = cells.get("name", "")
    if not name:
        doubts.append(_("No name stands in this row. Write it, or leave the row out."))
        return ""
    if folded(cells.get("email", "")) not in NOBODY and not email:
        doubts.append(_("“%(text)s” is no e-mail address and was left out.") % {"text": cells["email"]})
    there = known.get(email.casefold()) if email else known.get(folded(name))
    if there:
        values = {"name": name, "username": there}
        doubts.append(
            _(
                "%(name)s is there already as %(username)s and is given this office too. If it is another person of "
                "the same name, write another user name."
            )
            % values
        )
        return there
    if given := cells.get("username", ""):
        return given
    username, again = names.of(name, email or phone)
    if again and not (email or phone):
        doubts.append(
            _("The name stands twice: one person with two offices is taken. If there are two, change a user name.")
        )
    return username


def free_username(name: str, taken: Collection[str]) -> str:
    """ "Nguyễn Văn An" is nguyenvanan, the next one nguyenvanan2."""
    bare = re.sub(r"[^a-z0-9]", "", folded(name))[:140] or "nguoi"
    numbered = (f"{bare}{place}" for place in count(2))
    return bare if bare not in taken else next(each for each in numbered if each not in taken)


def _unit(written: str, units: UnitNames) -> tuple[str, list[str]]:
    """The code of the unit that is named for sure, and what is doubted."""
    if not written:
        return "", [_("No unit stands in this row. Choose it.")]
    named = units.named_in(written)
    if len(named.codes) == 1 and not named.doubtful:
        return named.codes[0], []
    proposals = dict.fromkeys([*named.codes, *(code for codes in named.doubtful.values() for code in codes)])
    initials = code_of_unit(written, ())
    if not proposals and initials in units.labels:
        proposals[initials] = None
    labels = ", ".join(units.labels[code] for code in proposals)
    if labels:
        sentence = _("“%(written)s” may mean: %(units)s. Choose the unit.")
        return next(iter(proposals)) if len(proposals) == 1 else "", [sentence % {"written": written, "units": labels}]
    return "", [_("“%(written)s” is no unit of the ward. Choose one, or add it first.") % {"written": written}]


def _offices(written: str) -> Iterable[tuple[str, list[str]]]:
    """Each office that a cell names, with what is doubted of it."""
    if not written:
        return [("", [_("No office stands in this row. Choose it.")])]
    parts = [part.strip() for part in PARTS.split(written) if part.strip()]
    named = [SAID[folded(part)] for part in parts if folded(part) in SAID]
    if named and len(named) == len(parts):
        return [(office, []) for office in dict.fromkeys(named)]
    words = folded(written)
    office = next((office for pattern, office in LIKELY if re.fullmatch(pattern, words)), "")
    if office:
        return [(office, [_("“%(written)s”: the office is proposed. Confirm or change it.") % {"written": written}])]
    return [("", [_("“%(written)s” is no office. Choose it.") % {"written": written}])]
