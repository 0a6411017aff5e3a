"""The ward report's pages, and those of a unit's report on which the ward's depends."""

from django.urls import path

from . import clock, months, sending, views
from .approval import views as approval
from .correction import views as correction
from .figures import views as figures
from .issuing import views as issuing
from .opinions import views as opinions
from .prose import templates
from .prose import views as prose
from .signing import views as signing

urlpatterns = [
    path("reports/ward/<int:pk>/", views.ward_report, name="ward_report"),
    path("reports/ward/<int:pk>/edit/", prose.ward_report_edit, name="ward_report_edit"),
    path("reports/ward/<int:pk>/draft/", prose.ward_report_redraft, name="ward_report_redraft"),
    path("reports/ward/<int:pk>/draft/anew/", prose.ward_report_draft_anew, name="ward_report_draft_anew"),
    path("reports/ward/<int:pk>/draft/take/", prose.ward_report_take_draft, name="ward_report_take_draft"),
    path("report-kinds/<int:pk>/templates/", templates.narrative_templates, name="narrative_templates"),
    path("report-kinds/<int:pk>/templates/preview/", templates.narrative_preview, name="narrative_preview"),
    path("reports/ward/<int:pk>/months/", months.ward_report_months, name="ward_report_months"),
    path("reports/ward/<int:pk>/look/", prose.ward_report_look, name="ward_report_look"),
    path("reports/ward/<int:pk>/refresh/", correction.ward_report_refresh, name="ward_report_refresh"),
    path("reports/ward/<int:pk>/figures/", figures.ward_report_figures, name="ward_report_figures"),
    path("reports/ward/<int:pk>/figures/<int:number>/", figures.ward_report_figure, name="ward_report_figure"),
    path(
        "reports/ward/<int:pk>/figures/<int:number>/adjust/",
        figures.ward_report_figure_adjust,
        name="ward_report_figure_adjust",
    ),
    path(
        "reports/ward/<int:pk>/figures/<int:number>/restore/",
        figures.ward_report_figure_restore,
        name="ward_report_figure_restore",
    ),
    path("reports/ward/<int:pk>/consolidate/", views.ward_report_consolidate, name="ward_report_consolidate"),
    path("reports/ward/<int:pk>/reopen/", views.ward_report_reopen, name="ward_report_reopen"),
    path("reports/ward/<int:pk>/send/", sending.ward_report_send, name="ward_report_send"),
    path("reports/ward/<int:pk>/approval/", approval.ward_report_approval, name="ward_report_approval"),
    path("reports/ward/<int:pk>/approve/", approval.ward_report_approve, name="ward_report_approve"),
    path("reports/ward/<int:pk>/send-back/", approval.ward_report_send_back, name="ward_report_send_back"),
    path("reports/ward/<int:pk>/pause/", clock.ward_report_pause, name="ward_report_pause"),
    path("reports/ward/<int:pk>/resume/", clock.ward_report_resume, name="ward_report_resume"),
    path("reports/ward/<int:pk>/opinion/", opinions.ward_report_opinion, name="ward_report_opinion"),
    path(
        "reports/ward/<int:pk>/opinions/<int:decision>/reply/",
        opinions.ward_report_opinion_reply,
        name="ward_report_opinion_reply",
    ),
    path("reports/ward/<int:pk>/sign/", signing.ward_report_sign, name="ward_report_sign"),
    path(
        "reports/ward/<int:pk>/return-before-issue/",
        issuing.ward_report_return_before_issue,
        name="ward_report_return_before_issue",
    ),
    path("reports/ward/<int:pk>/issue/", issuing.ward_report_issue, name="ward_report_issue"),
    path("reports/ward/<int:pk>/dispatch/", issuing.ward_report_dispatch, name="ward_report_dispatch"),
    path("reports/ward/<int:pk>/receipt/", issuing.ward_report_receipt, name="ward_report_receipt"),
    path("reports/ward/<int:pk>/progress/", issuing.ward_report_progress, name="ward_report_progress"),
    path("reports/ward/<int:pk>/report.pdf", issuing.ward_report_pdf, name="ward_report_pdf"),
    path("reports/ward/<int:pk>/report.docx", issuing.ward_report_form, {"form": "docx"}, name="ward_report_docx"),
    path("reports/ward/<int:pk>/figures.csv", issuing.ward_report_form, {"form": "csv"}, name="ward_report_csv"),
    path("reports/ward/<int:pk>/figures.json", issuing.ward_report_form, {"form": "json"}, name="ward_report_json"),
    path("reports/ward/<int:pk>/pages/<int:number>.png", issuing.ward_report_page, name="ward_report_page"),
    path(
        "reports/unit/<int:pk>/return-consolidated/",
        correction.unit_report_return_consolidated,
        name="unit_report_return_consolidated",
    ),
    path("reports/unit/<int:pk>/months/", months.unit_report_months, name="unit_report_months"),
    path("reports/unit/<int:pk>/unwaive/", correction.unit_report_unwaive, name="unit_report_unwaive"),
]
