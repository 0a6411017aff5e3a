"""Below /account/, where nothing that is typed is kept."""

from django.urls import path

from . import views

urlpatterns = [path("set-up/<str:code>/", views.first_administrator, name="first_administrator")]
