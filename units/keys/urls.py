from django.urls import path

from . import views

urlpatterns = [
    path("units/<int:pk>/key/", views.unit_key, name="unit_key"),
    path("units/<int:pk>/key/retire/", views.unit_key_retire, name="unit_key_retire"),
    path("people/<int:pk>/key/", views.person_key, name="person_key"),
    path("people/<int:pk>/key/retire/", views.person_key_retire, name="person_key_retire"),
]
