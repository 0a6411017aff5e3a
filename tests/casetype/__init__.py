"""A type of case that the product does not know: that the engine carries it shows that nothing in it names a type."""
