from django.urls import path

from . import views

urlpatterns = [
    path("help/<slug:page>/", views.help_page, name="help"),
]
