"""Plans: imported, corrected, read, compared."""
