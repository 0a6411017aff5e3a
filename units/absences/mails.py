"""What a substitute is told: nobody else asks them, and what waits is on their desk from one moment to the next. And
what the absent person is told where the substitute declines.
"""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from approvals.outbox import queue as outbox
from units.models import Absence, Person


def tell_substitute(absence: Absence, *, scope: int) -> None:
    """Tell the substitute for whom they stand in, and until when, in Vietnamese, once this commits; nothing where they
    have no address.
    """
    if not absence.substitute.email:
        return
    with override("vi"):
        subject = _("You stand in for %(person)s, %(term)s") % {"person": absence.person, "term": absence.term}
        waits = (
            _("What waits for %(person)s is on your page “My work” now.")
            if absence.is_running
            else _("What waits for %(person)s will be on your page “My work” from then on.")
        ) % {"person": absence.person}
        address = _("Open it here: %(address)s") % {"address": settings.SITE_URL + "/"}
    text = "\n\n".join([f"{subject}.", waits, address])
    payload = {"to": absence.substitute.email, "subject": f"Trình duyệt: {subject}", "text": text}
    outbox.put("absence", f"absence-{absence.pk}", scope=scope, **payload)


def tell_absent(absence: Absence, person: Person, *, scope: int) -> None:
    """Tell the person who is away that the substitute does not stand in, likewise."""
    if not person.email:
        return
    with override("vi"):
        subject = _("%(substitute)s does not stand in for you") % {"substitute": absence.substitute}
        waits = _("What waits for you waits for you alone again. Report the absence anew with another substitute.")
        address = _("Open it here: %(address)s") % {"address": settings.SITE_URL + "/"}
    text = "\n\n".join([f"{subject}.", waits, address])
    payload = {"to": person.email, "subject": f"Trình duyệt: {subject}", "text": text}
    outbox.put("absence", f"absence-{absence.pk}-declined", scope=scope, **payload)
