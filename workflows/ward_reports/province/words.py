"""What pages call the superior of a report: the province; of a province's own report whom its plan names."""

from typing import Any

from django.utils.translation import gettext as _

from workflows.cases.labels import ACTIONS
from workflows.models.states import ward_states


def sends_to(report: Any) -> str:
    """The button that sends it."""
    if report.ward.has_wards:
        return _("Send to %(recipient)s") % {"recipient": report.plan.province_recipient}
    return str(ACTIONS["dispatch"])


def sending(report: Any) -> str:
    """What the button does."""
    if report.ward.has_wards:
        return _("The numbered document goes out to %(recipient)s.") % {"recipient": report.plan.province_recipient}
    return _("The numbered document goes out to the province.")


def answers(report: Any) -> dict[str, str]:
    """The words of the page on which the answer is recorded, by what they are for."""
    if report.ward.has_wards:
        return {
            "title": _("The superior's answer"),
            "received": _("The superior received it"),
            "refused": _("The superior refused it"),
            "reference": _("The number under which the superior entered it, or that of its letter."),
            "reason": _("Needed where the superior refused it."),
            "missing": _("Write why the superior refused it."),
            "done": _("The superior received the report. Nothing more is to be done."),
        }
    return {
        "title": _("The province's answer"),
        "received": _("The province received it"),
        "refused": _("The province refused it"),
        "reference": _("The number under which the province entered it, or that of its letter."),
        "reason": _("Needed where the province refused it."),
        "missing": _("Write why the province refused it."),
        "done": _("The province received the report. Nothing more is to be done."),
    }


def refused(report: Any) -> str:
    """What a version that replaces the refused one tells its approvers."""
    words = {"reason": report.reason}
    if report.ward.has_wards:
        return _("It replaces the version that the superior refused: %(reason)s") % words
    return _("It replaces the version that the province refused: %(reason)s") % words


def answered(report: Any) -> str:
    """What was answered (`report.answered`), in the words of its state; blank where nothing was."""
    return str(ward_states(above=report.ward.has_wards)[report.answered["answer"]]) if report.answered else ""
