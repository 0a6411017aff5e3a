"""What is done with people."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.pages import menu
from approvals.search import registry as search
from approvals.search.registry import Findable, FoundLine
from approvals.trail import words
from approvals.trail.words import Action
from units.models import Person
from units.rules import visible_people

words.register(
    actions={
        "add_person": Action(pgettext_lazy("trail", "Add a person"), _("%(actor)s added the account of %(subject)s")),
        "change_person": Action(
            pgettext_lazy("trail", "Change a person"), _("%(actor)s changed the account of %(subject)s")
        ),
        "issue_slip": Action(
            _("Print a slip to sign in with"), _("%(actor)s printed a slip by which %(subject)s chooses a password")
        ),
        "deactivate_person": Action(
            pgettext_lazy("trail", "Close an account"), _("%(actor)s closed the account of %(subject)s")
        ),
        "reactivate_person": Action(
            pgettext_lazy("trail", "Open an account again"), _("%(actor)s opened the account of %(subject)s again")
        ),
        "vouch": Action(
            _("Vouch for a chosen password"), _("%(actor)s confirmed that %(subject)s chose the password themselves")
        ),
    },
    fields={
        "username": _("user name"),
        "email": _("email"),
        "phone": _("phone"),
        "signs_as": _("name under a signature"),
        "unvouched_since": _("password chosen by a mailed link"),
        "is_active": _("active"),
    },
    proper_names=["person"],
)
search.register(
    Findable(
        name=_("People"),
        place=70,
        model=Person,
        visible=visible_people,
        line=lambda person: FoundLine(
            title=person.name or person.username,
            address=reverse("person", args=[person.pk]),
            words=f"{person.username} {person.signs_as}",
        ),
    )
)
menu.register(
    help_pages={
        "person": ["person", "person_add", "own_page"],
    },
)
