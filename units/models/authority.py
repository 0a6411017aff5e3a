from django.db import models
from django.utils.translation import gettext_lazy as _

from .units import Unit


class Authority(models.TextChoices):
    """Under which authority a person signs (NĐ 30/2020, Điều 13 and Phụ lục I, II.7)."""

    HEAD = "head", _("Head")
    DEPUTY = "deputy", _("Deputy, signs for the head (KT.)")
    ACTING = "acting", _("Acting head (Q.)")
    BY_ORDER = "by_order", _("By order of the head (TL.)")
    DELEGATED = "delegated", _("By delegation of the head (TUQ.)")


PREFIXES = {
    Authority.HEAD.value: "",
    Authority.DEPUTY.value: "KT.",
    Authority.ACTING.value: "Q.",
    Authority.BY_ORDER.value: "TL.",
    Authority.DELEGATED.value: "TUQ.",
}
STANDING = (Authority.HEAD, Authority.DEPUTY, Authority.ACTING, Authority.BY_ORDER)
# What who signs under an authority may give to another by a written act: the head alone orders and delegates, to heads
# of units (Điều 13.3 and 13.4); who signs by order may have a deputy of their unit sign (Điều 13.4).
GIVES = {
    Authority.HEAD.value: (Authority.DELEGATED, Authority.BY_ORDER),
    Authority.ACTING.value: (Authority.DELEGATED, Authority.BY_ORDER),
    Authority.BY_ORDER.value: (Authority.DEPUTY,),
}
FOR_ANOTHER = (Authority.DEPUTY, Authority.BY_ORDER, Authority.DELEGATED)


class Delegation(models.Model):
    """By which written act an office is exercised for another (NĐ 30/2020, Điều 13).

    The delegate holds a membership of their own in the office's unit, which carries the rights and the term. It is the
    source of another delegation only where a deputy signs for who signs by order. At the steps of routes it counts for
    every case, or for those of its `scopes` alone.
    """

    membership = models.OneToOneField("Membership", models.PROTECT, related_name="delegation")
    source = models.ForeignKey("Membership", models.PROTECT, related_name="delegations", verbose_name=_("for"))
    document = models.CharField(_("written act"), max_length=60)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(condition=~models.Q(membership=models.F("source")), name="delegation_to_another"),
            models.CheckConstraint(condition=~models.Q(document=""), name="delegation_in_writing"),
        ]

    def __str__(self) -> str:
        return f"{self.membership.person}: {self.document}"


class DelegationScope(models.Model):
    """Of a delegation that does not count for every case: one of those for which it does, of this `kind` (the code of a
    kind of report or document; blank: of any), drawn up by this `unit` (None: by any, or by none alone).
    """

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="scopes")
    kind = models.CharField(_("kind of document"), max_length=30, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("drawn up by")
    )

    class Meta:
        verbose_name = _("scope of a delegation")
        verbose_name_plural = _("scopes of delegations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["delegation", "kind", "unit"], name="delegation_scope_once"),
            models.UniqueConstraint(
                fields=["delegation", "kind"], condition=models.Q(unit=None), name="delegation_scope_once_of_any_unit"
            ),
            models.CheckConstraint(condition=~models.Q(kind="", unit=None), name="delegation_scope_says_something"),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.kind, self.unit.short_name if self.unit else ""]))
