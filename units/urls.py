"""The addresses of the rooms; those of `sign_in` lie below /account/ (deploy/urls.py)."""

from .absences import urls as absences
from .charges import urls as charges
from .frame import urls as frame
from .keys import urls as keys
from .notices import urls as notices
from .offices import urls as offices
from .people import urls as people
from .tokens import urls as tokens
from .tree import urls as tree

urlpatterns = [
    *tree.urlpatterns,
    *people.urlpatterns,
    *tokens.urlpatterns,
    *offices.urlpatterns,
    *absences.urlpatterns,
    *charges.urlpatterns,
    *keys.urlpatterns,
    *notices.urlpatterns,
    *frame.urlpatterns,
]
