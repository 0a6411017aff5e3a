"""Reports that arrive: the issued document of a ward is, at the province, the report of the unit that stands for it."""
