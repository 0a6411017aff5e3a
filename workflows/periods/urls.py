from django.urls import path

from . import views

urlpatterns = [
    path("routes/<int:pk>/form/", views.kind_form, name="kind_form"),
]
