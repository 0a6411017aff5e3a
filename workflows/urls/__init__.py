from . import desk, difficulties, routes, unit_reports, ward_reports

urlpatterns = [
    *desk.urlpatterns,
    *difficulties.urlpatterns,
    *unit_reports.urlpatterns,
    *ward_reports.urlpatterns,
    *routes.urlpatterns,
]
