from django.urls import path

from . import views

urlpatterns = [
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/<int:pk>/retry/", views.incident_retry, name="incident_retry"),
    path("incidents/<int:pk>/skip/", views.incident_skip, name="incident_skip"),
    path("incidents/all/<slug:topic>/retry/", views.incidents_retry, name="incidents_retry"),
    path("incidents/all/<slug:topic>/skip/", views.incidents_skip, name="incidents_skip"),
]
