from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .documents import Dispatch
from .trail import Subject


class Recipient(Subject):
    """Whom documents of a scope go to, as they name it under Kính gửi or Nơi nhận.

    `key` is the name as it is compared (`approvals.channels.names.key_of`). `organ_id` is its mã định danh (QĐ 20/2020,
    Điều 4), blank where nobody knows it. `leads`: a case follows what this recipient answers, whatever the others do.
    `shares` is what a report brings it beside the document. `where` is where it lies, as seen from the scope: blank
    where nobody has said and its identifier does not tell (`approvals.channels.names.where_of`).
    """

    class Where(models.TextChoices):
        WARD = "ward", _("Within the ward")
        PROVINCE = "province", _("Within the province")
        OUTSIDE = "outside", _("Outside the province")

    class Shares(models.TextChoices):
        DOCUMENT = "", _("The document alone")
        FIGURES = "figures", _("The document and its figures")
        MAKINGS = "makings", _("The document, its figures, and what each unit reported")
        PACKAGES = "packages", _("The document and packages of QCVN 125:2021/BTTTT")

    scope = models.BigIntegerField()
    name = models.CharField(_("name"), max_length=300)
    key = models.CharField(max_length=300, editable=False)
    organ_id = models.CharField(_("organ identifier"), max_length=35, blank=True)
    leads = models.BooleanField(_("the superior that receives reports"), default=False)
    shares = models.CharField(
        _("is shared with it"), max_length=10, choices=Shares, blank=True, default=Shares.DOCUMENT
    )

    where = models.CharField(_("where it is"), max_length=10, choices=Where, blank=True, default="")

    class Meta:
        verbose_name = _("recipient")
        verbose_name_plural = _("recipients")
        ordering = ["scope", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="recipient_once_a_scope")]

    def __str__(self) -> str:
        return self.name


class Channel(models.Model):
    """A way to a recipient; those of one recipient are tried in the order of `place`.

    `address` is what may be shown of it, `sealed` its secrets, encrypted (`approvals.channels.secrets`). `tried_at` and
    `tried_fault` are what came of "Gửi thử" last: no fault means that it worked. A channel that was used is never
    deleted: `ended_at` says since when it is not used any more.
    """

    class Kind(models.TextChoices):
        FOLDER = "folder", _("Folder on the server")
        MAIL = "mail", _("E-mail")
        SFTP = "sftp", _("SFTP")
        VXP = "vxp", _("Document exchange")
        HERE = "here", _("The same installation")
        BY_HAND = "by_hand", _("By hand")

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="channels")
    place = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("channel"), max_length=10, choices=Kind)
    address = models.JSONField(default=dict)
    sealed = models.BinaryField(blank=True)
    tried_at = models.DateTimeField(null=True)
    tried_fault = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["recipient", "place", "pk"]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def shown(self) -> list[str]:
        """What of its address is shown in a line: not the text of a certificate, nor the id of a row."""
        return [value for name, value in self.address.items() if value and "\n" not in value and name != "sender"]


class DispatchLine(models.Model):
    """What happened to a dispatch, a line each, in the order in which it happened. Never changed.

    `code` is a status of edXML ("03") where a receiver told it. `token` makes a message that comes twice one line.
    `file` is the SHA-256 of a scanned receipt, kept below FILES_DIR.
    """

    class What(models.TextChoices):
        FAILED = "failed", _("A try failed")
        SENT = "sent", pgettext_lazy("dispatch", "Sent")
        TOLD = "told", _("The receiver tells")

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="lines")
    at = models.DateTimeField()
    what = models.CharField(max_length=10, choices=What)
    channel = models.ForeignKey(Channel, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=2, blank=True)
    text = models.TextField(blank=True)
    token = models.CharField(max_length=100, blank=True)
    file = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("line of a dispatch")
        verbose_name_plural = _("lines of a dispatch")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "token"], condition=~Q(token=""), name="dispatch_line_once_a_message"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch}: {self.get_what_display()}"
