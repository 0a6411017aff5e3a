from django.urls import path

from . import exchange, views

urlpatterns = [
    path("province/", views.province, name="province"),
    path("province/documents/<int:pk>/", views.arrival, name="arrival"),
    path("province/documents/<int:pk>/files/<int:place>/", views.arrival_file, name="arrival_file"),
    path("province/documents/<int:pk>/check-again/", views.arrival_check_again, name="arrival_check_again"),
    path("province/documents/<int:pk>/receive/", views.arrival_receive, name="arrival_receive"),
    path("province/documents/<int:pk>/refuse/", views.arrival_refuse, name="arrival_refuse"),
    path("province/senders/new/<int:scope>/", views.sender_new, name="sender_new"),
    path("province/senders/new/<int:scope>/many/", views.senders_new, name="senders_new"),
    path("province/senders/<int:pk>/", views.sender, name="sender"),
    path("province/senders/<int:pk>/end/", views.sender_end, name="sender_end"),
    path("channels/recipients/<int:pk>/pair/", views.recipient_pair, name="recipient_pair"),
    path("exchange/<slug:call>", exchange.exchange, name="exchange"),
]
