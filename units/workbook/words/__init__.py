"""What plans say in words: when something is due, and what a goal asks for."""
