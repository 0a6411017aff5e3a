from django.urls import path

from . import views

urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/original/<str:token>/", views.original, name="verify_original"),
]
