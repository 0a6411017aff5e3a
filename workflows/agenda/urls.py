from django.urls import path

from . import views

urlpatterns = [
    path("calendar/", views.month, name="agenda"),
    path("calendar/feed/", views.own_feed, name="own_feed"),
    path("calendar/feed/make/", views.own_feed_make, name="own_feed_make"),
    path("calendar/feed/stop/", views.own_feed_stop, name="own_feed_stop"),
    path("calendar/feed/<str:token>.ics", views.calendar_feed, name="calendar_feed"),
]
