from django.urls import path

from approvals.views import documents, evidence, register

urlpatterns = [
    path("documents/", documents.documents, name="documents"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/void/", register.document_void, name="document_void"),
    path("documents/<int:pk>/recall/", register.document_recall, name="document_recall"),
    path("dispatches/<int:pk>/deletion/", register.dispatch_deletion, name="dispatch_deletion"),
    path("documents/<int:pk>/document.pdf", documents.document_pdf, name="document_pdf"),
    path("documents/<int:pk>/document.docx", documents.document_form, {"form": "docx"}, name="document_docx"),
    path("documents/<int:pk>/figures.csv", documents.document_form, {"form": "csv"}, name="document_csv"),
    path("documents/<int:pk>/figures.json", documents.document_form, {"form": "json"}, name="document_json"),
    path("documents/<int:pk>/pages/<int:number>.png", documents.document_page, name="document_page"),
    path("documents/<int:pk>/evidence/", evidence.evidence, name="evidence"),
    path("documents/<int:pk>/evidence.pdf", evidence.evidence_pdf, name="evidence_pdf"),
]
