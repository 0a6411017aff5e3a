from django.urls import path

from workflows.views import (
    annual,
    autosave,
    comments,
    correction,
    on_behalf,
    panel,
    review,
    to_drafter,
    unit_reports,
    workbook,
)

urlpatterns = [
    path("reports/unit/<int:pk>/", unit_reports.unit_report, name="unit_report"),
    path("reports/unit/<int:pk>/write/", unit_reports.unit_report_write, name="unit_report_write"),
    path("reports/unit/<int:pk>/autosave/", autosave.unit_report_autosave, name="unit_report_autosave"),
    path("reports/unit/<int:pk>/workbook/", workbook.unit_report_workbook, name="unit_report_workbook"),
    path("reports/unit/<int:pk>/workbook/file/", workbook.unit_report_workbook_file, name="unit_report_workbook_file"),
    path("reports/unit/<int:pk>/entries/i<int:entry>/", panel.indicator_panel, name="indicator_panel"),
    path("reports/unit/<int:pk>/entries/a<int:entry>/", panel.assignment_panel, name="assignment_panel"),
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
    path("reports/unit/<int:pk>/check/", unit_reports.unit_report_check, name="unit_report_check"),
    path("reports/unit/<int:pk>/submit/", unit_reports.unit_report_submit, name="unit_report_submit"),
    path("reports/unit/<int:pk>/withdraw/", unit_reports.unit_report_withdraw, name="unit_report_withdraw"),
    path("reports/unit/<int:pk>/take/", review.unit_report_take, name="unit_report_take"),
    path("reports/unit/<int:pk>/hand_back/", review.unit_report_hand_back, name="unit_report_hand_back"),
    path("reports/unit/<int:pk>/accept/", review.unit_report_accept, name="unit_report_accept"),
    path("reports/unit/<int:pk>/return/", review.unit_report_return, name="unit_report_return"),
    path("reports/unit/<int:pk>/parts/<slug:part>/", comments.unit_report_part, name="unit_report_part"),
    path(
        "reports/unit/<int:pk>/return-consolidated/",
        correction.unit_report_return_consolidated,
        name="unit_report_return_consolidated",
    ),
    path("reports/unit/<int:pk>/months/", annual.unit_report_months, name="unit_report_months"),
    path("reports/unit/<int:pk>/waive/", review.unit_report_waive, name="unit_report_waive"),
]
