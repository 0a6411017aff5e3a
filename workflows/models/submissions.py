from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from units.models import Plan, Unit

from .attached import AttachedFile
from .cases import RoutedCase
from .kinds import ReportKind
from .querysets import SubmissionQuerySet
from .states import RETURN_VALUE, StateField, SubmissionState, transition


class Submission(RoutedCase):
    """A document of the ward that a unit drafts and submits for signing: tờ trình, kế hoạch, công văn, thông báo.

    `abstract` is its abstract (trích yếu). `bases`, `addressed_to` and `recipients` have one a line, `body` one
    paragraph a line. `amount` is in đồng, None where it asks for no money. `plan` is the ward's plan when it was
    drafted: it names the issuer and the signer. `edits` grows with each save and is what a reader has seen; `sent_at`
    is when it was last sent for approval. `outline` is the one of its kind when it was drafted, None where that had
    none: it asks for what `field_values` tell.
    """

    NAMED: ClassVar = ("document_kind", "plan", "ward", "unit")
    PATH: ClassVar = "/submissions/%d/"
    NAME: ClassVar = "submission"
    KEY: ClassVar = "submission-%d"
    TELLS_DRAFTERS: ClassVar = True

    document_kind = models.ForeignKey(ReportKind, models.PROTECT, related_name="submissions", verbose_name=_("kind"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="submissions", verbose_name=_("plan"))
    ward = models.ForeignKey(Unit, models.PROTECT, related_name="submissions_of_ward", verbose_name=_("ward"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions", verbose_name=_("unit"))
    abstract = models.CharField(_("abstract"), max_length=250)
    addressed_to = models.TextField(_("to"), blank=True)
    bases = models.TextField(_("legal bases"), blank=True)
    body = models.TextField(_("text"))
    recipients = models.TextField(_("recipients"), blank=True)
    amount = models.DecimalField(_("amount"), max_digits=15, decimal_places=0, null=True, blank=True)
    outline = models.ForeignKey(
        "OutlineVersion",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="submissions",
        verbose_name=_("outline"),
    )
    edits = models.PositiveIntegerField(default=0)
    state = StateField(
        _("state"), max_length=20, choices=SubmissionState.choices, default=SubmissionState.DRAFT.value, protected=True
    )
    state_since = models.DateTimeField(_("in this state since"))
    process = models.OneToOneField("viewflow.Process", models.PROTECT, related_name="+", editable=False)
    task = models.ForeignKey("viewflow.Task", models.PROTECT, related_name="+", editable=False)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, through="SubmissionAuthor", related_name="+")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drafter")
    )
    drafted_at = models.DateTimeField(_("drafted"))
    sent_at = models.DateTimeField(_("sent for approval"), null=True)
    reason = models.TextField(_("reason it was sent back or refused"), blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    outline_id: int | None
    files_read: list[list[str]] | None = None  # by an action that read them with the fields, in its transaction
    field_values: Any

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-drafted_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=SubmissionState.values), name="submission_state_known"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="submission_amount_not_negative"),
        ]
        indexes = [models.Index(fields=["ward", "state"], name="submission_open")]

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """While it is sent, how its document stands."""
        return self.sending_words or str(SubmissionState(self.state).label)

    def __str__(self) -> str:
        return f"{self.document_kind}: {self.abstract}"

    @property
    def drawn_up_by(self) -> int | None:
        return self.unit_id

    @property
    def scope(self) -> int:
        return self.unit_id

    @property
    def symbol(self) -> str:
        kind = self.document_kind
        return f"{kind.symbol}-{self.unit.code}" if kind.is_letter else kind.symbol

    @property
    def returned_to(self) -> tuple[str, int]:
        return "write_reports", self.unit_id

    @property
    def corrected_in(self) -> Unit:
        return self.unit

    @property
    def addressees(self) -> list[str]:  # type: ignore[override]
        """Whom it addresses; nobody in a plan or an announcement."""
        return self.addressed_to.splitlines()

    @property
    def copied_to(self) -> list[str]:
        return self.recipients.splitlines()

    @property
    def attached(self) -> list[AttachedFile]:
        """In the order in which they were attached, with who did that. One query."""
        return list(self.attachments.select_related("by"))

    @property
    def file_hashes(self) -> list[list[str]]:
        """Name and SHA-256 of each attached file, in that order. One query, none where they came with the fields."""
        if self.files_read is not None:
            return self.files_read
        return [list(file) for file in self.attachments.values_list("name", "sha256")]

    @cached_property
    def fields_told(self) -> list[Any]:
        """What it says in the fields of its outline, in that order. One query, none where it has no outline."""
        return list(self.field_values.select_related("field__section")) if self.outline_id else []

    @property
    def covers(self) -> str:  # type: ignore[override]
        """It covers no period."""
        return ""

    @transition(
        state,
        source=[SubmissionState.DRAFT, SubmissionState.RETURNED],
        target=SubmissionState.AWAITING_APPROVAL,
    )
    def send_for_approval(self) -> None:
        self.sent_by, self.reason = self.mover, ""
        self.sent_at = self.state_since

    @transition(state, source=SubmissionState.AWAITING_APPROVAL, target=SubmissionState.DRAFT)
    def take_back(self) -> None:
        """Its unit corrects it before it is approved."""

    @transition(
        state,
        source=SubmissionState.AWAITING_APPROVAL,
        target=RETURN_VALUE(SubmissionState.AWAITING_APPROVAL, SubmissionState.APPROVED),
    )
    def approve(self) -> str:
        return SubmissionState.APPROVED if self.last_step_decided else SubmissionState.AWAITING_APPROVAL

    @transition(state, source=SubmissionState.AWAITING_APPROVAL, target=SubmissionState.RETURNED)
    def send_back(self) -> None:
        pass

    @transition(
        state,
        source=[SubmissionState.AWAITING_APPROVAL, SubmissionState.RETURNED],
        target=SubmissionState.AWAITING_APPROVAL,
    )
    def retract(self) -> None:
        """Whoever decided last takes their decision back."""
        self.reason = ""

    @transition(state, source=SubmissionState.APPROVED, target=SubmissionState.RETURNED)
    def return_before_issue(self) -> None:
        """The clerk saw a mistake after it was signed."""

    @transition(state, source=SubmissionState.APPROVED, target=SubmissionState.ISSUED)
    def issue(self) -> None:
        pass

    @transition(state, source=SubmissionState.ISSUED, target=SubmissionState.DISPATCHED)
    def send_out(self) -> None:
        pass

    @transition(state, source=[SubmissionState.ISSUED, SubmissionState.DISPATCHED], target=SubmissionState.RECALLED)
    def note_recall(self) -> None:
        """The clerk recalled its document."""

    @transition(state, source=[SubmissionState.DRAFT, SubmissionState.RETURNED], target=SubmissionState.WITHDRAWN)
    def give_up(self) -> None:
        """Its unit gives it up."""


class SubmissionAuthor(models.Model):
    """Who drafted, edited or sent a submission, and so may not approve it."""

    report = models.ForeignKey(Submission, models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="submission_author_once")]

    def __str__(self) -> str:
        return f"{self.report}: {self.person}"
