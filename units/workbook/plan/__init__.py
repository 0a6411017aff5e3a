"""A plan read from its workbook."""
