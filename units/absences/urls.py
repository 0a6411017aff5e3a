from django.urls import path

from . import views

urlpatterns = [
    path("absence/", views.absence, name="absence"),
    path("people/<int:pk>/absence/", views.person_absence, name="person_absence"),
    path("absences/<int:pk>/end/", views.absence_end, name="absence_end"),
]
