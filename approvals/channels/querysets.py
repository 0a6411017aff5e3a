"""Reads of recipients and channels."""

from typing import Any

from django.db.models import Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from approvals.models import Channel, Dispatch, Recipient
from approvals.scopes import Right, scopes


def kept_recipients(person: Any) -> QuerySet[Recipient]:
    """Of the scopes for which the person sets up channels."""
    return Recipient.objects.filter(scope__in=scopes(person, Right.KEEP_CHANNELS))


def kept_channels(person: Any) -> QuerySet[Channel]:
    return Channel.objects.filter(recipient__in=kept_recipients(person), ended_at=None).select_related("recipient")


def waiting_channels() -> QuerySet[Channel]:
    """What may have something to tell: an exchange by which went what is not answered, or recalled and not confirmed,
    and the paired installation of a superior, which may ask for reports.
    """
    open_ones = Dispatch.objects.filter(channel__isnull=False, begun_at__isnull=False)
    open_ones = open_ones.filter(Q(answer="") | Q(document__recalled_at__isnull=False, deleted_at=None))
    superiors = Q(kind=Channel.Kind.VXP, recipient__leads=True, address__peer__startswith="-----BEGIN")
    answering = Q(kind__in=(Channel.Kind.VXP, Channel.Kind.HERE), pk__in=open_ones.values("channel"))
    return Channel.objects.filter(answering | superiors, ended_at=None).select_related("recipient")


def with_channels(recipients: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """Each with its channels in order (`in_use`), and of each when it was last used (`used_at`)."""
    last = Dispatch.objects.filter(channel=OuterRef("pk")).order_by().values("channel").annotate(last=Max("sent_at"))
    in_use = Channel.objects.filter(ended_at=None).order_by("place", "pk")
    in_use = in_use.annotate(used_at=Subquery(last.values("last")))
    return recipients.prefetch_related(Prefetch("channels", queryset=in_use, to_attr="in_use"))
