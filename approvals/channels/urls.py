from django.urls import path

from . import views

urlpatterns = [
    path("channels/", views.channels, name="channels"),
    path("channels/new/<int:scope>/", views.recipient_new, name="recipient_new"),
    path("channels/recipients/<int:pk>/", views.recipient, name="recipient"),
    path("channels/recipients/<int:pk>/add/", views.channel_new, name="channel_new"),
    path("channels/<int:pk>/", views.channel, name="channel"),
    path("channels/<int:pk>/try/", views.channel_try, name="channel_try"),
    path("channels/<int:pk>/prefer/", views.channel_prefer, name="channel_prefer"),
    path("channels/<int:pk>/end/", views.channel_end, name="channel_end"),
    path("dispatches/lines/<int:pk>/receipt/", views.dispatch_receipt, name="dispatch_receipt"),
    path("dispatches/<int:pk>/by-hand/", views.dispatch_by_hand, name="dispatch_by_hand"),
]
