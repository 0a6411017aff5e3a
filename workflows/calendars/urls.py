from datetime import date

from django.urls import path, register_converter

from . import views
from .hours import views as hours


class DayConverter:
    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns = [
    path("units/<int:pk>/calendar/", views.calendar, name="calendar"),
    path("units/<int:pk>/calendar/<int:year>.xlsx", views.calendar_file, name="calendar_file"),
    path("units/<int:pk>/calendar/add/", views.calendar_days_add, name="calendar_days_add"),
    path("units/<int:pk>/calendar/hours/add/", hours.calendar_hours_add, name="calendar_hours_add"),
    path("units/<int:pk>/calendar/hours/<day:day>/drop/", hours.calendar_hours_drop, name="calendar_hours_drop"),
    path("units/<int:pk>/calendar/province/drop/", views.calendar_province_drop, name="calendar_province_drop"),
    path("units/<int:pk>/calendar/import/", views.calendar_import, name="calendar_import"),
    path("units/<int:pk>/calendar/import/<str:sha256>/", views.calendar_import_confirm, name="calendar_import_confirm"),
    path("units/<int:pk>/calendar/<day:day>/give-back/", views.calendar_day_give_back, name="calendar_day_give_back"),
]
