"""A PDF file read in a process of its own, which nothing in the file gets out of."""
