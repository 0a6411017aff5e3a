from django.urls import path

from workflows.views import approval, issue, sending, signing, ward_reports

urlpatterns = [
    path("reports/ward/<int:pk>/", ward_reports.ward_report, name="ward_report"),
    path("reports/ward/<int:pk>/edit/", ward_reports.ward_report_edit, name="ward_report_edit"),
    path("reports/ward/<int:pk>/consolidate/", ward_reports.ward_report_consolidate, name="ward_report_consolidate"),
    path("reports/ward/<int:pk>/reopen/", ward_reports.ward_report_reopen, name="ward_report_reopen"),
    path("reports/ward/<int:pk>/send/", sending.ward_report_send, name="ward_report_send"),
    path("reports/ward/<int:pk>/approval/", approval.ward_report_approval, name="ward_report_approval"),
    path("reports/ward/<int:pk>/approve/", approval.ward_report_approve, name="ward_report_approve"),
    path("reports/ward/<int:pk>/send-back/", approval.ward_report_send_back, name="ward_report_send_back"),
    path("reports/ward/<int:pk>/sign/", signing.ward_report_sign, name="ward_report_sign"),
    path("reports/ward/<int:pk>/issue/", issue.ward_report_issue, name="ward_report_issue"),
    path("reports/ward/<int:pk>/dispatch/", issue.ward_report_dispatch, name="ward_report_dispatch"),
    path("reports/ward/<int:pk>/receipt/", issue.ward_report_receipt, name="ward_report_receipt"),
    path("reports/ward/<int:pk>/progress/", issue.ward_report_progress, name="ward_report_progress"),
    path("reports/ward/<int:pk>/report.pdf", issue.ward_report_pdf, name="ward_report_pdf"),
    path("reports/ward/<int:pk>/report.docx", issue.ward_report_form, {"form": "docx"}, name="ward_report_docx"),
    path("reports/ward/<int:pk>/figures.csv", issue.ward_report_form, {"form": "csv"}, name="ward_report_csv"),
    path("reports/ward/<int:pk>/figures.json", issue.ward_report_form, {"form": "json"}, name="ward_report_json"),
    path("reports/ward/<int:pk>/pages/<int:number>.png", issue.ward_report_page, name="ward_report_page"),
]
