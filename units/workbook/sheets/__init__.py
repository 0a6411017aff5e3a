"""From an untrusted file to the rows of its tables."""
