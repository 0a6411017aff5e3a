from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from units.models import Plan, Unit
from workflows.models.cases import RoutedCase
from workflows.models.kinds import ReportKind
from workflows.models.querysets import RoutedQuerySet
from workflows.models.states import RETURN_VALUE, SignOff, StateField, transition

DRAFT = "draft"
STATES = [(state, state) for state in (DRAFT, *(value for name, value in vars(SignOff).items() if name.isupper()))]


class ErrandQuerySet(RoutedQuerySet):
    def of_kind(self, kind: ReportKind) -> "ErrandQuerySet":
        return self.filter(document_kind=kind)

    def visible_to(self, person: Any) -> "ErrandQuerySet":
        return self.filter(self._read_by(person))

    def with_names(self) -> "ErrandQuerySet":
        return self.select_related("document_kind", "plan", "ward")


class Errand(RoutedCase):
    """The least that a case with a route can be."""

    NAMED: ClassVar = ("document_kind", "plan", "ward")
    PATH: ClassVar = "/errands/%d/"
    NAME: ClassVar = "errand"
    KEY: ClassVar = "errand-%d"
    addressees: ClassVar = ["Sở Khoa học và Công nghệ"]
    covers: ClassVar = ""
    replaces: ClassVar = None
    replaces_id: ClassVar = None

    document_kind = models.ForeignKey(ReportKind, models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    ward = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    words = models.TextField()
    state = StateField(max_length=20, choices=STATES, default=DRAFT, protected=True)
    state_since = models.DateTimeField()
    process = models.OneToOneField("viewflow.Process", models.PROTECT, related_name="+")
    task = models.ForeignKey("viewflow.Task", models.PROTECT, related_name="+")
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, through="ErrandAuthor", related_name="+")
    reason = models.TextField(blank=True)

    objects = ErrandQuerySet.as_manager()

    def __str__(self) -> str:
        return self.words

    @transition(state, source=[DRAFT, SignOff.RETURNED], target=SignOff.AWAITING_APPROVAL)
    def send_for_approval(self) -> None:
        self.sent_by = self.mover

    @transition(
        state,
        source=SignOff.AWAITING_APPROVAL,
        target=RETURN_VALUE(SignOff.AWAITING_APPROVAL, SignOff.APPROVED),
    )
    def approve(self) -> str:
        return SignOff.APPROVED if self.last_step_decided else SignOff.AWAITING_APPROVAL

    @transition(state, source=SignOff.AWAITING_APPROVAL, target=SignOff.RETURNED)
    def send_back(self) -> None:
        pass

    @transition(state, source=[SignOff.AWAITING_APPROVAL, SignOff.RETURNED], target=SignOff.AWAITING_APPROVAL)
    def retract(self) -> None:
        self.reason = ""

    @transition(state, source=SignOff.APPROVED, target=SignOff.RETURNED)
    def return_before_issue(self) -> None:
        pass

    @transition(state, source=SignOff.APPROVED, target=SignOff.ISSUED)
    def issue(self) -> None:
        pass

    @transition(state, source=SignOff.ISSUED, target=SignOff.DISPATCHED)
    def dispatch(self) -> None:
        pass


class ErrandAuthor(models.Model):
    report = models.ForeignKey(Errand, models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="errand_author_once")]

    def __str__(self) -> str:
        return f"{self.report}: {self.person}"
