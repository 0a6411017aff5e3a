from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from approvals.clock import now
from approvals.models import Dispatch, Subject
from approvals.text.vietnamese import in_order_of_people
from units import grants
from units.models import Membership, Person, Plan, Unit

from .attached import AttachedFile
from .co_drafters import CoDrafter
from .kinds import ReportKind
from .routes import BEFORE, CaseStep, CaseStepQuerySet, Step
from .states import SignOff, Stateful


class Case(Stateful, Subject):
    """Whatever moves through states and is decided on: the contract of every type of case, each with its own table.

    A type adds `state` with its transitions, and `authors`, the people who may not decide it, by a table of their own.
    `NAMED` are the relations that its name and sentences read: they come along when its row is locked. `PATH` is the
    address of its page, written out since each move mails it and reversing costs a twentieth of a move; `NAME` what
    rows of the outbox and the names of its pages call it; `reason` why it was last sent back, `mover` who takes the
    present step (cases/moves.py), None where the system does.
    """

    NAMED: ClassVar[tuple[str, ...]] = ("ward",)
    PATH: ClassVar[str]
    NAME: ClassVar[str]

    ward: Any
    ward_id: int
    state: Any
    state_since: Any
    process_id: int
    task_id: int
    authors: Any
    reason: Any
    mover: Person | None
    get_state_display: Callable[[], str]
    stranded: bool = False  # whether it waits for nobody, where the row came with it (cases/standing.py)

    class Meta:
        abstract = True

    @property
    def scope(self) -> int:
        """The unit that its trail concerns."""
        return self.ward_id

    @property
    def kind(self) -> str:
        """Its type in the trail, and wherever a row names a case by kind and id."""
        return self._meta.model_name or ""

    @property
    def kind_code(self) -> str:
        """The code of its kind, as the scope of a delegation names it; blank for a type that has none."""
        return ""

    @property
    def drawn_up_by(self) -> int | None:
        """The id of the one unit that drew it up; None for a type that is made of what many say."""
        return None

    @property
    def barred(self) -> QuerySet[Person]:
        """Who may not decide it at this moment: its authors, and whoever stands in or acts for one of them."""
        wrote = self.authors.values("pk")
        return Person.objects.filter(Q(pk__in=wrote) | Q(pk__in=grants.acting_for(wrote)))

    @property
    def co_drafters(self) -> QuerySet[Person]:
        """Who was named to write it too, and holds an office in its ward now. By name."""
        named = CoDrafter.objects.filter(subject_kind=self.kind, subject_id=self.pk)
        held = Membership.objects.at(now()).filter(Q(unit=self.ward_id) | Q(unit__ward=self.ward_id))
        people = Person.objects.filter(is_active=True, pk__in=named.values("person"))
        return people.filter(pk__in=held.values("person")).order_by(*in_order_of_people("name"), "pk")

    @property
    def steps(self) -> CaseStepQuerySet:
        """Its own copy of the steps of its route; none for a type that has no route."""
        return CaseStep.objects.of(self)

    @property
    def way(self) -> list[CaseStep]:
        """The steps in order, as pages show them."""
        return []

    def get_absolute_url(self) -> str:
        return self.PATH % self.pk


def model_of(kind: str) -> type[Case]:
    """The type of the cases that rows name by this kind. Raises LookupError for one that is not installed."""
    found = next(
        (model for model in apps.get_models() if model._meta.model_name == kind and issubclass(model, Case)), None
    )
    if found is None:
        raise LookupError(kind)
    return found


class Urgency(models.IntegerChoices):
    """How fast a document has to go (NĐ 30/2020, Phụ lục I): as many as edXML's priorities (QCVN 102:2016)."""

    NORMAL = 0, _("not urgent")
    URGENT = 1, _("urgent")
    VERY_URGENT = 2, _("very urgent")
    EXPRESS = 3, _("express")


