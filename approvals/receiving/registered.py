"""What is done with what other organs send, its side effect and its pages."""

from django.utils.translation import gettext_lazy as _

from approvals.channels.kinds import KINDS
from approvals.models import Channel
from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu
from approvals.pages.menu import Entry
from approvals.scopes import Right
from approvals.trail import words
from approvals.trail.words import Action

from . import here

KINDS.add({Channel.Kind.HERE.value: here})
words.register(
    actions={
        "add_sender": Action(_("Set up a sender"), _("%(actor)s set up %(subject)s, which sends documents here")),
        "invite_sender": Action(_("Invite a sender anew"), _("%(actor)s made another one-use code for %(subject)s")),
        "pair_sender": Action(
            _("Pair with a sender"), _("%(actor)s paired this installation with that of %(subject)s")
        ),
        "end_sender": Action(_("End a sender"), _("%(actor)s takes nothing more from %(subject)s")),
        "arrive": Action(_("Document arrives"), _("%(actor)s took in %(subject)s, which arrived")),
        "recall_arrival": Action(_("Document is recalled"), _("%(actor)s noted that its sender recalled %(subject)s")),
        "receive_arrival": Action(_("Receive a document"), _("%(actor)s received %(subject)s")),
        "refuse_arrival": Action(_("Refuse a document"), _("%(actor)s refused %(subject)s")),
    },
    fields={"message_key": _("fingerprint of the key for messages")},
    proper_names=["sender", "arrival"],
)
side_effects.register(
    {
        "arrived": Topic(_("What arrived could not be checked"), _("To check the signatures of what arrived")),
        "brought": Topic(_("The figures of what arrived could not be taken in"), _("To take in figures that arrived")),
    }
)
menu.register(
    entries=[Entry("province", _("The province's desk"), "t", 15, Right.READ_TRAIL, above=True)],
    help_pages={
        "province": [
            *("province", "arrival", "arrival_receive", "arrival_refuse", "sender_new", "sender", "sender_end"),
            *("senders_new", "recipient_pair"),
        ],
    },
)
