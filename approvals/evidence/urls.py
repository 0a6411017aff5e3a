from django.urls import path

from . import views

urlpatterns = [
    path("documents/<int:pk>/evidence/", views.evidence, name="evidence"),
    path("documents/<int:pk>/evidence.pdf", views.evidence_pdf, name="evidence_pdf"),
]
