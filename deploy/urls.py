from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

handler400 = "approvals.pages.faults.bad_request"
handler500 = "approvals.pages.faults.server_error"

urlpatterns = [
    path("", include("workflows.urls")),
    path("", include("units.urls")),
    path("", include("approvals.urls")),
    path("account/", include("units.sign_in.urls")),
    path("account/", include("units.installation.urls")),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
]
