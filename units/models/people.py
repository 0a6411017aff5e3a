from datetime import datetime

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.clock import ZONE, now
from approvals.models import Subject

from .authority import FOR_ANOTHER, Authority
from .units import Unit


class Office(models.TextChoices):
    """What a person is in a unit."""

    DRAFTER = "drafter", _("Drafter")
    UNIT_HEAD = "unit_head", _("Head of unit")
    COORDINATOR = "coordinator", _("Coordinator")
    APPROVER = "approver", _("Approver")
    CLERK = "clerk", _("Clerk")
    AUDITOR = "auditor", _("Auditor")
    ADMIN = "admin", _("Administrator")


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser, Subject):
    """Somebody who signs in. Never deleted, only made inactive: the trail speaks of them.

    `groups` runs through Membership, so that guardian and Django see the same offices as we do; whether an office is
    held at this moment only `units.grants` decides. Since `unvouched_since` the password is one that a mailed link let
    somebody choose: before a decision it proves nothing until an administrator has vouched for it. Who
    `runs_installation` may add wards to it, and is changed by others who do alone.
    """

    username = models.CharField(_("user name"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(_("full name"), max_length=150)
    signs_as = models.CharField(_("name under a signature"), max_length=150, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    one_mail_a_day = models.BooleanField(_("notices in one mail a day"), default=False)
    asked_by_phone = models.BooleanField(_("is reminded by Zalo or SMS too"), default=False)
    unvouched_since = models.DateTimeField(_("password chosen by a mailed link"), null=True, editable=False)
    runs_installation = models.BooleanField(_("runs this installation"), default=False, editable=False)
    date_joined = models.DateTimeField(_("added"), auto_now_add=True)
    groups = models.ManyToManyField(Group, through="Membership", related_name="user_set", related_query_name="user")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    @property
    def printed_name(self) -> str:
        """The name printed under a signature, and looked for in certificates."""
        return self.signs_as or self.name

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Whether a grant says so; without an object never (`units.backends`)."""
        if obj is None:
            return False
        return any(backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm"))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def at(self, instant: datetime) -> "MembershipQuerySet":
        """Held at `instant`: from its start, until just before its end."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=instant), starts_at__lte=instant)

    def unended(self) -> "MembershipQuerySet":
        """Held now, or still to come."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now()))

    def own(self) -> "MembershipQuerySet":
        """Held for nobody else: neither by delegation nor in the place of somebody absent."""
        return self.filter(delegation=None, substitution=None)

    def within(self, starts_at: datetime, ends_at: datetime) -> "MembershipQuerySet":
        """Held at any moment of this term."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=starts_at), starts_at__lt=ends_at)


class Membership(models.Model):
    """A person holds an office in a unit, from a moment until just before another.

    Who signs does so under an authority: `title` is that of the office held, `acts_for` the title of whom they sign
    for, `post` what they are beside it in the organ; `through` the title of the head of unit who signs by order and
    for whom a deputy does (TL., KT.). One held by delegation ends with its term (NĐ 30/2020, Điều 13).
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    office = models.CharField(_("office"), max_length=20, choices=Office)
    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships", editable=False)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    authority = models.CharField(_("signs"), max_length=10, choices=Authority, blank=True)
    title = models.CharField(_("title"), max_length=150, blank=True)
    acts_for = models.CharField(_("signs for"), max_length=150, blank=True)
    through = models.CharField(_("deputises for"), max_length=150, blank=True)
    post = models.CharField(_("post in the organ"), max_length=150, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["unit", "office", "starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="membership_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "office"], condition=Q(ends_at=None), name="membership_open_once"
            ),
            models.CheckConstraint(condition=Q(authority="") | ~Q(title=""), name="membership_signs_with_a_title"),
            models.CheckConstraint(
                condition=Q(Q(authority__in=FOR_ANOTHER), ~Q(acts_for=""))
                | Q(~Q(authority__in=FOR_ANOTHER), acts_for=""),
                name="membership_says_for_whom",
            ),
            models.CheckConstraint(
                condition=Q(through="") | Q(authority=Authority.BY_ORDER), name="membership_deputises_by_order"
            ),
            models.CheckConstraint(
                condition=~Q(authority=Authority.DELEGATED) | Q(ends_at__isnull=False),
                name="membership_delegated_for_a_term",
            ),
        ]
        indexes = [models.Index(fields=["group", "person"], name="membership_group")]

    def __str__(self) -> str:
        return f"{self.office_label}, {self.unit.short_name}"

    @property
    def office_label(self) -> str:
        """As `get_office_display`, which flattens the choices anew for each of a page's hundreds of rows."""
        return str(Office(self.office).label)

    @property
    def term(self) -> str:
        """From when until when the office is held, in words; days and times of Vietnam."""
        start = f"{self.starts_at.astimezone(ZONE):%d/%m/%Y}"
        if self.ends_at is None:
            return gettext("from %(start)s") % {"start": start}
        end = f"{self.ends_at.astimezone(ZONE):%d/%m/%Y %H:%M}"
        return gettext("from %(start)s until %(end)s") % {"start": start, "end": end}
