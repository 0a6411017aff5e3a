from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from approvals.models import Subject
from units.hours import Term


class Unit(Subject):
    """A ward (the root of a tree) or an office, centre, front or group below it.

    Object permissions stand here alone; those of the ward's coordinators, approvers, clerks, auditors and admins on
    the ward itself. `hours` are a ward's own working hours, blank where they are the usual ones, `hours_by_date` others
    for terms of days, in order (units/hours.py); both on the ward's row, which whoever counts hours has read already.
    One that was `merged_into` another is retired; who holds an office there goes on with what it left. One that was
    `split_from` another was made of a part of it. One that `delivers` stands for a ward below a province: its reports
    come as the ward's issued documents, and it reports every indicator of the province's plan; a root that `has_wards`
    is the province above them.
    """

    ward = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("ward")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("belongs to")
    )
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    duty = models.CharField(_("duty"), max_length=200, blank=True)
    reports = models.BooleanField(_("reports"), default=True)
    delivers = models.BooleanField(_("stands for a ward whose documents arrive"), default=False, editable=False)
    has_wards = models.BooleanField(_("stands above wards"), default=False, editable=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    split_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="split_into", verbose_name=_("split from")
    )
    hours = models.CharField(_("working hours"), max_length=40, blank=True)
    hours_by_date = models.JSONField(_("working hours by date"), default=list, blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["ward_id", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["ward", "code"], name="unit_code_once_a_ward"),
            models.UniqueConstraint(fields=["code"], condition=Q(ward=None), name="ward_code_once"),
            models.CheckConstraint(
                condition=Q(ward=None, parent=None) | Q(ward__isnull=False, parent__isnull=False),
                name="unit_stands_below_its_ward",
            ),
        ]
        permissions = [
            ("view_reports", _("reads reports")),
            ("write_reports", _("writes reports")),
            ("submit_reports", _("submits reports")),
            ("review_reports", _("reviews and consolidates reports")),
            ("approve_reports", _("approves reports")),
            ("issue_reports", _("issues and dispatches reports")),
            ("view_documents", _("reads issued documents")),
            ("view_trail", _("reads the trail")),
            ("administer", _("administers people, units and routes")),
            ("raise_difficulties", _("raises difficulties")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> list[Term]:
        """The days on which it has other working hours, in order."""
        return [Term.of(plain) for plain in self.hours_by_date]

    @property
    def root_id(self) -> int:
        """The id of the ward: its own for a ward."""
        return self.ward_id or self.pk


class UnitUserPermission(UserObjectPermissionBase):
    """guardian's table for rights of single people: kept empty, rights are granted to groups alone."""

    content_object = models.ForeignKey(Unit, models.CASCADE)


class UnitGroupPermission(GroupObjectPermissionBase):
    """guardian's table: what the holders of an office in a unit may do on a unit."""

    content_object = models.ForeignKey(Unit, models.CASCADE, related_name="grants")
