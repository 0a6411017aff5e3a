from django.urls import include, path

urlpatterns = [
    path("", include("workflows.urls")),
    path("", include("units.urls")),
    path("", include("approvals.urls")),
    path("account/", include("units.urls_account")),
    path("i18n/", include("django.conf.urls.i18n")),
]
