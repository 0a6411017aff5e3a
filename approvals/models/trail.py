from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Subject(models.Model):
    """Whatever has a trail of its own: it carries the head of its chain, so nothing is read back to go on with it."""

    trail_seq = models.PositiveIntegerField(default=0, editable=False)
    trail_head = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        abstract = True


class TrailEvent(models.Model):
    """One line of the trail. Never changed, never deleted: triggers refuse both.

    `subject_name` and the names of people are those of that moment; `hash` is SHA-256 over the event's canonical form
    and `previous`, the hash of the event before it on the same subject (approvals/trail/chain.py).
    """

    subject_kind = models.CharField(_("kind of subject"), max_length=40)
    subject_id = models.BigIntegerField(_("subject"))
    subject_name = models.CharField(_("subject's name"), max_length=300)
    seq = models.PositiveIntegerField(_("place in the chain"))
    scope = models.BigIntegerField(_("unit concerned"))
    at = models.DateTimeField(_("time"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    actor_name = models.CharField(_("person's name"), max_length=200)
    action = models.CharField(_("action"), max_length=40)
    source = models.CharField(_("from"), max_length=40, blank=True)
    target = models.CharField(_("to"), max_length=40, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    changes = models.JSONField(_("changes"), default=dict)
    previous = models.CharField(_("hash before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("trail event")
        verbose_name_plural = _("trail events")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "seq"], name="trail_one_event_a_place"),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="trail_time"),
            models.Index(fields=["scope", "-at", "-id"], name="trail_scope"),
            models.Index(fields=["actor", "-at", "-id"], name="trail_person_time"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_name} #{self.seq} {self.action}"
