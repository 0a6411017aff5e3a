"""The addresses of the rooms."""

from .channels import urls as channels
from .dossiers import urls as dossiers
from .evidence import urls as evidence
from .outbox import urls as outbox
from .receiving import urls as receiving
from .register import urls as register
from .trail import urls as trail
from .verification import urls as verification

urlpatterns = [
    *trail.urlpatterns,
    *outbox.urlpatterns,
    *verification.urlpatterns,
    *register.urlpatterns,
    *channels.urlpatterns,
    *evidence.urlpatterns,
    *dossiers.urlpatterns,
    *receiving.urlpatterns,
]
