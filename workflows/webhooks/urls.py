from django.urls import path

from . import views

urlpatterns = [
    path("units/<int:pk>/webhooks/", views.ward_webhooks, name="ward_webhooks"),
    path("units/<int:pk>/webhooks/<int:hook>/stop/", views.ward_webhook_stop, name="ward_webhook_stop"),
    path("units/<int:pk>/webhooks/sent/<int:message>/again/", views.ward_webhook_again, name="ward_webhook_again"),
]
