from django.urls import path

from workflows.views import plan, plan_import, routes

urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("plan/import/", plan_import.plan_import, name="plan_import"),
    path("plan/import/<slug:sha256>/", plan_import.plan_import_confirm, name="plan_import_confirm"),
    path("plan/differences/", plan.plan_differences, name="plan_differences"),
    path("units/<int:pk>/routes/", routes.routes, name="routes"),
    path("routes/<int:pk>/steps/add/", routes.step_add, name="step_add"),
    path("routes/<int:pk>/form/", routes.kind_form, name="kind_form"),
    path("steps/<int:pk>/", routes.step_change, name="step_change"),
    path("steps/<int:pk>/move/", routes.step_move, name="step_move"),
    path("steps/<int:pk>/retire/", routes.step_retire, name="step_retire"),
]
