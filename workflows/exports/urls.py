from django.urls import path

from . import views

urlpatterns = [
    path("exports/", views.exports, name="exports"),
    path("exports/entries.<slug:form>", views.exports_file, name="exports_file"),
]
