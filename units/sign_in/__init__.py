"""Signing in and what belongs to one's account, by django-allauth."""
