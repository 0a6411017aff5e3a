from django.urls import path

from .views import authority, keys, people, units
from .views import help as help_views

urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/add/", units.unit_add, name="unit_add"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/change/", units.unit_change, name="unit_change"),
    path("units/<int:pk>/retire/", units.unit_retire, name="unit_retire"),
    path("units/<int:pk>/key/", keys.unit_key, name="unit_key"),
    path("units/<int:pk>/key/retire/", keys.unit_key_retire, name="unit_key_retire"),
    path("people/add/", people.person_add, name="person_add"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/change/", people.person_change, name="person_change"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<int:pk>/vouch/", people.person_vouch, name="person_vouch"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="person_reactivate"),
    path("people/<int:pk>/key/", keys.person_key, name="person_key"),
    path("people/<int:pk>/key/retire/", keys.person_key_retire, name="person_key_retire"),
    path("people/<int:pk>/offices/add/", people.membership_start, name="membership_start"),
    path("memberships/<int:pk>/end/", people.membership_end, name="membership_end"),
    path("memberships/<int:pk>/authority/", authority.membership_authority, name="membership_authority"),
    path("memberships/<int:pk>/delegate/", authority.membership_delegate, name="membership_delegate"),
    path("help/<slug:page>/", help_views.help_page, name="help"),
]
