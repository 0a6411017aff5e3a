"""The ward report's pages, and those of a unit's report on which the ward's depends."""

from django.urls import path, register_converter

from workflows.models import WardReport
from workflows.signoff.pages import CasePages
from workflows.signoff.urls import pages_of

from . import actions as ward_reports
from . import months, views
from .approval.briefing import brief
from .correction import views as correction
from .figures import views as figures
from .figures.keys import FigureKeyConverter
from .prose import comparing, saving, templates
from .prose import views as prose
from .province import views as province
from .restatements import views as restatements

PAGES = CasePages(
    find=views.visible_report,
    head=views.head_of,
    file_name=lambda report: f"{report.period.code}-{report.ward.code}-{report.version}",
    send=ward_reports.send_for_approval,
    brief=brief,
)

register_converter(FigureKeyConverter, "figure")

urlpatterns = [
    path("reports/ward/<int:pk>/", views.ward_report, name="ward_report"),
    path("reports/ward/<int:pk>/edit/", prose.ward_report_edit, name="ward_report_edit"),
    path("reports/ward/<int:pk>/autosave/", saving.ward_report_autosave, name="ward_report_autosave"),
    path("reports/ward/<int:pk>/writers/", saving.ward_report_writers, name="ward_report_writers"),
    path("reports/ward/<int:pk>/compare/", comparing.ward_report_compare, name="ward_report_compare"),
    path("reports/ward/<int:pk>/draft/", prose.ward_report_redraft, name="ward_report_redraft"),
    path("reports/ward/<int:pk>/draft/anew/", prose.ward_report_draft_anew, name="ward_report_draft_anew"),
    path("reports/ward/<int:pk>/draft/take/", prose.ward_report_take_draft, name="ward_report_take_draft"),
    path("report-kinds/<int:pk>/templates/", templates.narrative_templates, name="narrative_templates"),
    path("report-kinds/<int:pk>/templates/preview/", templates.narrative_preview, name="narrative_preview"),
    path("report-kinds/<int:pk>/templates/rules/", templates.narrative_rules, name="narrative_rules"),
    path(
        "report-kinds/<int:pk>/templates/rules/preview/",
        templates.narrative_rules_preview,
        name="narrative_rules_preview",
    ),
    path("reports/ward/<int:pk>/months/", months.ward_report_months, name="ward_report_months"),
    path("reports/ward/<int:pk>/look/", prose.ward_report_look, name="ward_report_look"),
    path("reports/ward/<int:pk>/refresh/", correction.ward_report_refresh, name="ward_report_refresh"),
    path("reports/ward/<int:pk>/figures/", figures.ward_report_figures, name="ward_report_figures"),
    path("reports/ward/<int:pk>/figures/<figure:number>/", figures.ward_report_figure, name="ward_report_figure"),
    path(
        "reports/ward/<int:pk>/figures/<figure:number>/adjust/",
        figures.ward_report_figure_adjust,
        name="ward_report_figure_adjust",
    ),
    path(
        "reports/ward/<int:pk>/figures/<figure:number>/restore/",
        figures.ward_report_figure_restore,
        name="ward_report_figure_restore",
    ),
    path("reports/ward/<int:pk>/consolidate/", views.ward_report_consolidate, name="ward_report_consolidate"),
    path("reports/ward/<int:pk>/rework/", correction.ward_report_rework, name="ward_report_rework"),
    path("reports/ward/<int:pk>/reopen/", views.ward_report_reopen, name="ward_report_reopen"),
    path("reports/ward/<int:pk>/dispatch/", province.ward_report_dispatch, name="ward_report_dispatch"),
    path("reports/ward/<int:pk>/receipt/", province.ward_report_receipt, name="ward_report_receipt"),
    *pages_of(WardReport, PAGES),
    path(
        "reports/unit/<int:pk>/return-consolidated/",
        correction.unit_report_return_consolidated,
        name="unit_report_return_consolidated",
    ),
    path("reports/unit/<int:pk>/restatements/", restatements.restatements_of, name="restatements"),
    path("reports/unit/<int:pk>/restatements/new/<int:number>/", restatements.restatement_new, name="restatement_new"),
    path("reports/unit/<int:pk>/restatements/<int:restatement>/", restatements.restatement, name="restatement"),
    path(
        "reports/unit/<int:pk>/restatements/<int:restatement>/propose/",
        restatements.restatement_propose,
        name="restatement_propose",
    ),
    path(
        "reports/unit/<int:pk>/restatements/<int:restatement>/withdraw/",
        restatements.restatement_withdraw,
        name="restatement_withdraw",
    ),
    path(
        "reports/unit/<int:pk>/restatements/<int:restatement>/accept/",
        restatements.restatement_accept,
        name="restatement_accept",
    ),
    path(
        "reports/unit/<int:pk>/restatements/<int:restatement>/refuse/",
        restatements.restatement_refuse,
        name="restatement_refuse",
    ),
    path("reports/unit/<int:pk>/months/", months.unit_report_months, name="unit_report_months"),
    path("reports/unit/<int:pk>/unwaive/", correction.unit_report_unwaive, name="unit_report_unwaive"),
]
