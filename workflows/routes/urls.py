from django.urls import path

from . import views
from .fields import views as fields
from .transfer import views as transfer

urlpatterns = [
    path("units/<int:pk>/routes/", views.routes, name="routes"),
    path("routes/<int:pk>/steps/add/", views.step_add, name="step_add"),
    path("routes/<int:pk>/route.json", transfer.route_file, {"form": "json"}, name="route_json"),
    path("routes/<int:pk>/route.bpmn", transfer.route_file, {"form": "bpmn"}, name="route_bpmn"),
    path("routes/<int:pk>/rehearsal/", views.rehearsal, name="route_rehearsal"),
    path("routes/<int:pk>/import/", transfer.route_import, name="route_import"),
    path("routes/<int:pk>/import/<slug:sha256>/", transfer.route_import_confirm, name="route_import_confirm"),
    path("steps/<int:pk>/", views.step_change, name="step_change"),
    path("steps/<int:pk>/move/", views.step_move, name="step_move"),
    path("steps/<int:pk>/retire/", views.step_retire, name="step_retire"),
    path("steps/<int:pk>/fields/add/", fields.step_field_add, name="step_field_add"),
    path("steps/<int:pk>/fields/<int:number>/", fields.step_field_change, name="step_field_change"),
    path("steps/<int:pk>/fields/<int:number>/remove/", fields.step_field_remove, name="step_field_remove"),
]
