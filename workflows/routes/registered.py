"""What is done with routes."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import Decision
from approvals.pages import menu, typed
from approvals.trail import words
from approvals.trail.words import Action
from units.offices import scopes
from workflows.cases import labels, mails
from workflows.cases.attached import kinds as attached
from workflows.models import OpinionFile

from .underway import overdue
from .underway.opinions import SILENT
from .when import conditions, filled, kinds
from .who import finding, ways

finding.WAYS.add(ways.OF_ROUTES)
attached.register(OpinionFile)
scopes.KINDS.add({"routes": kinds.with_route})
conditions.register(kinds.CONDITIONS)
conditions.register(filled.CONDITIONS)

words.register(
    actions={
        "add_step": Action(
            pgettext_lazy("trail", "Add a step"), _("%(actor)s added a step to the route of %(subject)s")
        ),
        "change_step": Action(
            pgettext_lazy("trail", "Change a step"), _("%(actor)s changed a step of the route of %(subject)s")
        ),
        "move_step": Action(
            pgettext_lazy("trail", "Move a step"), _("%(actor)s moved a step of the route of %(subject)s")
        ),
        "retire_step": Action(
            pgettext_lazy("trail", "Retire a step"), _("%(actor)s retired a step of the route of %(subject)s")
        ),
        "import_route": Action(
            pgettext_lazy("trail", "Import a route"), _("%(actor)s imported the route of %(subject)s")
        ),
        "opine": Action(
            pgettext_lazy("trail", "Give an opinion"),
            _("%(actor)s gave an opinion on %(subject)s"),
            for_another=True,
            brings=True,
            done_already=_("You gave your opinion at %(time)s: it stands as you left it."),
        ),
        "pass_in_silence": Action(
            _("Go on without an opinion"), _("%(actor)s noted that an opinion on %(subject)s was not given in time")
        ),
        "remind_overdue": Action(
            _("Remind of an overdue step"), _("%(actor)s reminded those who decide an overdue step of %(subject)s")
        ),
        "escalate": Action(
            _("Tell another office"), _("%(actor)s told another office that a step of %(subject)s is overdue")
        ),
        "pause": Action(
            pgettext_lazy("trail", "Stop the clock"), _("%(actor)s stopped the clock of a step of %(subject)s")
        ),
        "resume": Action(
            pgettext_lazy("trail", "Let the clock run on"), _("%(actor)s let the clock of a step of %(subject)s run on")
        ),
        "reply_to_opinion": Action(
            _("Reply to an opinion"), _("%(actor)s said what became of an opinion on %(subject)s")
        ),
    },
    fields={
        "step": _("step"),
        "route": _("version of the route"),
        "opinion": _("opinion"),
        "opinion.evidence": _("file with the opinion"),
        "ballot": _("ballot"),
        "due": _("due"),
        "reply": _("reply"),
        "filled": _("filled in at the step"),
    },
    values={
        "reply": {"adopted": _("Adopted"), "explained": _("Not adopted, explained")},
        "opinion": {verdict.value: verdict.label for verdict in Decision.SAID}
        | {SILENT: _("No opinion"), "adopted": _("Adopted"), "explained": _("Not adopted, explained")},
    },
)
menu.register(
    scope_pages={"routes": _("Approval routes")},
    help_pages={
        "routes": [
            *("routes", "route_import", "route_import_confirm", "route_rehearsal"),
            *("step_field_add", "step_field_change"),
        ],
    },
)
typed.register(
    chosen=["verb", "beside", "need", "up", "condition", "reversed", "otherwise", "at_end", "to_unit", "to_office"]
)
typed.register(chosen=["position", "person", "units", "found", "return_to", "asked_anew", "ballot"])

labels.ACTIONS.add(
    {
        "opine": _("Give an opinion"),
        "pause": _("Stop the clock"),
        "resume": _("Let the clock run on"),
        "reply_to_opinion": _("Reply"),
    }
)
mails.SUBJECTS.add(
    {
        "opinion": _("Asks for your opinion: %(report)s"),
        "overdue": _("Overdue, it waits for you: %(report)s"),
        "escalated": _("Overdue, for your information: %(report)s"),
        "opinions_in": _("The opinions that were asked for are in: %(report)s"),
    }
)
mails.ADDRESSEES.add({"overdue": overdue.reminded, "escalated": overdue.escalated_to})
