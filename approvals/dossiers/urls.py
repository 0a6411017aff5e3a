from django.urls import path

from . import views

urlpatterns = [
    path("documents/<int:pk>/dossier/", views.document_dossier, name="document_dossier"),
    path("dossiers/", views.dossiers, name="dossiers"),
    path("dossiers/<int:scope>/<int:year>/", views.year_dossier, name="year_dossier"),
    path("dossiers/<int:pk>/dossier.zip", views.dossier_file, name="dossier_file"),
]
