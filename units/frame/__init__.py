"""The frame of every page, and help."""
