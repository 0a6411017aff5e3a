from django.db import models
from django.utils.translation import gettext_lazy as _


class Checkpoint(models.Model):
    """All events of the trail up to `last_event`, folded into a Merkle tree of `size` leaves
    (approvals/trail/merkle.py).

    Each tree is the beginning of the next. `root` goes into documents and out of the house; `peaks` are what the next
    checkpoint goes on from. Never changed, never deleted: triggers refuse both.
    """

    size = models.BigIntegerField(_("events"))
    last_event = models.BigIntegerField()
    root = models.CharField(_("root"), max_length=64)
    peaks = models.JSONField()
    made_at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["-size"]
        constraints = [models.UniqueConstraint(fields=["size"], name="checkpoint_one_a_size")]

    def __str__(self) -> str:
        return f"{self.size}: {self.root}"
