"""Courses in which every action is done once, each with what its events have to tell."""
