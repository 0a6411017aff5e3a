from django.urls import path

from . import views

urlpatterns = [
    path("people/<int:pk>/offices/add/", views.membership_start, name="membership_start"),
    path("memberships/<int:pk>/end/", views.membership_end, name="membership_end"),
    path("memberships/<int:pk>/authority/", views.membership_authority, name="membership_authority"),
    path("memberships/<int:pk>/delegate/", views.membership_delegate, name="membership_delegate"),
]
