from django.urls import path

from . import views

urlpatterns = [
    path("report-kinds/<int:pk>/reminders/", views.report_kind_reminders, name="report_kind_reminders"),
    path("report-kinds/<int:pk>/reminders/<int:rung>/retire/", views.rung_retire, name="rung_retire"),
    path("units/<int:pk>/reminders/", views.reminder_ledger, name="reminder_ledger"),
    path("cases/<slug:kind>/<int:pk>/remind/", views.case_remind, name="case_remind"),
]
