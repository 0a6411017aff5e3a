import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from units import rules
from units.models import Person, Unit

ENOUGH = 4  # of zxcvbn's 0 to 4: more than 10^10 guesses
PRODUCT = ("Trình duyệt", "Ủy ban nhân dân", "Báo cáo tháng")
LONGEST = 72  # characters that are looked at: its work grows with the square of them


class GuessablePasswordValidator:
    """Refuses what is long and easily guessed: one sign repeated, a row of keys, a name with a year (zxcvbn)."""

    def validate(self, password: str, user: Person | None = None) -> None:
        names = _names(user)
        forms = {password[:LONGEST], _run_together(password)[:LONGEST]}
        if any(zxcvbn(form, user_inputs=names)["score"] < ENOUGH for form in forms if form):
            raise ValidationError(
                _(
                    "This password is easy to guess. Take several words that do not belong together, "
                    "and neither a row of keys nor a name with a year."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _("Your password must not be easy to guess.")


def _names(user: Person | None) -> list[str]:
    """What whoever knows the person tries first: their names, those of their ward and its units, and the product's,
    each whole, run together and by the word, with and without marks.
    """
    names = [*PRODUCT, *(_of_office(user) if user and user.pk else ())]
    if user:
        names += [user.name, user.username, user.email, *user.email.split("@")]
    given = [form for name in names for form in (name, _run_together(name), *re.findall(r"\w+", name))]
    return [*given, *(_plain(each) for each in given)]


def _of_office(user: Person) -> list[str]:
    wards = rules.wards_of(user)
    units = Unit.objects.filter(Q(pk__in=wards) | Q(ward__in=wards)).values_list("name", "short_name", "code")
    return [name for unit in units for name in unit]


def _run_together(text: str) -> str:
    """Without what stands between words: "Minh-Xuan 2026" is guessed like "MinhXuan2026"."""
    return "".join(re.findall(r"\w+", text))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
