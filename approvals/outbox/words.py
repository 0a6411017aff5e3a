"""What a side effect is to do, and what failed, in plain words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

INCIDENTS: dict[str, str | Promise] = {
    "account": gettext_lazy("A mail about an account could not be sent"),
    "mail": gettext_lazy("A mail could not be sent"),
    "letter": gettext_lazy("A mail could not be sent"),
    "render": gettext_lazy("The PDF of a report could not be made"),
    "dispatch": gettext_lazy("A document could not be written out for the province"),
    "recall": gettext_lazy("The recall of a document could not be written out"),
    "recalled": gettext_lazy("A report whose document is recalled could not be opened again"),
    "next_version": gettext_lazy("The version that replaces a refused or recalled report could not be opened"),
    "sign": gettext_lazy("A document could not be signed"),
    "issue": gettext_lazy("A document could not be issued"),
    "office_ended": gettext_lazy("It could not be looked whether reports wait for nobody since an office ended"),
    "office_started": gettext_lazy(
        "It could not be looked whether reports still wait for nobody since an office began"
    ),
    "stranded": gettext_lazy("A report waits for nobody"),
    "scan": gettext_lazy("A file could not be scanned for malware, and is handed to nobody until it is"),
    "bytes": gettext_lazy("A file of evidence is missing or damaged"),
    "file": gettext_lazy("A file of a document is missing or was changed on the disk"),
    "outgoing": gettext_lazy("What was sent is missing in the outgoing folder, or was changed there"),
    "number": gettext_lazy("A document bears a number that the register does not have: it is not given again"),
}


WORK: dict[str, str | Promise] = {
    "mail": gettext_lazy("To send a mail"),
    "letter": gettext_lazy("To send a mail"),
    "render": gettext_lazy("To make the PDF of a report"),
    "dispatch": gettext_lazy("To write out a document for the province"),
    "recall": gettext_lazy("To write out a recall"),
    "recalled": gettext_lazy("To open a recalled report again"),
    "next_version": gettext_lazy("To open the version that replaces a report"),
    "sign": gettext_lazy("To sign a document"),
    "issue": gettext_lazy("To issue a document"),
    "scan": gettext_lazy("To scan a file for malware"),
    "bytes": gettext_lazy("To find a file of evidence"),
}


def work(topic: str) -> str:
    """What a side effect is to do, in plain words."""
    return str(WORK.get(topic, topic))


def incident(topic: str) -> str:
    """What failed, in plain words."""
    return str(INCIDENTS.get(topic, topic))
