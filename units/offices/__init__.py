"""Offices: who holds which, under which authority, and who signs in their place."""
