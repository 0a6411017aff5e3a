from django.urls import path

from . import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("notices/mails/", views.notices_by_mail, name="notices_by_mail"),
    path("notices/<int:pk>/open/", views.notice_open, name="notice_open"),
]
