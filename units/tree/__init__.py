"""The tree of wards and units."""
