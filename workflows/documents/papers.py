"""What a case with a route says on paper: each type's room registers how its document is filled."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet

from approvals.clock import ZONE
from approvals.models import Document
from approvals.registry import Registry
from workflows.models import Urgency
from workflows.models.cases import RoutedCase

from .content import DocumentContent, restored

STAMPS = {
    Urgency.NORMAL.value: "",
    Urgency.URGENT.value: "KHẨN",
    Urgency.VERY_URGENT.value: "THƯỢNG KHẨN",
    Urgency.EXPRESS.value: "HỎA TỐC",
}  # NĐ 30/2020, Phụ lục I, II.10b: the words of the stamps


@dataclass(frozen=True)
class Paper:
    """Of one type of case: `source` reads its rows with all that `content` needs; `content` fills the document, with
    `final` number and day of the register too; `digest` is the SHA-256 of what it says and who signs it.
    """

    source: Callable[[Any], QuerySet[Any]]
    content: Callable[..., DocumentContent]
    digest: Callable[[Any], str]


PAPERS: Registry[Paper] = Registry()  # by kind


def register(model: type[RoutedCase], paper: Paper) -> None:
    """Raises ImproperlyConfigured for a type that is registered already."""
    PAPERS.add({model._meta.model_name or "": paper})


def paper_of(case: RoutedCase) -> Paper:
    return PAPERS[case.kind]


def approved_content(case: RoutedCase, kept: bytes | None) -> DocumentContent:
    """What was approved: it is not read anew, whatever has become of rows and wording since.

    `kept` is what is kept beside the PDF that was approved; where an earlier release kept none, the rows are read.
    """
    return paper_of(case).content(case, final=False) if kept is None else restored(kept)


def numbered(content: DocumentContent, line: Document) -> DocumentContent:
    """The content with number and day of the register's line; the file's date is not before that day."""
    issued = datetime.combine(line.issued_on, time(), ZONE)
    return replace(content, number=line.number, issued_on=line.issued_on, made_at=max(content.made_at, issued))
