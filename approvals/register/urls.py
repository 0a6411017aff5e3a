from django.urls import path

from . import views

urlpatterns = [
    path("documents/", views.documents, name="documents"),
    path("documents/<int:pk>/", views.document, name="document"),
    path("documents/<int:pk>/void/", views.document_void, name="document_void"),
    path("documents/<int:pk>/recall/", views.document_recall, name="document_recall"),
    path("dispatches/<int:pk>/deletion/", views.dispatch_deletion, name="dispatch_deletion"),
    path("documents/<int:pk>/document.pdf", views.document_pdf, name="document_pdf"),
    path("documents/<int:pk>/document.docx", views.document_form, {"form": "docx"}, name="document_docx"),
    path("documents/<int:pk>/figures.csv", views.document_form, {"form": "csv"}, name="document_csv"),
    path("documents/<int:pk>/figures.json", views.document_form, {"form": "json"}, name="document_json"),
    path("documents/<int:pk>/pages/<int:number>.png", views.document_page, name="document_page"),
]
