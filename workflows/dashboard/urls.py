from django.urls import path

from . import views

urlpatterns = [
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/holders/", views.dashboard_holders, name="dashboard_holders"),
    path("dashboard/weekly/", views.dashboard_weekly, name="dashboard_weekly"),
    path("dashboard/<slug:name>.<slug:form>", views.dashboard_file, name="dashboard_file"),
]
