from django.urls import path

from . import views

urlpatterns = [
    path("province/<int:pk>/wards/new/", views.ward_sign_up, name="ward_sign_up"),
    path("province/<int:pk>/wards/table/", views.wards_table, name="wards_table"),
    path("province/<int:pk>/wards/table/<slug:sha256>/", views.wards_table_rows, name="wards_table_rows"),
    path("province/<int:pk>/compare/", views.province_compare, name="province_compare"),
    path("province/documents/<int:pk>/figures/", views.arrival_figures, name="arrival_figures"),
    path("province/documents/<int:pk>/read-again/", views.arrival_read_again, name="arrival_read_again"),
]
