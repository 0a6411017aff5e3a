from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .trail import Subject


class SigningKey(Subject):
    """A person's key or that of an organ (`scope`): a PKCS#12 file, encrypted at rest, and what its certificate says.

    `approvals.signing.keys.safe` alone opens it, with the passphrase typed then; nothing here shows it. `image` is the
    signature or the seal as a PNG with transparency.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="signing_keys")
    scope = models.BigIntegerField(null=True)
    sealed = models.BinaryField()
    image = models.BinaryField(blank=True)
    subject = models.CharField(_("issued to"), max_length=500)
    issuer = models.CharField(_("issued by"), max_length=500)
    serial = models.CharField(_("serial number"), max_length=60)
    fingerprint = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    not_after = models.DateTimeField(_("valid until"))
    active = models.BooleanField(default=True)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, scope__isnull=False) | Q(person__isnull=False, scope=None),
                name="signing_key_one_owner",
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(active=True), name="signing_key_one_a_person"),
            models.UniqueConstraint(fields=["scope"], condition=Q(active=True), name="signing_key_one_an_organ"),
        ]

    def __str__(self) -> str:
        return self.subject


class Signature(models.Model):
    """A signature on a subject's file: whose, by which certificate, on which file, and the file that it made.

    `before` and `after` are the SHA-256 of the file kept in DOCUMENTS_DIR; `level` is PAdES's. `voided_at` is set where
    the subject went back before it was issued: the file counts no more, the row stays.
    """

    class Field(models.TextChoices):
        PERSON = "person", _("Signed by the person")
        ORGAN = "organ", _("Sealed by the organ")

    class Kind(models.TextChoices):
        STORED = "stored", _("Key kept here")
        EXTERNAL = "external", _("Signing service")
        NONE = "none", _("Not signed digitally")

    class Level(models.TextChoices):
        NONE = "none", _("No signature")
        B = "B-B", _("B-B")
        T = "B-T", _("B-T, with a time stamp")
        LTA = "B-LTA", _("B-LTA, for long keeping")

    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    scope = models.BigIntegerField()
    field = models.CharField(max_length=10, choices=Field)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signatures")
    kind = models.CharField(max_length=10, choices=Kind)
    subject = models.CharField(max_length=500, blank=True)
    issuer = models.CharField(max_length=500, blank=True)
    serial = models.CharField(max_length=60, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    not_after = models.DateTimeField(null=True)
    level = models.CharField(max_length=10, choices=Level)
    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)
    at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "field"],
                condition=Q(voided_at=None),
                name="signature_one_a_field",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id} {self.field}"
