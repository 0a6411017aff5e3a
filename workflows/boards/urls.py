from django.urls import path

from .views import desk, periods, reports

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("periods/", periods.periods, name="periods"),
    path("periods/<slug:code>/", periods.period, name="period"),
    path("periods/<slug:code>/accept/", periods.period_accept, name="period_accept"),
    path("reports/", reports.reports, name="reports"),
]
