"""What is done with recipients, channels and dispatches, their side effects and their pages."""

from django.utils.translation import gettext_lazy as _

from approvals.models import Recipient
from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu, typed
from approvals.pages.menu import Entry
from approvals.scopes import Right
from approvals.trail import words
from approvals.trail.words import Action

words.register(
    actions={
        "take_there": Action(
            _("Take a document there by hand"), _("%(actor)s recorded that %(subject)s was taken there by hand")
        ),
        "add_recipient": Action(_("Set up a recipient"), _("%(actor)s set up the recipient %(subject)s")),
        "change_recipient": Action(_("Change a recipient"), _("%(actor)s changed the recipient %(subject)s")),
        "add_channel": Action(_("Add a channel"), _("%(actor)s added a channel to %(subject)s")),
        "change_channel": Action(_("Change a channel"), _("%(actor)s changed a channel to %(subject)s")),
        "prefer_channel": Action(_("Put a channel first"), _("%(actor)s put a channel to %(subject)s first")),
        "end_channel": Action(_("End a channel"), _("%(actor)s ended a channel to %(subject)s")),
    },
    fields={
        "channel": _("channel"),
        "organ_id": _("organ identifier"),
        "leads": _("superior that receives reports"),
        "how": _("how"),
        "shares": _("what a report brings it"),
        "where": _("where it is"),
    },
    values={"where": dict(Recipient.Where.choices)},
    proper_names=["recipient"],
)
side_effects.register(
    {
        "dispatch": Topic(_("A document could not be sent"), _("To send a document")),
        "recall": Topic(_("The recall of a document could not be sent"), _("To send a recall")),
        "answers": Topic(_("A channel could not be asked what came back"), _("To ask a channel what came back")),
        "answer": Topic(_("What a receiver tells cannot be right")),
        "refused": Topic(_("A recipient refused a document")),
        "followed": Topic(_("What a receiver answered could not be taken in"), _("To take in an answer")),
        "asked": Topic(_("What the superior asks for could not be opened"), _("To open what the superior asks for")),
        "try_channel": Topic(_("A channel could not be tried"), _("To try a channel")),
    }
)
menu.register(
    entries=[Entry("channels", _("Channels"), "g", 75, Right.KEEP_CHANNELS)],
    help_pages={
        "channels": [
            *("channels", "recipient_new", "recipient", "channel_new", "channel", "channel_end", "dispatch_by_hand"),
        ],
    },
)
typed.register(chosen=["leads", "shares", "where"])
