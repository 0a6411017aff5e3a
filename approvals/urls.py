from django.urls import path

from . import urls_documents
from .views import incidents, trail, verify

urlpatterns = [
    path("trail/", trail.trail, name="trail"),
    path("trail/export/", trail.trail_export, name="trail_export"),
    path("trail/<int:pk>/", trail.trail_event, name="trail_event"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/<int:pk>/retry/", incidents.incident_retry, name="incident_retry"),
    path("incidents/<int:pk>/skip/", incidents.incident_skip, name="incident_skip"),
    path("verify/", verify.verify, name="verify"),
    path("verify/original/<str:token>/", verify.original, name="verify_original"),
    *urls_documents.urlpatterns,
]
