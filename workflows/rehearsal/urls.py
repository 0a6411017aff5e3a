from django.urls import path

from . import views

urlpatterns = [
    path("units/<int:pk>/rehearsal/", views.rehearsal, name="clock_rehearsal"),
]
