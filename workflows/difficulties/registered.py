"""Trail words, pages, choices and mails of difficulties."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.pages import menu, typed
from approvals.pages.menu import Entry
from approvals.search import registry as search
from approvals.search.registry import Findable, FoundLine
from approvals.trail import words
from approvals.trail.words import Action
from workflows.cases import mails
from workflows.cases.links.ends import ENDS, LinkEnd
from workflows.models import CaseLink, Difficulty

words.register(
    actions={
        "raise_difficulty": Action(_("Raise a difficulty"), _("%(actor)s raised the difficulty “%(subject)s”")),
        "merge_difficulty": Action(
            _("Put difficulties together"), _("%(actor)s put difficulties together: “%(subject)s”")
        ),
        "extend_difficulty": Action(
            _("Add to a common difficulty"), _("%(actor)s added to the common difficulty “%(subject)s”")
        ),
        "consolidate_difficulty": Action(
            _("Take a difficulty into another"), _("%(actor)s put the difficulty “%(subject)s” together with others")
        ),
        "answer_difficulty": Action(_("Answer a difficulty"), _("%(actor)s answered the difficulty “%(subject)s”")),
        "close_difficulty": Action(_("Close a difficulty"), _("%(actor)s closed the difficulty “%(subject)s”")),
        "reopen_difficulty": Action(
            _("Open a difficulty again"), _("%(actor)s opened the difficulty “%(subject)s” again")
        ),
        "discuss_difficulty": Action(
            _("Say something about a difficulty"), _("%(actor)s said something about the difficulty “%(subject)s”")
        ),
        "add_difficulty_kind": Action(
            _("Add a kind of difficulty"), _("%(actor)s added the kind of difficulty “%(subject)s”")
        ),
        "rename_difficulty_kind": Action(
            _("Rename a kind of difficulty"), _("%(actor)s renamed a kind of difficulty: “%(subject)s”")
        ),
        "retire_difficulty_kind": Action(
            _("Retire a kind of difficulty"), _("%(actor)s retired the kind of difficulty “%(subject)s”")
        ),
    },
    fields={
        "text": _("text"),
        "to": _("to whom"),
        "sources": _("put together from"),
    },
    proper_names=["difficulty", "difficultykind"],
)
menu.register(
    entries=[
        Entry("difficulties", _("Difficulties and obstacles"), "m", 40),
    ],
    help_pages={
        "difficulties": [
            "difficulties",
            "difficulty",
            "difficulty_raise",
            "difficulty_answer",
            "difficulty_close",
            "difficulty_reopen",
            "difficulty_discuss",
            "difficulties_merge",
            "difficulty_kinds",
            "difficulty_kind",
        ],
    },
)
typed.register(chosen=["pick", "into"], of_the_page=["pick-.*", ".*-kind", ".*-to"])

mails.SUBJECTS.add(
    {
        "difficulty_raised": _("A unit asks for help: %(report)s"),
        "difficulty_merged": _("Several units ask for help: %(report)s"),
        "difficulty_answered": _("Answered, please say whether it helps: %(report)s"),
        "difficulty_reopened": _("Open again, the answer did not help: %(report)s"),
        "difficulty_discussed": _("A word about the difficulty: %(report)s"),
    }
)
search.register(
    Findable(
        name=_("Difficulties and obstacles"),
        place=50,
        model=Difficulty,
        visible=lambda person: Difficulty.objects.visible_to(person),
        line=lambda row: FoundLine(
            title=str(row),
            address=reverse("difficulty", args=[row.pk]),
            scope=row.ward_id,
            at=row.raised_at,
            about=str(row.unit or ""),
            words=f"{row.text} {row.answer}",
        ),
        read=lambda rows: rows.select_related("unit"),
        follows={"unit": "unit_id"},
    )
)
ENDS.add(
    {
        "difficulty": LinkEnd(
            _("difficulties"),
            CaseLink.Relation.SETTLES,
            lambda person: Difficulty.objects.visible_to(person),
            lambda case, rows: rows.unclosed().filter(ward=case.ward_id).order_by("raised_at", "pk"),
            lambda item: f"/difficulties/{item.pk}/",
        )
    }
)
