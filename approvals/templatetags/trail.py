"""Events of the trail in words: `{{ event|sentence }}`."""

from django import template

from approvals import changes, sentences

register = template.Library()
register.filter("sentence", sentences.sentence)
register.filter("differences", changes.differences)
register.filter("action_label", sentences.label)
register.filter("incident_words", sentences.incident)
register.filter("work_words", sentences.work)
