from django.urls import path

from .views import bulk, cases, desk, periods, reports, slips, timeliness

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("periods/", periods.periods, name="periods"),
    path("periods/<slug:code>/", periods.period, name="period"),
    path("periods/<slug:code>/accept/", bulk.period_accept, name="period_accept"),
    path("periods/<slug:code>/remind/", bulk.period_remind, name="period_remind"),
    path("periods/<slug:code>/waive/", bulk.period_waive, name="period_waive"),
    path("cases/", cases.cases, name="cases"),
    path("cases/file/", cases.cases_file, name="cases_file"),
    path("cases/times/", slips.case_times, name="case_times"),
    path("cases/<slug:kind>/<int:pk>/slip/", slips.case_slip, name="case_slip"),
    path("timeliness/", timeliness.timeliness, name="timeliness"),
    path("reports/", reports.reports, name="reports"),
]
