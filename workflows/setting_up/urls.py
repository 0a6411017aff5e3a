from django.urls import path

from . import slips, views
from .mergers import views as mergers
from .rosters import views as rosters
from .splits import views as splits

urlpatterns = [
    path("set-up/", views.set_up, name="set_up"),
    path("set-up/ward/", views.ward_add, name="ward_add"),
    path("units/<int:pk>/set-up/", views.set_up_ward, name="set_up_ward"),
    path("units/<int:pk>/set-up/units/", rosters.units_paste, name="units_paste"),
    path("units/<int:pk>/set-up/units/<slug:sha256>/", rosters.units_paste_rows, name="units_paste_rows"),
    path("units/<int:pk>/set-up/people/", rosters.people_paste, name="people_paste"),
    path("units/<int:pk>/set-up/people/<slug:sha256>/", rosters.people_paste_rows, name="people_paste_rows"),
    path("units/<int:pk>/merge/", mergers.unit_merge, name="unit_merge"),
    path("units/<int:pk>/split/", splits.unit_split, name="unit_split"),
    path("units/<int:pk>/roll-up/", mergers.unit_roll_up, name="unit_roll_up"),
    path("units/<int:pk>/set-up/slips/", slips.slips, name="slips"),
]
