from django.urls import path

from . import views
from .checking import to_drafter, to_head
from .checking import views as checking
from .comments import views as comments
from .confirming import views as confirming
from .entries import panel
from .entries import views as entries
from .evidence import views as evidence
from .looks import views as looks
from .on_behalf import by_link
from .on_behalf import views as on_behalf
from .quick import many_views as quick_many
from .quick import on_paper
from .quick import views as quick
from .review import views as review
from .sheets import views as sheets
from .workbooks import views as workbooks

urlpatterns = [
    path("reports/unit/<int:pk>/", views.unit_report, name="unit_report"),
    path("reports/unit/<int:pk>/write/", views.unit_report_write, name="unit_report_write"),
    path("reports/unit/<int:pk>/autosave/", entries.unit_report_autosave, name="unit_report_autosave"),
    path("reports/unit/<int:pk>/workbook/", workbooks.unit_report_workbook, name="unit_report_workbook"),
    path("reports/unit/<int:pk>/workbook/file/", workbooks.unit_report_workbook_file, name="unit_report_workbook_file"),
    path("reports/unit/<int:pk>/entries/i<int:entry>/", panel.indicator_panel, name="indicator_panel"),
    path("reports/unit/<int:pk>/entries/a<int:entry>/", panel.assignment_panel, name="assignment_panel"),
    path("reports/unit/<int:pk>/flow/", checking.unit_report_flow, name="unit_report_flow"),
    path("reports/unit/<int:pk>/finished/", to_head.unit_report_finish, name="unit_report_finish"),
    path("reports/unit/<int:pk>/drafter/", to_drafter.unit_report_to_drafter, name="unit_report_to_drafter"),
    path("reports/unit/<int:pk>/on-behalf/", on_behalf.unit_report_on_behalf, name="unit_report_on_behalf"),
    path(
        "reports/unit/<int:pk>/on-behalf/submit/",
        on_behalf.unit_report_submit_on_behalf,
        name="unit_report_submit_on_behalf",
    ),
    path(
        "reports/unit/<int:pk>/on-behalf/confirm/",
        on_behalf.unit_report_confirm_on_behalf,
        name="unit_report_confirm_on_behalf",
    ),
    path("on-behalf/<str:token>/", by_link.on_behalf_link, name="on_behalf_link"),
    path("reporting-periods/<int:pk>/by-telephone/", sheets.telephone_sheet, name="telephone_sheet"),
    path("reporting-periods/<int:pk>/by-telephone/links/", sheets.telephone_sheet_links, name="telephone_sheet_links"),
    path("reporting-periods/<int:pk>/quick-forms/", quick_many.quick_forms_of_period, name="quick_forms_of_period"),
    path("reporting-periods/<int:pk>/quick-forms/ask/", quick_many.quick_forms_many, name="quick_forms_many"),
    path("reporting-periods/<int:pk>/quick-forms/take/", quick_many.quick_answers_take, name="quick_answers_take"),
    path("quick-forms/", on_paper.quick_form_by_code, name="quick_form_by_code"),
    path("reports/unit/<int:pk>/quick-forms/<int:form>/type/", on_paper.quick_form_type, name="quick_form_type"),
    path("reports/unit/<int:pk>/quick-files/<int:file>/", quick.quick_file, name="quick_file"),
    path("reports/unit/<int:pk>/quick-forms/", quick.quick_forms, name="quick_forms"),
    path("reports/unit/<int:pk>/quick-forms/<int:form>/", quick.quick_form, name="quick_form"),
    path("reports/unit/<int:pk>/quick-forms/<int:form>/close/", quick.quick_form_withdraw, name="quick_form_withdraw"),
    path("reports/unit/<int:pk>/quick-answers/<int:answer>/take/", quick.quick_answer_take, name="quick_answer_take"),
    path(
        "reports/unit/<int:pk>/quick-answers/<int:answer>/leave/", quick.quick_answer_leave, name="quick_answer_leave"
    ),
    path("quick/<str:token>/", quick.quick_form_answer, name="quick_form_answer"),
    path("reports/unit/<int:pk>/check/", checking.unit_report_check, name="unit_report_check"),
    path("reports/unit/<int:pk>/submit/", checking.unit_report_submit, name="unit_report_submit"),
    path("reports/unit/<int:pk>/look/ask/", looks.unit_report_ask_for_look, name="unit_report_ask_for_look"),
    path("reports/unit/<int:pk>/look/withdraw/", looks.unit_report_withdraw_look, name="unit_report_withdraw_look"),
    path("reports/unit/<int:pk>/look/", looks.unit_report_look, name="unit_report_look"),
    path("reports/unit/<int:pk>/look/return/", looks.unit_report_return_look, name="unit_report_return_look"),
    path("reports/unit/<int:pk>/withdraw/", views.unit_report_withdraw, name="unit_report_withdraw"),
    path("reports/unit/<int:pk>/take/", review.unit_report_take, name="unit_report_take"),
    path("reports/unit/<int:pk>/hand_back/", review.unit_report_hand_back, name="unit_report_hand_back"),
    path("reports/unit/<int:pk>/accept/", review.unit_report_accept, name="unit_report_accept"),
    path(
        "reports/unit/<int:pk>/acceptance/propose/",
        confirming.unit_report_propose_acceptance,
        name="unit_report_propose_acceptance",
    ),
    path(
        "reports/unit/<int:pk>/acceptance/confirm/",
        confirming.unit_report_confirm_acceptance,
        name="unit_report_confirm_acceptance",
    ),
    path(
        "reports/unit/<int:pk>/acceptance/refuse/",
        confirming.unit_report_refuse_acceptance,
        name="unit_report_refuse_acceptance",
    ),
    path("reports/unit/<int:pk>/return/", review.unit_report_return, name="unit_report_return"),
    path("reports/unit/<int:pk>/seen/", review.unit_report_seen, name="unit_report_seen"),
    path("reports/unit/<int:pk>/next/", review.unit_report_next, name="unit_report_next"),
    path("reports/unit/<int:pk>/comments/", comments.unit_report_comments, name="unit_report_comments"),
    path("reports/unit/<int:pk>/parts/<slug:part>/", comments.unit_report_part, name="unit_report_part"),
    path("reports/unit/<int:pk>/parts/<slug:part>/evidence/", evidence.entry_evidence, name="entry_evidence"),
    path("evidence/<int:pk>/", evidence.evidence_file, name="evidence_file"),
    path("evidence/<int:pk>/remove/", evidence.evidence_remove, name="evidence_remove"),
    path("reports/unit/<int:pk>/waive/", review.unit_report_waive, name="unit_report_waive"),
]
