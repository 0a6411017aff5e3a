"""Rights, trail words, pages and mails of corrected figures of earlier periods."""

from django.utils.translation import gettext_lazy as _

from approvals.pages import menu
from approvals.trail import words
from approvals.trail.words import Action
from workflows.cases import labels, mails, rules
from workflows.cases.rules import Right
from workflows.models import UnitReport
from workflows.models.states import UnitState

SETTLED = (UnitState.ACCEPTED, UnitState.CONSOLIDATED)

words.register(
    actions={
        "restate": Action(
            _("Correct a figure of an earlier period"), _("%(actor)s corrected a figure of %(subject)s for the head")
        ),
        "propose_restatement": Action(
            _("Propose a corrected figure"), _("%(actor)s proposed a corrected figure of %(subject)s")
        ),
        "withdraw_restatement": Action(
            _("Withdraw a corrected figure"), _("%(actor)s withdrew a corrected figure of %(subject)s")
        ),
        "accept_restatement": Action(
            _("Accept a corrected figure"), _("%(actor)s accepted a corrected figure of %(subject)s")
        ),
        "refuse_restatement": Action(
            _("Do not accept a corrected figure"), _("%(actor)s did not accept a corrected figure of %(subject)s")
        ),
        "note_restatement": Action(
            _("Note a corrected figure of an earlier period"),
            _("%(actor)s accepted a corrected figure of an earlier period that %(subject)s counts"),
        ),
    },
)
menu.register(
    help_pages={
        "restatements": ["restatements", "restatement_new", "restatement", "restatement_refuse"],
    },
)
rules.register(
    UnitReport,
    {
        "restate": Right("write_reports", on_ward=False, states=SETTLED),
        "propose_restatement": Right("submit_reports", on_ward=False, states=SETTLED),
        "accept_restatement": Right("review_reports", states=SETTLED, bars_authors=True, offered=False),
        "refuse_restatement": Right("review_reports", states=SETTLED),
    },
)
labels.ACTIONS.add(
    {
        "restate": _("Correct a figure"),
        "propose_restatement": _("Propose to the office"),
        "withdraw_restatement": _("Withdraw the correction"),
        "accept_restatement": _("Accept the correction"),
        "refuse_restatement": _("Do not accept"),
    }
)
mails.SUBJECTS.add(
    {
        "restatement_written": _("A figure of an earlier period was corrected, please check it: %(report)s"),
        "restatement_proposed": _("A unit corrects a figure of an earlier period: %(report)s"),
        "restatement_accepted": _("The corrected figure is accepted: %(report)s"),
        "restatement_refused": _("The corrected figure is not accepted: %(report)s"),
    }
)
