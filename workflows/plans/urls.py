from django.urls import path

from . import history, views
from .amending import views as amending
from .counts import views as counts
from .external_forms import views as external_forms
from .helping import views as helping
from .imports import annex_views as annexes
from .imports import mapping_views
from .imports import views as imports
from .indicator_kinds import views as indicator_kinds
from .moving import views as moving

urlpatterns = [
    path("plan/", views.plan, name="plan"),
    path("plan/import/", imports.plan_import, name="plan_import"),
    path("plan/import/annex/", annexes.plan_annex, name="plan_annex"),
    path("plan/import/annex/<slug:sha256>/", annexes.plan_annex_rows, name="plan_annex_rows"),
    path("plan/import/sample.xlsx", imports.plan_sample, name="plan_sample"),
    path("plan/import/<slug:sha256>/", imports.plan_import_confirm, name="plan_import_confirm"),
    path("plan/kinds/", indicator_kinds.plan_kinds, name="plan_kinds"),
    path("plan/kinds/check/", indicator_kinds.plan_kinds_check, name="plan_kinds_check"),
    path("plan/<int:pk>/history/<slug:part>/<int:number>/", history.plan_history, name="plan_history"),
    path("plan/<int:pk>/ke-hoach.xlsx", views.plan_workbook, name="plan_workbook"),
    path("plan/<int:pk>/move/", moving.plan_move, name="plan_move"),
    path("plan/<int:pk>/amend/", amending.plan_amend, name="plan_amend"),
    path("plan/<int:pk>/helping/", helping.plan_helping, name="plan_helping"),
    path("plan/<int:pk>/counts/", counts.plan_counts, name="plan_counts"),
    path("plan/differences/", views.plan_differences, name="plan_differences"),
    path("plan/forms/", external_forms.external_forms, name="external_forms"),
    path("plan/forms/<int:pk>/", external_forms.external_form, name="external_form"),
    path("plan/forms/<int:pk>/form.xlsx", external_forms.external_form_workbook, name="external_form_workbook"),
    path("plan/forms/versions/<int:pk>/", external_forms.mapping_differences, name="mapping_differences"),
    path("plan/forms/import/", mapping_views.mapping_import, name="mapping_import"),
    path("plan/forms/import/<slug:sha256>/", mapping_views.mapping_import_confirm, name="mapping_import_confirm"),
]
