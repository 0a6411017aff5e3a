"""A mapping of indicators to the forms of others, read from its workbook."""
