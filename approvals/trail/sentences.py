"""An event of the trail as a sentence: who does what with which subject."""

import re

from django.apps import apps
from django.utils.translation import gettext as _

from approvals.models import TrailEvent
from approvals.text.vietnamese import folded

from .words import ACTIONS, PROPER_NAMES, RECIPIENT, STATES

PLACEHOLDER = re.compile(r"%\(\w+\)s")


def label(action: str) -> str:
    """What an action is called; one that is unknown here by its code."""
    return str(ACTIONS[action].label) if action in ACTIONS else action


def sentence(event: TrailEvent) -> str:
    """The event in words, without its time: "Phó Trưởng Ban ký duyệt báo cáo tháng 10/2026"."""
    action = ACTIONS.get(event.action)
    words = str(action.sentence) if action else _("%(actor)s: %(action)s, %(subject)s")
    subject = event.subject_name if event.subject_kind in PROPER_NAMES else within(event.subject_name)
    told = {"actor": event.actor_name or _("The system"), "subject": subject, "action": event.action}
    if action and action.to_recipient and RECIPIENT in event.changes:
        words, told[RECIPIENT] = str(action.to_recipient), event.changes[RECIPIENT][1]
    text = words % told
    acted_for = event.changes.get("acts_for") if action and action.for_another else None
    return _("%(sentence)s, for %(title)s") % {"sentence": text, "title": acted_for[1]} if acted_for else text


def actions_that_say(word: str) -> list[str]:
    """The actions whose sentence, in the reader's language, holds the word between its names."""
    sought = folded(word)
    texts = {code: PLACEHOLDER.sub(" ", str(action.sentence)) for code, action in ACTIONS.items()}
    return [code for code, text in texts.items() if sought in folded(text)]


def state_label(kind: str, state: str, scope: int) -> str:
    """A state's words, as the subject's room names them in this scope, else its own model; its code where neither does.
    One query at most.
    """
    if not state:
        return ""
    if kind in STATES and (words := STATES[kind](state, scope)):
        return str(words)
    for model in apps.get_models():
        if model._meta.model_name == kind:
            choices = next((field.flatchoices for field in model._meta.fields if field.name == "state"), [])
            return str(dict(choices).get(state, state))
    return state


def within(name: str) -> str:
    """A common name as it stands inside a sentence: "Báo cáo tháng" becomes "báo cáo tháng", "KH-BCĐ" stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
