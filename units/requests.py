from django.http import HttpRequest

from .models import Person


class SignedIn(HttpRequest):
    """A request behind LoginRequiredMiddleware: whoever makes it is a person."""

    user: Person
