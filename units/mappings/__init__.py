"""Mappings of indicators to the forms of others: imported, read, compared."""
