"""Text as it is kept, found, sorted and printed. No database."""
