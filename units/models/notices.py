from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .people import Person


class ByMail(models.TextChoices):
    """Whether what a notice says goes to the person by mail as well."""

    NO = "", _("in the application alone")
    OWN = "own", _("by a mail of its own")
    DAILY = "daily", _("in the day's one mail")
    NO_ADDRESS = "nowhere", _("no e-mail address: in the application alone")


class Notice(models.Model):
    """What a person is told in the application; it stands under the bell until they have read it.

    `key` makes the same notice the same row, and names the row of the outbox that mails it. Of those that wait for the
    day's one mail, `mailed_at` says when they were put into it. `text` is Vietnamese, `path` the page that it is about.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="notices", db_index=False, verbose_name=_("person"))
    key = models.CharField(max_length=160)
    scope = models.BigIntegerField()
    text = models.TextField(_("text"))
    path = models.CharField(max_length=300)
    by_mail = models.CharField(_("by mail"), max_length=8, choices=ByMail, blank=True, default="")
    at = models.DateTimeField(_("since"))
    read_at = models.DateTimeField(_("read"), null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["key"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "-at"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["person"], condition=Q(by_mail="daily", mailed_at=None), name="notice_to_mail"),
        ]

    def __str__(self) -> str:
        return self.text
