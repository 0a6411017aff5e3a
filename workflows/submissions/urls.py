from django.urls import path

from workflows.models import Submission
from workflows.signoff.pages import CasePages
from workflows.signoff.urls import pages_of

from . import actions as submissions
from . import comparing, saving, views
from .attachments import views as attachments
from .beginnings import views as beginnings
from .briefing import brief
from .co_drafting import views as co_drafting

PAGES = CasePages(
    find=views.visible_submission,
    head=views.head_of,
    file_name=lambda case: f"{case.document_kind.code}-{case.pk}",
    send=submissions.send_for_approval,
    brief=brief,
)
ITEM = "submissions/<int:pk>/"

urlpatterns = [
    path("submissions/", views.submissions_list, name="submissions"),
    path("submissions/new/", views.submission_new, name="submission_new"),
    path("units/<int:pk>/usual-kinds/", views.submission_kinds_make, name="submission_kinds_make"),
    path("report-kinds/<int:pk>/document-template/", beginnings.document_template, name="document_template"),
    path(ITEM, views.submission, name="submission"),
    path(f"{ITEM}edit/", views.submission_edit, name="submission_edit"),
    path(f"{ITEM}compare/", comparing.submission_compare, name="submission_compare"),
    path(f"{ITEM}autosave/", saving.submission_autosave, name="submission_autosave"),
    path(f"{ITEM}writers/", saving.submission_writers, name="submission_writers"),
    path(f"{ITEM}co-drafters/", co_drafting.submission_co_drafters, name="submission_co_drafters"),
    path(f"{ITEM}take-back/", views.submission_take_back, name="submission_take_back"),
    path(f"{ITEM}withdraw/", views.submission_withdraw, name="submission_withdraw"),
    path(f"{ITEM}send-out/", views.submission_send_out, name="submission_send_out"),
    path(f"{ITEM}attachments/", attachments.submission_attachments, name="submission_attachments"),
    path(
        f"{ITEM}attachments/<int:attachment>/remove/",
        attachments.submission_attachment_remove,
        name="submission_attachment_remove",
    ),
    path("attachments/<int:pk>/", attachments.attachment_file, name="attachment_file"),
    *pages_of(Submission, PAGES),
]
