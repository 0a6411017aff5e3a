"""Absences: who is away from when until when, and who holds their offices meanwhile."""
