from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.models import Subject
from units.models import Unit

from .querysets import DifficultyQuerySet
from .states import DifficultyState

NAME_LENGTH = 90


class DifficultyKind(Subject):
    """A sort of difficulty, as the ward's administrator words it. A retired one is chosen no more."""

    ward = models.ForeignKey(Unit, models.PROTECT, related_name="difficulty_kinds", verbose_name=_("ward"))
    name = models.CharField(_("name"), max_length=60)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired_at = models.DateTimeField(_("retired at"), null=True)

    class Meta:
        verbose_name = _("kind of difficulty")
        verbose_name_plural = _("kinds of difficulty")
        ordering = ["ward", "order", "id"]
        constraints = [models.UniqueConstraint(fields=["ward", "name"], name="difficulty_kind_once_a_ward")]

    def __str__(self) -> str:
        return self.name


class Difficulty(Subject):
    """Something that hinders a unit, raised at any time and open until the unit closes it.

    `unit` is who raised it; None where the coordinator put several together: those are its `sources`, and stay. A
    source is answered with the whole, and closed or reopened by its own unit; reopened it stands for itself again,
    though `merged_into` still tells of the whole. `to` and `to_unit` say who is to help. `report` is the unit's report
    beside which it was typed. Times are in UTC.
    """

    class To(models.TextChoices):
        UNIT = "unit", _("A unit")
        LEADERS = "leaders", _("The leaders who sign")
        PROVINCE = "province", _("The province")

    ward = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("ward"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="difficulties", verbose_name=_("unit"))
    kind = models.ForeignKey(DifficultyKind, models.PROTECT, related_name="difficulties", verbose_name=_("kind"))
    text = models.TextField(_("difficulty"))
    to = models.CharField(_("to whom"), max_length=10, choices=To)
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("unit addressed"))
    state = models.CharField(_("state"), max_length=12, choices=DifficultyState, default=DifficultyState.OPEN)
    state_since = models.DateTimeField(_("in this state since"))
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="sources")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+")
    raised_at = models.DateTimeField(_("raised"))
    report = models.ForeignKey("workflows.UnitReport", models.PROTECT, null=True, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = DifficultyQuerySet.as_manager()

    class Meta:
        verbose_name = _("difficulty")
        verbose_name_plural = _("difficulties")
        ordering = ["raised_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DifficultyState.values), name="difficulty_state_known"),
            models.CheckConstraint(
                condition=Q(to="unit", to_unit__isnull=False) | (~Q(to="unit") & Q(to_unit=None)),
                name="difficulty_addressed",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="difficulty_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="difficulty_closed_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(merged_into=None), name="difficulty_whole_is_no_source"
            ),
        ]
        indexes = [models.Index(fields=["ward", "state"], name="difficulty_of_ward")]

    def __str__(self) -> str:
        return Truncator(" ".join(self.text.split())).chars(NAME_LENGTH)

    @property
    def says_more(self) -> bool:
        """Whether its name leaves some of the words out."""
        return str(self) != self.text

    @property
    def is_whole(self) -> bool:
        """Whether the coordinator put it together from several."""
        return self.unit_id is None

    @property
    def is_part(self) -> bool:
        """Whether it is handled within a whole at present."""
        return self.merged_into_id is not None and self.state in (
            DifficultyState.CONSOLIDATED,
            DifficultyState.ANSWERED,
        )

    @property
    def to_words(self) -> str:
        """To whom, in words; `to_unit` is read already."""
        return self.to_unit.short_name if self.to_unit else str(self.get_to_display())

    @property
    def unit_words(self) -> str:
        """Who raised it, in words; `unit` is read already."""
        return self.unit.short_name if self.unit else gettext("Several units")

    @property
    def scope(self) -> int:
        """The unit that its trail concerns."""
        return self.unit_id or self.ward_id
