from django.urls import path

from . import views

urlpatterns = [
    path("people/me/tokens/", views.own_tokens, name="own_tokens"),
    path("people/me/tokens/<int:pk>/revoke/", views.token_revoke, name="token_revoke"),
]
