from django.urls import path

from . import views

urlpatterns = [
    path("units/<int:pk>/routes/", views.routes, name="routes"),
    path("routes/<int:pk>/steps/add/", views.step_add, name="step_add"),
    path("steps/<int:pk>/", views.step_change, name="step_change"),
    path("steps/<int:pk>/move/", views.step_move, name="step_move"),
    path("steps/<int:pk>/retire/", views.step_retire, name="step_retire"),
]
