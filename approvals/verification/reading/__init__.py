"""A PDF file, read in a confined process of its own."""
