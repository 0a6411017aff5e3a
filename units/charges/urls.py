from django.urls import path

from . import views

urlpatterns = [
    path("units/<int:pk>/charges/", views.charges, name="charges"),
    path("units/<int:pk>/charges/add/", views.charge_start, name="charge_start"),
    path("charges/<int:pk>/end/", views.charge_end, name="charge_end"),
]
