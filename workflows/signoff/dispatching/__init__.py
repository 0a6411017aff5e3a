"""An issued document on its way to whom it addresses, with what is attached to its case."""
