"""The evidence of a document: who did what when under which authority, its hashes, signatures and the trail's root."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from approvals.models import Checkpoint, Decision, Document, Rendition, Signature, TrailEvent
from approvals.pages.qr import picture_of
from approvals.register.attached import Attached, still_attached
from approvals.trail import checkpoints, words


@dataclass(frozen=True)
class Proof:
    """What the page and the printed sheet show. `qr` is SVG; `address` is where it leads."""

    document: Document
    events: Sequence[TrailEvent]
    decisions: Sequence[Decision]
    renditions: Mapping[bool, Rendition]
    signatures: Sequence[Signature]
    checkpoint: Checkpoint | None
    address: str
    attached: Sequence[Attached]

    @property
    def shown(self) -> Rendition | None:
        """The file that was shown for approval."""
        return self.renditions.get(False)

    @property
    def issued(self) -> Rendition | None:
        """The file that was issued."""
        return self.renditions.get(True)

    @property
    def last(self) -> TrailEvent | None:
        return self.events[-1] if self.events else None

    @property
    def qr(self) -> SafeString:
        return picture_of(self.address)


def gather(document: Document) -> Proof:
    """Read what proves the document. Six queries, however long its story."""
    subject = {"subject_kind": document.subject_kind, "subject_id": document.subject_id}
    attaching, bringing, every = words.attaching(), words.bringing(), list(story(document))
    events = [event for event in every if event.action not in attaching]
    renditions = {row.final: row for row in Rendition.objects.filter(**subject).order_by("made_at")}
    issued = renditions.get(True)
    query = f"?sha256={issued.sha256}" if issued else ""
    return Proof(
        document=document,
        events=events,
        decisions=list(Decision.objects.filter(**subject).select_related("person").order_by("at")),
        renditions=renditions,
        signatures=list(Signature.objects.filter(**subject, voided_at=None).select_related("person").order_by("at")),
        checkpoint=checkpoints.covering(events[-1]) if events else None,
        address=f"{settings.SITE_URL}{reverse('verify')}{query}",
        attached=still_attached(event for event in every if event.action in attaching or event.action in bringing),
    )


def story(document: Document, *, with_parts: bool = True) -> "QuerySet[TrailEvent]":
    """The events of the document, of what it is about, and of the parts that went into it, in the order of time.

    Those too that attached something to a part or took it away.
    """
    own = Q(subject_kind=document.subject_kind, subject_id=document.subject_id)
    line = Q(subject_kind=document._meta.model_name, subject_id=document.pk)
    if not with_parts:
        return TrailEvent.objects.filter(own | line).order_by("pk")
    kind, parts = parts_behind(document.subject_kind, document.subject_id)
    of_parts = Q(subject_kind=kind, subject_id__in=parts, action__in=[*words.done_on_parts(), *words.attaching()])
    return TrailEvent.objects.filter(own | line | of_parts).order_by("pk")


def parts_behind(kind: str, pk: int) -> tuple[str, Any]:
    """What a subject was made of: the parts' kind and their ids, through the rule that settings name."""
    return import_string(settings.APPROVALS_PARTS)(kind, pk)
