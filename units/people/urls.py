from django.urls import path

from . import views

urlpatterns = [
    path("people/me/", views.own_page, name="own_page"),
    path("people/add/", views.person_add, name="person_add"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/change/", views.person_change, name="person_change"),
    path("people/<int:pk>/deactivate/", views.person_deactivate, name="person_deactivate"),
    path("people/<int:pk>/vouch/", views.person_vouch, name="person_vouch"),
    path("people/<int:pk>/reactivate/", views.person_reactivate, name="person_reactivate"),
]
