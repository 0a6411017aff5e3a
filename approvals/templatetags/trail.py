"""Events of the trail in words: `{{ event|sentence }}`."""

from django import template

from approvals.outbox import words
from approvals.register import timeliness
from approvals.trail import changes, sentences

register = template.Library()
register.filter("sentence", sentences.sentence)
register.filter("differences", changes.differences)
register.filter("action_label", sentences.label)
register.filter("incident_words", words.incident)
register.filter("work_words", words.work)
register.filter("who_is_late", timeliness.of)
