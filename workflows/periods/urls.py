from django.urls import path

from . import views
from .asking import views as asking
from .opening import views as opening
from .practice import views as practising
from .schedules import views as schedules
from .steering import views as steering

urlpatterns = [
    path("routes/<int:pk>/form/", views.kind_form, name="kind_form"),
    path("units/<int:pk>/report-kinds/", views.kinds, name="report_kinds"),
    path("units/<int:pk>/report-kinds/add/", views.kind_add, name="report_kind_add"),
    path("units/<int:pk>/ask-for-report/", asking.ask_for_report, name="ask_for_report"),
    path("report-kinds/<int:pk>/", views.kind_change, name="report_kind_change"),
    path("report-kinds/<int:pk>/retire/", views.kind_retire, name="report_kind_retire"),
    path("report-kinds/<int:pk>/open/", opening.period_open, name="period_open"),
    path("units/<int:pk>/practice/", practising.practice, name="practice"),
    path("units/<int:pk>/practice/wipe/", practising.practice_wipe, name="practice_wipe"),
    path("reporting-periods/<int:pk>/cancel/", opening.period_cancel, name="period_cancel"),
    path("reporting-periods/<int:pk>/due/", steering.period_due, name="period_due"),
    path("reports/unit/<int:pk>/extend/", steering.unit_report_extend, name="unit_report_extend"),
    path("report-kinds/<int:pk>/schedule/", schedules.kind_schedule, name="report_kind_schedule"),
    path("report-kinds/<int:pk>/schedule/preview/", schedules.schedule_preview, name="report_kind_schedule_preview"),
]
