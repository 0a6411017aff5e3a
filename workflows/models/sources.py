from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import Unit

from .unit_reports import UnitReport


class FigureSource(models.Model):
    """A system of a unit that sends figures for its indicators, in the name of a `person` who writes the reports of the
    unit: what arrives is typed into the draft with the rights that the person has then. `code` names it in addresses,
    as its folder, and in the workbooks that it mails; `senders` are the addresses from which these come. One that was
    stopped stays for the record.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=100)
    code = models.CharField(_("code"), max_length=60, unique=True, editable=False)
    senders = models.JSONField(_("sent from"), default=list)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    at = models.DateTimeField(_("time"))
    stopped_at = models.DateTimeField(_("stopped"), null=True)

    class Meta:
        verbose_name = _("source of figures")
        verbose_name_plural = _("sources of figures")
        ordering = ["unit", "-at", "-pk"]

    def __str__(self) -> str:
        return self.name


class FigureDelivery(models.Model):
    """Figures that a source sent once, and what became of them: all were taken into the draft, or none and why.

    `sha256` is of the content as it came; `mail_sha256` tells one proven mail from another. `sentences` say
    what is wrong, or what stayed as it was.
    """

    class Way(models.TextChoices):
        API = "api", _("API")
        FOLDER = "folder", _("watched folder")
        MAIL = "mail", _("e-mail")

    source = models.ForeignKey(FigureSource, models.CASCADE, db_index=False, related_name="deliveries")
    way = models.CharField(_("way"), max_length=10, choices=Way)
    name = models.CharField(_("file"), max_length=200)
    sender = models.CharField(_("sent by"), max_length=254, blank=True)
    sha256 = models.CharField(max_length=64)
    mail_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    at = models.DateTimeField(_("time"))
    taken = models.BooleanField(_("taken"))
    report = models.ForeignKey(UnitReport, models.CASCADE, null=True, related_name="+", verbose_name=_("unit report"))
    changed = models.PositiveIntegerField(_("changed"), default=0)
    sentences = models.JSONField(default=list)

    class Meta:
        verbose_name = _("delivery of figures")
        verbose_name_plural = _("deliveries of figures")
        ordering = ["source", "-at", "-pk"]
        indexes = [models.Index(fields=["source", "-at"], name="figure_delivery_of_source")]

    def __str__(self) -> str:
        return self.name
