from django.urls import path

from workflows.views import external_forms, mapping_import, plan, plan_import, plan_kinds, routes

urlpatterns = [
    path("plan/", plan.plan, name="plan"),
    path("plan/import/", plan_import.plan_import, name="plan_import"),
    path("plan/import/<slug:sha256>/", plan_import.plan_import_confirm, name="plan_import_confirm"),
    path("plan/kinds/", plan_kinds.plan_kinds, name="plan_kinds"),
    path("plan/kinds/check/", plan_kinds.plan_kinds_check, name="plan_kinds_check"),
    path("plan/differences/", plan.plan_differences, name="plan_differences"),
    path("plan/forms/", external_forms.external_forms, name="external_forms"),
    path("plan/forms/<int:pk>/", external_forms.external_form, name="external_form"),
    path("plan/forms/<int:pk>/form.xlsx", external_forms.external_form_workbook, name="external_form_workbook"),
    path("plan/forms/versions/<int:pk>/", external_forms.mapping_differences, name="mapping_differences"),
    path("plan/forms/import/", mapping_import.mapping_import, name="mapping_import"),
    path("plan/forms/import/<slug:sha256>/", mapping_import.mapping_import_confirm, name="mapping_import_confirm"),
    path("units/<int:pk>/routes/", routes.routes, name="routes"),
    path("routes/<int:pk>/steps/add/", routes.step_add, name="step_add"),
    path("routes/<int:pk>/form/", routes.kind_form, name="kind_form"),
    path("steps/<int:pk>/", routes.step_change, name="step_change"),
    path("steps/<int:pk>/move/", routes.step_move, name="step_move"),
    path("steps/<int:pk>/retire/", routes.step_retire, name="step_retire"),
]
