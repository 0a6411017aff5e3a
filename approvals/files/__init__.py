"""Files kept by their SHA-256: what they are, whether they are clean, their pages as pictures. No database."""
