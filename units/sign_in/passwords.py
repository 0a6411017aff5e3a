import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from units.models import Person

ENOUGH = 4  # of zxcvbn's 0 to 4: more than 10^10 guesses
LONGEST = 72  # characters that are looked at: its work grows with the square of them


class GuessablePasswordValidator:
    """Refuses what is long and easily guessed: one sign repeated, a row of keys, a name with a year (zxcvbn)."""

    def validate(self, password: str, user: Person | None = None) -> None:
        if zxcvbn(password[:LONGEST], user_inputs=_names(user))["score"] < ENOUGH:
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
    """What whoever knows the person tries first: their names, with and without marks."""
    if user is None:
        return []
    given = [user.username, user.email, *user.email.split("@"), *user.name.split(), user.name.replace(" ", "")]
    return [*given, *(_plain(each) for each in given)]


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
