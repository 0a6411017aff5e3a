"""Dossiers: a document with all that belongs to it and its proof in one archive, and the documents of a year."""
