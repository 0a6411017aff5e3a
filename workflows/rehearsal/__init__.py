"""Diễn tập: what the clock would do in a time to come if nobody did anything, by the code that does it, undone."""
