from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models import Plan, Unit

from .cases import RoutedCase
from .kinds import ReportingPeriod, ReportKind
from .querysets import WardReportQuerySet
from .states import ABOVE, RETURN_VALUE, StateField, WardState, transition


class WardReport(RoutedCase):
    """What the ward reports to the province in a period; a refused one is replaced by a new version.

    `consolidated_at` is set while it holds the figures of its unit reports, `taken_in` names the version of each unit
    report that it was made from, and who accepted it (figures/origins/sources.py). `drafted` holds the parts as they
    were last drafted, `looked_at` the sentences with figures as somebody last read them (pure/wording/references.py).

    `last_known` holds what was last accepted of the assignments of which its period tells nothing
    (figures/last_known.py); None where it was consolidated before that was kept. `overrides` holds the figures that
    were adjusted by hand and wait for the next consolidation (figures/overrides.py).

    `restatements` holds what it tells of earlier periods' figures that units have corrected since
    (figures/restated.py), and `restated_since` is when another was accepted that its figures do not count yet.
    """

    NAMED: ClassVar = ("period", "ward")
    PATH: ClassVar = "/reports/ward/%d/"
    NAME: ClassVar = "ward_report"
    KEY: ClassVar = "%d"

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="ward_reports", verbose_name=_("period"))
    ward = models.ForeignKey(Unit, models.PROTECT, related_name="ward_reports", verbose_name=_("ward"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    state = StateField(
        _("state"), max_length=20, choices=WardState.choices, default=WardState.CONSOLIDATING.value, protected=True
    )
    state_since = models.DateTimeField(_("in this state since"))
    process = models.OneToOneField("viewflow.Process", models.PROTECT, related_name="+", editable=False)
    task = models.ForeignKey("viewflow.Task", models.PROTECT, related_name="+", editable=False)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, through="WardReportAuthor", related_name="+")
    consolidated_at = models.DateTimeField(null=True)
    edits = models.PositiveIntegerField(default=0)
    reason = models.TextField(_("reason it was sent back or refused"), blank=True)
    leadership = models.TextField(_("leadership and direction"), blank=True)
    results = models.TextField(_("results"), blank=True)
    assessment = models.TextField(_("assessment"), blank=True)
    difficulties = models.TextField(_("difficulties"), blank=True)
    proposals = models.TextField(_("proposals"), blank=True)
    directions = models.TextField(_("directions"), blank=True)
    taken_in = models.JSONField(default=dict)
    drafted = models.JSONField(default=dict)
    looked_at = models.JSONField(default=dict)
    last_known = models.JSONField(null=True)
    overrides = models.JSONField(default=dict)
    restatements = models.JSONField(default=list)
    restated_since = models.DateTimeField(null=True)

    objects = WardReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("ward report")
        verbose_name_plural = _("ward reports")
        ordering = ["period", "version"]
        constraints = [
            models.UniqueConstraint(fields=["period", "version"], name="ward_report_version_once"),
            models.CheckConstraint(condition=Q(state__in=WardState.values), name="ward_report_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["ward", "state"],
                name="ward_report_open",
                condition=~Q(state__in=["received", "refused", "recalled", "cancelled"]),
            ),
        ]

    @property
    def document_kind(self) -> ReportKind:  # type: ignore[override]
        return self.period.kind

    @property
    def document_kind_id(self) -> int:  # type: ignore[override]
        return self.period.kind_id

    @property
    def plan(self) -> Plan:  # type: ignore[override]
        return self.period.plan

    @property
    def addressees(self) -> list[str]:  # type: ignore[override]
        return [self.plan.province_recipient]

    @property
    def copied_to(self) -> list[str]:
        return [name for name in self.plan.recipients if not name.startswith(("Lưu", "Như trên"))]

    @property
    def covers(self) -> str:  # type: ignore[override]
        return self.period.covered

    @property
    def ends_at(self) -> datetime | None:
        return self.period.ward_due_at

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """While it is sent, how its document stands."""
        above = self.state in ABOVE and self.ward.has_wards
        return self.sending_words or str(ABOVE[self.state] if above else WardState(self.state).label)

    def __str__(self) -> str:
        return str(self.period) if self.version == 1 else f"{self.period}, bản {self.version}"

    @transition(
        state,
        source=[WardState.CONSOLIDATING, WardState.AWAITING_APPROVAL, WardState.RETURNED],
        target=WardState.CONSOLIDATING,
    )
    def reopen(self) -> None:
        self.consolidated_at = None
        self.forget_sending()

    @transition(
        state,
        source=[WardState.CONSOLIDATING, WardState.AWAITING_APPROVAL, WardState.RETURNED],
        target=WardState.CONSOLIDATING,
    )
    def refresh_figures(self) -> None:
        self.forget_sending()

    @transition(state, source=WardState.RETURNED, target=WardState.CONSOLIDATING)
    def rework(self) -> None:
        """It was sent back, and is corrected with its figures as they are."""
        self.forget_sending()

    @transition(state, source=[WardState.AWAITING_APPROVAL, WardState.RETURNED], target=WardState.CONSOLIDATING)
    def call_back(self) -> None:
        """A unit's report was returned after it was taken in."""
        self.forget_sending()

    @transition(state, source=WardState.CONSOLIDATING, target=WardState.CANCELLED)
    def cancel_period(self) -> None:
        """Its period was opened by mistake."""

    @transition(state, source=WardState.CONSOLIDATING, target=WardState.AWAITING_APPROVAL)
    def send_for_approval(self) -> None:
        self.sent_by, self.reason = self.mover, ""

    @transition(
        state,
        source=WardState.AWAITING_APPROVAL,
        target=RETURN_VALUE(WardState.AWAITING_APPROVAL, WardState.APPROVED),
    )
    def approve(self) -> str:
        return WardState.APPROVED if self.last_step_decided else WardState.AWAITING_APPROVAL

    @transition(state, source=WardState.AWAITING_APPROVAL, target=WardState.RETURNED)
    def send_back(self) -> None:
        pass

    @transition(state, source=[WardState.AWAITING_APPROVAL, WardState.RETURNED], target=WardState.AWAITING_APPROVAL)
    def retract(self) -> None:
        """Whoever decided last takes their decision back."""
        self.reason = ""

    @transition(state, source=WardState.APPROVED, target=WardState.RETURNED)
    def return_before_issue(self) -> None:
        """The clerk saw a mistake after it was signed."""

    @transition(state, source=WardState.APPROVED, target=WardState.ISSUED)
    def issue(self) -> None:
        pass

    @transition(state, source=WardState.ISSUED, target=WardState.DISPATCHED)
    def dispatch(self) -> None:
        pass

    @transition(state, source=WardState.DISPATCHED, target=WardState.RECEIVED)
    def record_receipt(self) -> None:
        pass

    @transition(state, source=WardState.DISPATCHED, target=WardState.REFUSED)
    def record_refusal(self) -> None:
        pass

    @transition(state, source=[WardState.ISSUED, WardState.DISPATCHED, WardState.RECEIVED], target=WardState.RECALLED)
    def record_recall(self) -> None:
        """The clerk recalled its document."""


class WardReportAuthor(models.Model):
    """Who consolidated, edited or sent a report, and so may not approve it."""

    report = models.ForeignKey(WardReport, models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="ward_report_author_once")]

    def __str__(self) -> str:
        return f"{self.report}: {self.person}"
