from . import desk, routes, unit_reports, ward_reports

urlpatterns = [*desk.urlpatterns, *unit_reports.urlpatterns, *ward_reports.urlpatterns, *routes.urlpatterns]
