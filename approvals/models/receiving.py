from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .trail import Subject


class Sender(Subject):
    """Another organ whose documents a scope receives, in another installation or in this one.

    It is paired by a one-use code, of which `code` is the SHA-256, until `code_until`; from then on `certificate` (PEM)
    is the one of its messages, and `token` the SHA-256 of what it shows at each call. `due_day` is the day of the month
    in Vietnam before which its report on the month before has to arrive. `member` is the scope that stands for it in
    the receiving tree, whose reports its documents bring; None where they are kept alone. `origin` is its own scope
    where it works in this installation: then nothing goes over a network.
    """

    scope = models.BigIntegerField()
    name = models.CharField(_("name"), max_length=300)
    organ_id = models.CharField(_("organ identifier"), max_length=35)
    due_day = models.PositiveSmallIntegerField(_("reports arrive before day"), default=10)
    member = models.BigIntegerField(null=True)
    origin = models.BigIntegerField(null=True)
    certificate = models.TextField(blank=True)
    code = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    token = models.CharField(max_length=64, blank=True)
    paired_at = models.DateTimeField(_("paired"), null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sender")
        verbose_name_plural = _("senders")
        ordering = ["scope", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "organ_id"], condition=Q(ended_at=None), name="sender_once_a_scope"
            ),
            models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="sender_token_once"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at=None, member__isnull=False), name="sender_once_a_member"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MessageKey(models.Model):
    """The key by which a scope signs what it tells senders: `sealed` is encrypted (approvals.channels.secrets)."""

    scope = models.BigIntegerField(unique=True)
    organ_id = models.CharField(_("organ identifier"), max_length=35)
    certificate = models.TextField()
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("key for messages")
        verbose_name_plural = _("keys for messages")

    def __str__(self) -> str:
        return self.organ_id


class Arrival(Subject):
    """A document that another organ has sent, and what was answered.

    `identity` is the sender's: what comes twice is one. `replaces` is the one in whose place the sender sent it, and
    `in_place_of` the identities by which it named it: a message may overtake the one that it replaces.
    `files` are name, SHA-256 and kind of each, the document first. `verdict` and `checks` are what the check of its
    signatures found on arrival: name, result, found, of. `faults` are why it cannot be received as it is, a sentence
    each, where whoever reads its figures found some.
    """

    class State(models.TextChoices):
        ARRIVED = "arrived", pgettext_lazy("arrival", "Arrived")
        RECEIVED = "received", pgettext_lazy("dispatch", "Received")
        REFUSED = "refused", pgettext_lazy("dispatch", "Refused")

    sender = models.ForeignKey(Sender, models.PROTECT, related_name="arrivals")
    scope = models.BigIntegerField()
    identity = models.CharField(max_length=100)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replacements")
    in_place_of = models.JSONField(default=list)
    code = models.CharField(_("number"), max_length=60)
    issued_on = models.DateField(_("date"))
    abstract = models.CharField(_("abstract"), max_length=500)
    period = models.CharField(_("period"), max_length=200, blank=True)
    signer = models.CharField(_("signer"), max_length=200, blank=True)
    files = models.JSONField(default=list)
    arrived_at = models.DateTimeField(_("arrived"))
    verdict = models.CharField(max_length=10, blank=True)
    checks = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ARRIVED)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reference = models.CharField(_("number in the register of documents received"), max_length=100, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    recalled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("document received")
        verbose_name_plural = _("documents received")
        ordering = ["-arrived_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sender", "identity"], name="arrival_once"),
            models.CheckConstraint(
                condition=Q(state="arrived", decided_at=None) | Q(~Q(state="arrived"), decided_at__isnull=False),
                name="arrival_decided_when",
            ),
        ]
        indexes = [models.Index(fields=["scope", "-arrived_at"], name="arrival_of_scope")]

    def __str__(self) -> str:
        return f"{self.code}, {self.sender.name}"


class ArrivalStatus(models.Model):
    """A status of edXML about a received document, kept until its sender has confirmed that it got it."""

    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="statuses")
    token = models.UUIDField(unique=True)
    code = models.CharField(max_length=2)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("status for a sender")
        verbose_name_plural = _("statuses for senders")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.arrival}: {self.code}"


class ReportRequest(models.Model):
    """A report that a scope asks a sender for. `identity` names what is asked, the same for everybody who is asked, and
    `token` the message to this one, kept until it has confirmed that it got it. `due_at` is the first instant too late.
    `outline` is a file of the app above, which says what is asked beside the words; blank where that is nothing. A
    `change` is a message of its own, under another token, with its `reason`.
    """

    class Change(models.TextChoices):
        NONE = "", _("Asked for")
        MOVED = "moved", _("Due on another day")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")

    sender = models.ForeignKey(Sender, models.PROTECT, related_name="requests")
    identity = models.UUIDField()
    token = models.UUIDField(unique=True)
    title = models.CharField(_("title"), max_length=150)
    brief = models.TextField(_("what is asked"))
    on_plan = models.BooleanField(_("with the plan's indicators"), default=False)
    outline = models.TextField(_("outline"), blank=True, default="")
    due_at = models.DateTimeField(_("due"))
    change = models.CharField(max_length=10, choices=Change, blank=True, default=Change.NONE)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("request for a report")
        verbose_name_plural = _("requests for reports")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["sender", "identity"], name="request_once_a_sender")]

    def __str__(self) -> str:
        return f"{self.title}, {self.sender}"
