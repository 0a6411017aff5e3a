from django.urls import path

from approvals.views import documents

urlpatterns = [
    path("documents/", documents.documents, name="documents"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/document.pdf", documents.document_pdf, name="document_pdf"),
    path("documents/<int:pk>/pages/<int:number>.png", documents.document_page, name="document_page"),
]
