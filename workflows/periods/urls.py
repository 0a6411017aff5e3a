from django.urls import path

from . import views

urlpatterns = [
    path("routes/<int:pk>/form/", views.kind_form, name="kind_form"),
    path("units/<int:pk>/report-kinds/", views.kinds, name="report_kinds"),
    path("units/<int:pk>/report-kinds/add/", views.kind_add, name="report_kind_add"),
    path("units/<int:pk>/ask-for-report/", views.ask_for_report, name="ask_for_report"),
    path("report-kinds/<int:pk>/", views.kind_change, name="report_kind_change"),
    path("report-kinds/<int:pk>/retire/", views.kind_retire, name="report_kind_retire"),
]
