from django.urls import include, path

handler400 = "approvals.views.faults.bad_request"
handler500 = "approvals.views.faults.server_error"

urlpatterns = [
    path("", include("workflows.urls")),
    path("", include("units.urls")),
    path("", include("approvals.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
