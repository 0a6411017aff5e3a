from django.urls import path

from . import views
from .push import views as push

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/push/on/", push.push_on, name="push_on"),
    path("notices/push/off/", push.push_off, name="push_off"),
    path("notices/mails/", views.notices_by_mail, name="notices_by_mail"),
    path("notices/telephone/", views.notices_by_phone, name="notices_by_phone"),
    path("notices/<int:pk>/open/", views.notice_open, name="notice_open"),
]
