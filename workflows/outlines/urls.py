from django.urls import path

from . import views
from .transfer import views as transfer

OUTLINE = "report-kinds/<int:pk>/outline/"

urlpatterns = [
    path(OUTLINE, views.outline, name="outline"),
    path(f"{OUTLINE}outline.json", transfer.outline_file, name="outline_json"),
    path(f"{OUTLINE}import/", transfer.outline_import, name="outline_import"),
    path(f"{OUTLINE}import/<slug:sha256>/", transfer.outline_import_confirm, name="outline_import_confirm"),
    path(f"{OUTLINE}indicators/", views.indicators_choose, name="indicators_choose"),
    path(f"{OUTLINE}sections/add/", views.section_add, name="section_add"),
    path(f"{OUTLINE}sections/<int:number>/", views.section_change, name="section_change"),
    path(f"{OUTLINE}sections/<int:number>/remove/", views.section_remove, name="section_remove"),
    path(f"{OUTLINE}sections/<int:number>/move/", views.section_move, name="section_move"),
    path(f"{OUTLINE}sections/<int:number>/switch/", views.section_switch, name="section_switch"),
    path(f"{OUTLINE}sections/<int:number>/add/", views.field_add, name="field_add"),
    path(f"{OUTLINE}fields/<int:number>/", views.field_change, name="field_change"),
    path(f"{OUTLINE}fields/<int:number>/move/", views.field_move, name="field_move"),
    path(f"{OUTLINE}fields/<int:number>/remove/", views.field_remove, name="field_remove"),
]