class RoutedCase(Case):
    """A case that is approved along a route, and printed and signed.

    `content` is the digest of what was sent for approval, blank while it is not; `signatory` who is to sign it,
    `signature` under which authority (a units.offices.authority.Capacity), `sent_by` who sent it. `urgency` is as it
    was sent: it is printed, and shortens what its steps allow. Its states are those of `SignOff`, with their
    transitions, and its own. `after_signing`: whether it has steps for what follows the signature. `sending` is how its
    document stands with the recipient that leads (a Dispatch.Standing): blank before it is sent, and of what earlier
    releases sent.

    A type says of what kind it is (`document_kind`, whose route it takes), which `plan` names its issuer and signer,
    to whom it goes back (`returned_to`, a right and the unit on which it is held), to whom its document is sent
    (`addressees`), and what time it covers (`covers`, blank where it covers none). `KEY` is how the keys of rows of the
    outbox name it, `TELLS_DRAFTERS` whether its drafter (`drafted_by`) is notified of each step.
    """

    KEY: ClassVar[str]
    TELLS_DRAFTERS: ClassVar[bool] = False

    document_kind: ReportKind
    document_kind_id: int
    plan: Plan
    addressees: list[str]
    covers: str
    send_for_approval: Any
    approve: Any
    send_back: Any
    retract: Any
    return_before_issue: Any
    issue: Any
    replaces: Any
    replaces_id: int | None

    content = models.CharField(max_length=64, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signatory = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("signer")
    )
    signature = models.JSONField(default=dict)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Urgency, default=Urgency.NORMAL)
    sending = models.CharField(max_length=10, blank=True, editable=False)

    after_signing = models.BooleanField(default=False)

    get_urgency_display: Callable[[], str]
    last_step_decided: bool  # set by workflows.routes.underway.deciding for the transition to read; kept nowhere

    class Meta:
        abstract = True

    @property
    def urgency_words(self) -> str:
        """How urgent it is; blank where it is not."""
        return str(self.get_urgency_display()) if self.urgency else ""

    @property
    def copied_to(self) -> list[str]:
        """Who gets a copy of its document, as its Nơi nhận lists them."""
        return []

    @property
    def sending_words(self) -> str:
        """How its document stands, in the words of the dispatch, while nothing else says so; blank otherwise."""
        is_known = self.state == SignOff.DISPATCHED and self.sending not in ("", Dispatch.Standing.SENT)
        return str(Dispatch.Standing(self.sending).label) if is_known else ""

    def forget_sending(self) -> None:
        """Forget how it was sent for approval."""
        self.content, self.signatory, self.signature, self.urgency = "", None, {}, Urgency.NORMAL
        self.after_signing = False

    @property
    def route_steps(self) -> models.QuerySet[Step]:
        """The steps of the route that cases of its kind take now, in order; not those at what they are made of."""
        steps = Step.objects.filter(route__kind=self.document_kind_id, retired_at=None).exclude(verb__in=BEFORE)
        return steps.order_by("order", "pk")

    @property
    def ends_at(self) -> datetime | None:
        """From when on the case as a whole is late; None for a type that is due by its steps alone."""
        return None

    @property
    def kind_code(self) -> str:
        """The code of its kind of document."""
        return self.document_kind.code

    @property
    def is_practice(self) -> bool:
        """Whether somebody practises with it: it is never numbered or sent."""
        return self.document_kind.practice

    @property
    def symbol(self) -> str:
        """What stands after the number of its document."""
        return self.document_kind.symbol

    @property
    def returned_to(self) -> tuple[str, int]:
        """The right of those who correct it, and the unit on which they hold it."""
        return "review_reports", self.ward_id

    @property
    def corrected_in(self) -> Unit:
        """Their unit."""
        return self.plan.coordinating_unit

    @property
    def payload(self) -> dict[str, Any]:
        """How rows of the outbox name it."""
        return {self.NAME: self.pk}

    @property
    def key(self) -> str:
        """How the keys of these rows name it."""
        return self.KEY % self.pk

    @property
    def attached(self) -> list[AttachedFile]:
        """The files that are decided with it, as pages list them; none for a type that takes none."""
        return []

    @cached_property
    def way(self) -> list[CaseStep]:
        """The steps in order with the names of those who decided them, a line each (`decided_by`). One query, none
        while it is not sent.
        """
        return list(self.steps.with_deciders()) if self.content else []
