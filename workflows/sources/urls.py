from django.urls import path

from . import views

urlpatterns = [
    path("people/me/sources/", views.own_sources, name="own_sources"),
    path("people/me/sources/<int:pk>/stop/", views.source_stop, name="source_stop"),
    path("people/me/sources/<int:pk>/workbook/", views.source_workbook, name="source_workbook"),
]
