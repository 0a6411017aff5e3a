from django.urls import path

from . import views
from .gateways import views as gateways

urlpatterns = [
    path("report-kinds/<int:pk>/reminders/", views.report_kind_reminders, name="report_kind_reminders"),
    path("report-kinds/<int:pk>/reminders/<int:rung>/retire/", views.rung_retire, name="rung_retire"),
    path("units/<int:pk>/reminders/", views.reminder_ledger, name="reminder_ledger"),
    path("units/<int:pk>/gateway/", gateways.ward_gateway, name="ward_gateway"),
    path("units/<int:pk>/gateway/try/", gateways.ward_gateway_try, name="ward_gateway_try"),
    path("units/<int:pk>/gateway/stop/", gateways.ward_gateway_stop, name="ward_gateway_stop"),
    path("cases/<slug:kind>/<int:pk>/remind/", views.case_remind, name="case_remind"),
]
