from django.urls import path

from . import views

urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/add/", views.unit_add, name="unit_add"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("units/<int:pk>/change/", views.unit_change, name="unit_change"),
    path("units/<int:pk>/hours/", views.unit_hours, name="unit_hours"),
    path("units/<int:pk>/retire/", views.unit_retire, name="unit_retire"),
]
