"""The opinions on a case and what became of each, as an annex on paper (NĐ 30/2020, Phụ lục I, phần III). Vietnamese
always.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from approvals.lazy import lazy_import
from approvals.models import Decision
from workflows.documents.pages.layout import attached_to
from workflows.documents.papers import paper_of
from workflows.models import OpinionFile, OpinionReply, Verb
from workflows.models.cases import RoutedCase
from workflows.routes.underway import ballots
from workflows.routes.underway.opinions import Opinion, opinions_of

sheet = lazy_import("workflows.documents.pdf.sheet")
STYLE = "css/document.css"
BEFORE = "Lần trình trước"
SILENT = "Không có ý kiến trong thời hạn"
WAITING = "Chưa có ý kiến, còn trong thời hạn"


@dataclass(frozen=True)
class OpinionRow:
    """One who was asked: at which step, who answered, what was said and with which file, and what became of it."""

    asked: str
    who: str
    answer: str
    remarks: str = ""
    became: str = ""
    explained: str = ""
    file: str = ""
    sha256: str = ""


def rows_of(case: RoutedCase) -> list[OpinionRow]:
    """Every opinion and every silence in the order of time, then who is still asked. None where nobody was."""
    with override("vi"):
        return [*(_row(opinion) for opinion in opinions_of(case)), *_waiting(case)]


def printed_annex(case: RoutedCase, rows: list[OpinionRow]) -> bytes:
    """These rows as PDF. Raises `FontMissing`."""
    paper = paper_of(case)
    cases: Any = type(case)._default_manager
    content = paper.content(paper.source(cases).get(pk=case.pk), final=False)
    page = {"subject": content.subject, "attached_to": attached_to(content), "rows": rows, "results": results_of(case)}
    with override("vi"):
        return sheet.printed(render_to_string("documents/opinions.html", page), STYLE)


def results_of(case: RoutedCase) -> list[str]:
    """How the ballots at its present steps ended, a line each."""
    return [f"{step.title}: {ballots.words(step)}" for step in case.way if step.tally]


def _row(opinion: Opinion) -> OpinionRow:
    asked, decision = opinion.step.title if opinion.step else BEFORE, opinion.decision
    if decision is None:
        return OpinionRow(asked, opinion.member, SILENT)
    verdict = str(Decision.Verdict(decision.verdict).label)
    what = _became(opinion.reply) | _attached(opinion.file)
    return OpinionRow(asked, _who(opinion, decision), verdict, decision.reason, **what)


def _who(opinion: Opinion, decision: Decision) -> str:
    place = f" (thay {opinion.acts_for})" if opinion.acts_for else ""
    paper = opinion.paper
    entered = f" (trên giấy ngày {paper.given_on:%d/%m/%Y}, {paper.by} nhập)" if paper else ""
    return f"{decision.person}{place}{entered}"


def _attached(file: OpinionFile | None) -> dict[str, str]:
    return {"file": file.name, "sha256": file.sha256} if file else {}


def _became(reply: OpinionReply | None) -> dict[str, str]:
    if reply is None:
        return {}
    return {"became": "Tiếp thu" if reply.adopted else "Giải trình", "explained": reply.text}


def _waiting(case: RoutedCase) -> Iterator[OpinionRow]:
    for step in case.way:
        if step.verb == Verb.OPINION and step.opened_at and not step.decided_at:
            yield OpinionRow(step.title, "", WAITING)
