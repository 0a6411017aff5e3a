from django.urls import path

from . import views

urlpatterns = [
    path("trail/", views.trail, name="trail"),
    path("trail/export/", views.trail_export, name="trail_export"),
    path("trail/<int:pk>/", views.trail_event, name="trail_event"),
]
