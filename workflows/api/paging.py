"""Pages of long lists, newest first: each names the one that follows by an opaque cursor."""

from typing import Any

from django.core import signing
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Field, Schema
from ninja.errors import HttpError

MOST = 200


class Paging(Schema):
    """What a list is asked for with."""

    after: str = Field("", description=gettext_noop("The cursor `next` of the page before; blank for the first page"))
    limit: int = Field(50, ge=1, le=MOST, description=gettext_noop("Rows of a page"))


def page(rows: QuerySet[Any], asked: Paging) -> dict[str, Any]:
    """`items` and `next`, blank on the last page. One query. Raises HttpError for a cursor that was never given."""
    ordered = rows.order_by("-pk")
    if asked.after:
        ordered = ordered.filter(pk__lt=_place(asked.after))
    found = list(ordered[: asked.limit + 1])
    more = len(found) > asked.limit
    items = found[: asked.limit]
    return {"items": items, "next": signing.dumps(items[-1].pk, salt="workflows.api") if more else ""}


def _place(cursor: str) -> int:
    try:
        return int(signing.loads(cursor, salt="workflows.api"))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise HttpError(400, _("This cursor was not given here: begin with the first page again.")) from error
