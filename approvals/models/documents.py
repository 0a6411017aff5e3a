from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.files import store as files

from .trail import Subject


class Rendition(models.Model):
    """A rendering of a subject as a PDF file, kept as DOCUMENTS_DIR/<sha256>.pdf with its pages as PNG, and
    its other forms, beside it.

    `content` is the digest of what was rendered; `final` tells the numbered document from the draft for approval.
    `on_paper`: the document was signed in ink, and this is the scan that the clerk entered as the issued original.
    `beside` has the SHA-256 of each file beside the PDF, by what its name has behind the PDF's: "-1.png", ".docx".
    """

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    scope = models.BigIntegerField()
    content = models.CharField(max_length=64)
    final = models.BooleanField(default=False)
    on_paper = models.BooleanField(default=False, db_default=False)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    beside = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "content", "final"], name="rendition_one_a_content"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def other_forms(self) -> list[str]:
        """The forms that are kept beside the PDF: "docx", "csv", "json"."""
        return files.other_forms(self.sha256)


class NumberSeries(models.Model):
    """The last number given in a register: one row a scope, symbol and year. Its row lock orders the clerks.

    The symbol names kind and issuer ("BC-BCĐ"): each has a series of its own (NĐ 30/2020, Phụ lục I, II.3a).
    """

    scope = models.BigIntegerField()
    symbol = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [
            models.UniqueConstraint(fields=["scope", "symbol", "year"], name="series_one_a_symbol_and_year"),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.year}: {self.last}"


class Standing(models.TextChoices):
    """How a line of the register stands for whoever reads it."""

    IN_FORCE = "in_force", _("In force")
    REPLACED = "replaced", _("Replaced")
    RECALLED = "recalled", _("Recalled")
    RESERVED = "reserved", _("Number kept")
    VOIDED = "voided", _("Number voided")


class Document(Subject):
    """A line of the register (NĐ 30/2020, Điều 15): number, symbol, date, abstract, signer.

    A line is kept for its subject before the document is filled in, and issued with it. `issued_on` is the day in
    Vietnam that the document bears, `issued_by` who keeps or issues it. A voided line never comes again; a recalled
    one is issued still, and its receivers delete it (Điều 18). `reason` is why it was voided or recalled.
    """

    class State(models.TextChoices):
        RESERVED = "reserved", _("Number kept")
        ISSUED = "issued", _("Document issued")
        VOIDED = "voided", _("Number voided")

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    scope = models.BigIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RESERVED)
    number = models.PositiveIntegerField(_("number"))
    symbol = models.CharField(_("symbol"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    issued_on = models.DateField(_("date"))
    abstract = models.CharField(_("abstract"), max_length=500)
    period = models.CharField(_("period"), max_length=200)
    signer = models.CharField(_("signer"), max_length=200)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    voided_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "symbol", "year", "number"], name="document_number_once"),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"], condition=~Q(state="voided"), name="document_once_a_subject"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="document_number_from_one"),
            models.CheckConstraint(
                condition=Q(state="voided", voided_at__isnull=False) | Q(~Q(state="voided"), voided_at=None),
                name="document_voided_when",
            ),
            models.CheckConstraint(
                condition=Q(recalled_at=None) | Q(state="issued"), name="document_recalled_after_issue"
            ),
            models.CheckConstraint(
                condition=Q(voided_at=None, recalled_at=None) | (~Q(reason="") & Q(ended_by__isnull=False)),
                name="document_ended_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The number as it is written: below ten with a leading 0 (NĐ 30/2020, Phụ lục I)."""
        return f"{self.number:02d}/{self.symbol}"

    @property
    def standing(self) -> Standing:
        """Read it on lines whose `replaced_by` is loaded."""
        if self.recalled_at:
            return Standing.RECALLED
        if self.state == self.State.ISSUED:
            replaced = getattr(self, "replaced_by", None)
            return Standing.REPLACED if replaced and replaced.state == self.State.ISSUED else Standing.IN_FORCE
        return Standing(self.state)


class Dispatch(models.Model):
    """A document on its way to a recipient, and the recipient's answer.

    `identity` is the same at each try: by it the receiver knows a document that comes twice; None of what was sent by
    earlier releases. `channel` is what it may have gone by, None before the first try and for the default folder.
    `sent_at` is when the channel said that it has it, `delivered_at` when the recipient's system did; `due_at` is the
    first instant at which the recipient has it late, as it stood when it was asked to be sent, None where nothing was
    due. `files` go with the document: name, SHA-256 and kind of each. The case follows the answer to the one that
    `leads`.
    """

    class Answer(models.TextChoices):
        NONE = "", _("No answer yet")
        RECEIVED = "received", _("Received")
        REFUSED = "refused", _("Refused")

    class Standing(models.TextChoices):
        QUEUED = "queued", _("Waiting to be sent")
        SENT = "sent", pgettext_lazy("dispatch", "Sent")
        DELIVERED = "delivered", _("Delivered")
        RECEIVED = "received", pgettext_lazy("dispatch", "Received")
        REFUSED = "refused", pgettext_lazy("dispatch", "Refused")

    document = models.ForeignKey(Document, models.PROTECT, related_name="dispatches")
    recipient = models.CharField(_("recipient"), max_length=300)
    addressee = models.ForeignKey("Recipient", models.PROTECT, null=True, related_name="dispatches")
    channel = models.ForeignKey("Channel", models.PROTECT, null=True, related_name="+")
    identity = models.UUIDField(null=True, unique=True, editable=False)
    leads = models.BooleanField(default=True)
    files = models.JSONField(default=list)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)  # from then on it may have gone
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True)
    answer_reference = models.CharField(max_length=100, blank=True)
    answer_reason = models.TextField(blank=True)
    deleted_at = models.DateTimeField(null=True)  # when it was recorded that the recalled document is deleted there
    deletion_reference = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        ordering = ["-requested_at", "pk"]

    def __str__(self) -> str:
        return f"{self.document} → {self.recipient}"

    @property
    def standing(self) -> Standing:
        if self.answer:
            return self.Standing(self.answer)
        if self.delivered_at:
            return self.Standing.DELIVERED
        return self.Standing.SENT if self.sent_at else self.Standing.QUEUED
