"""The pages that every type of case with a route has, each type's below an address of its own."""

from typing import Any

from django.urls import URLPattern, path

from workflows.models.cases import RoutedCase

from . import clock, viewer
from .approval import views as approval
from .examining import views as examining
from .issuing import views as issuing
from .opinions import paper_views as on_paper
from .opinions import views as opinions
from .pages import CasePages
from .retraction import views as retraction
from .sending import views as sending
from .signing import views as signing
from .steering import views as steering


def pages_of(model: type[RoutedCase], of: CasePages) -> list[URLPattern]:
    """The patterns of one type, below its own page's address and named after it: "ward_report_approve"."""
    below = model.PATH.lstrip("/").replace("%d", "<int:pk>")

    def page(address: str, view: Any, name: str, **options: Any) -> URLPattern:
        return path(f"{below}{address}", view, {"of": of, **options}, name=f"{model.NAME}_{name}")

    return [
        page("send/", sending.send, "send"),
        page("signer/", sending.change_signer, "change_signer"),
        page("approval/", approval.approval_page, "approval"),
        page("approve/", approval.approve, "approve"),
        page("send-back/", approval.send_back, "send_back"),
        page("retract/", retraction.retract, "retract"),
        page("steps/", steering.steer, "steer"),
        page("steps/add/", steering.insert_step, "insert_step"),
        page("steps/<int:step>/skip/", steering.skip_step, "skip_step"),
        page("steps/<int:step>/hand-over/", steering.hand_over, "hand_over"),
        page("steps/<int:step>/reassign/", steering.reassign, "reassign"),
        page("steps/new-route/", steering.move_to_route, "move_to_route"),
        page("pause/", clock.pause, "pause"),
        page("resume/", clock.resume, "resume"),
        page("examination/", examining.examination, "examination"),
        page("opinion/", opinions.opinion, "opinion"),
        page("opinions/paper/", on_paper.opinion_on_paper, "opine_on_paper"),
        page("opinions/<int:decision>/paper/", opinions.file, "opinion_paper"),
        page("opinions/annex.pdf", opinions.annex, "opinions_annex"),
        page("opinions/<int:decision>/reply/", opinions.reply, "opinion_reply"),
        page("opinions/<int:decision>/file/", opinions.file, "opinion_file"),
        page("sign/", signing.sign, "sign"),
        page("return-before-issue/", issuing.return_before_issue, "return_before_issue"),
        page("issue/", issuing.issue, "issue"),
        page("issue/paper/", issuing.issue_on_paper, "issue_on_paper"),
        page("progress/", issuing.progress, "progress"),
        page("report.pdf", issuing.pdf, "pdf"),
        page("report.docx", issuing.other_form, "docx", form="docx"),
        page("figures.csv", issuing.other_form, "csv", form="csv"),
        page("figures.json", issuing.other_form, "json", form="json"),
        page("pages/", viewer.read, "pages"),
        page("pages/<int:number>.png", issuing.page_picture, "page"),
    ]
