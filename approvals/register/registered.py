"""What is done with the register of documents, its side effects and its pages."""

from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.clock import ZONE
from approvals.models import Document
from approvals.outbox import words as side_effects
from approvals.outbox.words import Topic
from approvals.pages import menu
from approvals.pages.menu import Entry
from approvals.search import registry as search
from approvals.search.registry import Findable, FoundLine
from approvals.trail import words
from approvals.trail.words import Action

from .querysets import visible_documents

words.register(
    actions={
        "reserve": Action(_("Keep a number"), _("%(actor)s kept number %(subject)s in the register")),
        "date_number": Action(_("Date a kept number anew"), _("%(actor)s dated the kept number %(subject)s anew")),
        "enter": Action(_("Enter in the register"), _("%(actor)s entered document %(subject)s in the register")),
        "void_number": Action(_("Void a number"), _("%(actor)s voided number %(subject)s")),
        "recall": Action(_("Recall a document"), _("%(actor)s recalled document %(subject)s")),
        "confirm_deletion": Action(
            _("Confirm a deletion"), _("%(actor)s recorded that the recalled document %(subject)s is deleted")
        ),
    },
    fields={
        "issued_on": _("date"),
        "own_number": _("number given by the office's own system"),
        "recipient": _("recipient"),
        "reference": _("reference"),
        "sha256": _("file (SHA-256)"),
        "evidence": _("evidence"),
        "link": _("link"),
    },
)
side_effects.register(
    {
        "file": Topic(_("A file of a document is missing or was changed on the disk")),
        "outgoing": Topic(_("What was sent is missing in the outgoing folder, or was changed there")),
        "number": Topic(_("A document bears a number that the register does not have: it is not given again")),
    }
)
search.register(
    Findable(
        name=_("Documents"),
        place=30,
        model=Document,
        visible=visible_documents,
        line=lambda document: FoundLine(
            title=f"{document.code}: {document.abstract}",
            address=reverse("document", args=[document.pk]),
            scope=document.scope,
            at=datetime.combine(document.issued_on, time(), ZONE),
            words=f"{document.period} {document.signer}",
        ),
    )
)
menu.register(
    entries=[
        Entry("documents", _("Documents"), "e", 70),
    ],
    help_pages={
        "documents": ["documents", "document", "document_void", "document_recall", "dispatch_deletion"],
    },
)
