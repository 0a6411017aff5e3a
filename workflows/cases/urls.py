from django.urls import path

from .discussion import views
from .links import views as links

CASE = "cases/<slug:kind>/<int:pk>/"

urlpatterns = [
    path(f"{CASE}discussion/", views.case_discussion, name="case_discussion"),
    path(f"{CASE}discussion/<int:message>/strike/", views.case_message_strike, name="case_message_strike"),
    path(f"{CASE}links/", links.case_links, name="case_links"),
    path(f"{CASE}links/<int:link>/remove/", links.case_link_remove, name="case_link_remove"),
]
