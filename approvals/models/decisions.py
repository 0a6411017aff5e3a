from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.Model):
    """What somebody decided on a subject, why, and what they saw when they did.

    `seen` of an approval, an opinion, an examination or a return by an approver is the SHA-256 of the very PDF that was
    shown to them (`Rendition.sha256`); where a unit's report is accepted it is the number of its version, and where the
    province refuses a report the digest of its content. `authority` is under which they decided, as documents print it
    ("KT. TRƯỞNG BAN CHỈ ĐẠO – PHÓ TRƯỞNG BAN CHỈ ĐẠO"); blank where their office says nothing of it. One that was taken
    back at `retracted_at` stays for the record and counts no more.
    """

    class Verdict(models.TextChoices):
        ACCEPT = "accept", _("Accepted")
        RETURN = "return", _("Returned")
        APPROVE = "approve", _("Approved")
        REFUSE = "refuse", _("Refused")
        AGREE = "agree", _("Agrees")
        AGREE_IF = "agree_if", _("Agrees, with remarks")
        DISAGREE = "disagree", _("Disagrees")
        IN_ORDER = "in_order", _("In order")
        IN_FAVOUR = "in_favour", _("In favour")
        AGAINST = "against", _("Against")
        OTHERWISE = "otherwise", _("Another opinion")

    OPINIONS: ClassVar = (Verdict.AGREE, Verdict.AGREE_IF, Verdict.DISAGREE)
    BALLOTS: ClassVar = (Verdict.IN_FAVOUR, Verdict.AGAINST, Verdict.OTHERWISE)
    SAID: ClassVar = (*OPINIONS, *BALLOTS)  # none of them decides

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    scope = models.BigIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    step = models.BigIntegerField(null=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="decisions")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    seen = models.CharField(max_length=64)
    authority = models.CharField(max_length=320, blank=True)
    retracted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="decision_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.verdict}"


class Sighting(models.Model):
    """That a rendering (`sha256` of its PDF) was shown to somebody who is asked to decide on it; `at` is the last time.

    It notes reading, changes nothing of the subject, and so writes no trail event. What is shown next is compared with
    it: "what changed since you last looked".
    """

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    scope = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "person", "sha256"], name="sighting_one_a_rendering"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.sha256}"
